"""A mentee says whom they would like as their mentor, or a peer as their peer."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from core.audit.services import record
from engagements.services.locking import lock_row
from matching.models import MentorWish
from matching.selectors.choices import allowed, may_choose
from programs.models import Enrolment

if TYPE_CHECKING:
    from core.accounts.models import User

MOST = 5


class NotNow(Exception):
    """Nobody chooses in this program, or the choice is over for this mentee."""


class NotAvailable(Exception):
    """Somebody chosen is not, or is no longer, among those whom the rules allow."""


@transaction.atomic
def save(
    *, mentee: Enrolment, mentors: Sequence[str], by: "User | None", now: datetime
) -> list[MentorWish]:
    """The mentee's or peer's choice, the dearest first; it replaces what was chosen before.

    Raises NotNow, NotAvailable, ValueError for too many or the same one twice.
    """
    if len(mentors) > MOST or len(set(mentors)) < len(mentors):
        raise ValueError(mentors)
    row = lock_row(mentee)
    if not may_choose(row):
        raise NotNow
    if not set(mentors) <= allowed(row, now):
        raise NotAvailable
    before = list(MentorWish.objects.filter(mentee=row))
    if [str(wish.mentor_id) for wish in before] == list(mentors):
        return before
    MentorWish.objects.filter(mentee=row).delete()
    record(by=by, action="matching.wishes", subject=row, now=now, facts={"n": len(mentors)})
    return MentorWish.objects.bulk_create(
        MentorWish(mentee=row, mentor_id=key, place=place, created_at=now)
        for place, key in enumerate(mentors, 1)
    )
