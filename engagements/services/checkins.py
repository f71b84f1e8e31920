"""Check-ins: opened by the track's rhythm, answered by each member for themselves."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from core.audit.services import record
from core.events.services import append
from core.reminders.services import cancel
from engagements.models import CheckIn, Engagement
from engagements.services import nudges
from engagements.services.locking import lock_row

if TYPE_CHECKING:
    from core.accounts.models import User


@transaction.atomic
def open_due(*, engagement: Engagement, now: datetime) -> list[CheckIn]:
    """The latest check-in that is due by now, one per member; safe to repeat."""
    every = engagement.track.checkin_every_days
    rounds = (now - engagement.started_at).days // every
    if rounds < 1:
        return []
    due_on = (engagement.started_at + timedelta(days=rounds * every)).date()
    members = list(engagement.members.filter(left_at=None))
    rows = [
        CheckIn(engagement=engagement, person_id=member.person_id, due_on=due_on, created_at=now)
        for member in members
    ]
    CheckIn.objects.bulk_create(rows, ignore_conflicts=True)
    opened = CheckIn.objects.filter(engagement=engagement, due_on=due_on, answered_at=None)
    found = list(opened.select_related("person__user"))
    for checkin in found:
        nudges.remind_of_check_in(checkin, now=now)
    return found


@transaction.atomic
def answer(
    *,
    checkin: CheckIn,
    fit: int | None,
    progress: int | None,
    by: "User | None",
    now: datetime,
    comment: str = "",
    wants_help: bool = False,
) -> CheckIn:
    """How it goes, 1 to 5 each; may be changed later. A request for help goes to the owner."""
    checkin = lock_row(checkin)
    if wants_help and not checkin.wants_help:
        checkin.help_handled_at = None
    checkin.fit, checkin.progress = fit, progress
    checkin.comment, checkin.wants_help = comment.strip(), wants_help
    checkin.answered_at = checkin.answered_at or now
    checkin.save()
    cancel(kind=nudges.CHECK_IN, subject=checkin, now=now)
    record(by=by, action="checkins.answer", subject=checkin, now=now)
    append(
        kind="engagements.checkin_answered",
        subject=checkin,
        payload={"engagement": checkin.engagement_id, "help": wants_help},
        now=now,
        by=by,
    )
    return checkin


@transaction.atomic
def handle_help(*, checkin: CheckIn, by: "User", now: datetime) -> None:
    """Somebody who runs the program has answered the request for help."""
    _set_handled(checkin, now, "checkins.help_handled", by, now)


@transaction.atomic
def reopen_help(*, checkin: CheckIn, by: "User", now: datetime) -> None:
    """The way back."""
    _set_handled(checkin, None, "checkins.help_reopened", by, now)


def _set_handled(
    checkin: CheckIn, at: datetime | None, verb: str, by: "User", now: datetime
) -> None:
    row = lock_row(checkin)
    row.help_handled_at = at
    row.save(update_fields=["help_handled_at"])
    record(by=by, action=verb, subject=row, now=now)
