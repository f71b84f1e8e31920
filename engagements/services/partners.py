"""On to another partner: asked for by either side alone, without blame and without a reason."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from core.audit.services import record
from core.events.services import append
from core.outbox.services import enqueue
from engagements.enums import ClosingReason
from engagements.models import Engagement, PartnerWish
from engagements.services.engagements import close
from engagements.services.locking import lock, lock_open
from participants.models import Person
from participants.selectors import person_of
from programs.services.announcements import recipient_of

if TYPE_CHECKING:
    from core.accounts.models import User

MAIL = "engagements.new_partner"


@transaction.atomic
def ask_for_another(*, engagement: Engagement, words: str, by: "User", now: datetime) -> Engagement:
    """End a relationship so that both may be matched anew; `words` are for their author alone.

    Those who run the program learn that it ended and that both are free, not who asked or why: so
    nothing is kept here of one of them alone that they could see. `undo_close` takes it back. Raises Closed.
    """
    lock_open(engagement)
    ended = close(
        engagement=engagement,
        category=ClosingReason.NEW_PARTNER,
        words=words,
        by=by,
        now=now,
        completed=False,
    )
    me = person_of(by)
    for member in ended.members.select_related("person__user").exclude(person=me):
        _tell(ended, member.person, now)
    return ended


def _tell(engagement: Engagement, person: Person, now: datetime) -> None:
    recipient = recipient_of(person)
    if recipient:
        enqueue(
            kind=MAIL,
            recipient=recipient,  # type: ignore[arg-type]
            parameters={"engagement": engagement.pk, "person": person.pk},
            dedupe_key=f"{MAIL}:{engagement.pk}:{person.pk}:{now:%Y%m%d%H%M%S}",
            now=now,
        )


@transaction.atomic
def say_next(
    *,
    engagement: Engagement,
    person: Person,
    again: bool,
    seeks: bool | None,
    by: "User | None",
    now: datetime,
) -> PartnerWish:
    """Keep what a member says of who comes next; `seeks` counts once the relationship has ended."""
    locked = lock(engagement)
    row = _say(locked, person, now, again=again, seeks=seeks if locked.ended_at else None)
    record(by=by, action="engagements.partner_wish", subject=locked, now=now)
    if locked.ended_at:
        payload = {"cohort": locked.cohort_id, "track": locked.track_id, "person": person.pk}
        append(kind="engagements.partner_wish", subject=locked, payload=payload, now=now, by=by)
    return row


def _say(engagement: Engagement, person: Person, now: datetime, **said: bool | None) -> PartnerWish:
    row, _created = PartnerWish.objects.update_or_create(
        engagement=engagement,
        person=person,
        defaults={"said_at": now, **said},
        create_defaults={"said_at": now, "created_at": now, **said},
    )
    return row
