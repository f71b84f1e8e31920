"""Schedule reminders, take them back, and move them when a person's clock changes."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Model, QuerySet

from core.accounts.models import User
from core.audit.services import record
from core.reminders import clock
from core.reminders.enums import OPEN, State
from core.reminders.kinds import EVERYTHING
from core.reminders.models import Reminder

#: What the preferences page changes.
WISHES = [
    "language",
    "timezone",
    "delivery",
    "digest_at",
    "quiet_from",
    "quiet_until",
    "weekly_cap",
    "muted_kinds",
]


@transaction.atomic
def schedule(
    *,
    kind: str,
    subject: Model,
    recipient: User,
    occurrence_key: str,
    local_due: datetime,
    now: datetime,
) -> Reminder:
    """The reminder of this occurrence, made or moved to `local_due`; once sent, it stays as it is.

    A naive `local_due` is what the recipient's own clock shows, wherever they move; an aware one
    is that instant. A cancelled reminder comes back. Safe to call again and again.
    """
    new = Reminder(
        kind=kind,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        recipient=recipient,
        occurrence_key=occurrence_key,
        created_at=now,
    )
    _set_due(new, local_due)
    Reminder.objects.bulk_create([new], ignore_conflicts=True)
    reminder = _same_occurrence(new).select_for_update(of=("self",)).get()
    if reminder.pk != new.pk and _may_move(reminder, new):
        _set_due(reminder, local_due)
        _reopen(reminder)
    return reminder


def _same_occurrence(reminder: Reminder) -> "QuerySet[Reminder]":
    names = ("kind", "subject_type", "subject_id", "recipient_id", "occurrence_key")
    return Reminder.objects.filter(**{name: getattr(reminder, name) for name in names})


def _may_move(reminder: Reminder, new: Reminder) -> bool:
    if reminder.state == State.CANCELLED:
        return True
    return reminder.state in OPEN and reminder.due_at != new.due_at


def _set_due(reminder: Reminder, local_due: datetime) -> None:
    reminder.zone = "UTC" if local_due.tzinfo else ""
    wall = local_due.astimezone(UTC).replace(tzinfo=None) if local_due.tzinfo else local_due
    reminder.due_day, reminder.due_time = wall.date(), wall.time()
    _compute_due(reminder)


def _compute_due(reminder: Reminder) -> None:
    zone = ZoneInfo(reminder.zone) if reminder.zone else reminder.recipient.zone
    wall = datetime.combine(reminder.due_day, reminder.due_time)
    reminder.due_at = reminder.act_at = clock.due_in_utc(wall, zone)


def _reopen(reminder: Reminder) -> None:
    reminder.state = State.SCHEDULED
    reminder.claimed_at = reminder.settled_at = None
    reminder.save()


@transaction.atomic
def cancel(
    *,
    kind: str,
    subject: Model,
    now: datetime,
    recipient: User | None = None,
    occurrence_key: str | None = None,
) -> int:
    """Take back what has not gone out yet, of one or all recipients and occurrences; how many."""
    rows = Reminder.objects.filter(
        kind=kind, subject_type=subject._meta.label_lower, subject_id=subject.pk, state__in=OPEN
    )
    if recipient is not None:
        rows = rows.filter(recipient=recipient)
    if occurrence_key is not None:
        rows = rows.filter(occurrence_key=occurrence_key)
    return rows.update(state=State.CANCELLED, claimed_at=None, settled_at=now)


@transaction.atomic
def reschedule_for_user(*, user: User) -> int:
    """Compute anew when the person's open reminders are due; call it when their clock or their
    wishes have changed. Their occurrence keys stay. Returns how many there are."""
    rows = Reminder.objects.filter(recipient=user, state__in=OPEN)
    found = list(rows.select_for_update(of=("self",)))
    for reminder in found:
        reminder.recipient = user
        _compute_due(reminder)
        reminder.state, reminder.claimed_at = State.SCHEDULED, None
    Reminder.objects.bulk_update(found, ["due_at", "act_at", "state", "claimed_at"])
    return len(found)


@transaction.atomic
def save_preferences(*, user: User, by: User, now: datetime) -> None:
    """Keep the changed wishes of `user` (their unsaved fields) and move what waits for them."""
    user.save(update_fields=WISHES)
    reschedule_for_user(user=user)
    record(by=by, action="notifications.change", subject=user, now=now, facts={})


@transaction.atomic
def stop(*, user: User, kind: str, now: datetime) -> None:
    """Send `user` no more reminders of `kind`, or of any kind for EVERYTHING. Safe to repeat."""
    locked = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if kind in locked.muted_kinds:
        return
    locked.muted_kinds = [EVERYTHING] if kind == EVERYTHING else [*locked.muted_kinds, kind]
    locked.save(update_fields=["muted_kinds"])
    record(by=locked, action="notifications.stop", subject=locked, now=now, facts={"kind": kind})
