"""Checkpoints: planned when both have agreed, rated by three, open when all have answered."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from core.accounts.models import User as Account
from core.audit.services import record
from core.events.services import append
from core.reminders.clock import morning_of
from core.reminders.services import cancel as cancel_reminder
from core.reminders.services import schedule
from engagements.services.locking import lock_row
from participants.models import Person
from rotations.enums.rotating import AGREED, CheckpointKind
from rotations.models import Checkpoint, CheckpointRating, Placement
from rotations.selectors.people import concerned

if TYPE_CHECKING:
    from core.accounts.models import User

CHECKPOINT = "rotations.checkpoint"
#: Shorter placements are looked at once, at their end.
SHORT = timedelta(days=42)
BEFORE, AFTER = timedelta(days=2), timedelta(days=3)


class AlreadyOpen(Exception):
    """The three have read each other: what was said stays."""


class NotTheirs(Exception):
    """Somebody who is none of the three."""


def days_of(starts_on: date, ends_on: date) -> dict[CheckpointKind, date]:
    """When a placement of that length is looked at."""
    length = ends_on - starts_on
    if length < SHORT:
        return {CheckpointKind.END: ends_on}
    return {
        CheckpointKind.THIRD: starts_on + length / 3,
        CheckpointKind.TWO_THIRDS: starts_on + 2 * length / 3,
        CheckpointKind.END: ends_on,
    }


@transaction.atomic
def plan(*, placement: Placement, now: datetime) -> list[Checkpoint]:
    """The checkpoints of a placement; safe to call again."""
    rows = [
        Checkpoint(placement=placement, kind=kind, due_on=day, created_at=now)
        for kind, day in days_of(placement.starts_on, placement.ends_on).items()
    ]
    Checkpoint.objects.bulk_create(rows, ignore_conflicts=True)
    return list(placement.checkpoints.all())


@transaction.atomic
def forget(*, placement: Placement, now: datetime) -> None:
    """Nobody is reminded any more."""
    for checkpoint in placement.checkpoints.all():
        cancel_reminder(kind=CHECKPOINT, subject=checkpoint, now=now)


@transaction.atomic
def rate(
    *,
    checkpoint: Checkpoint,
    person: Person,
    knowledge: int,
    impact: int,
    note: str,
    by: "User | None",
    now: datetime,
) -> CheckpointRating:
    """How it goes, 1 to 5 each; can be changed until the others read it.

    Raises AlreadyOpen, NotTheirs.
    """
    locked = lock_row(checkpoint)
    everybody = {each.person.pk: each.role for each in concerned(locked.placement)}
    if person.pk not in everybody:
        raise NotTheirs
    before = CheckpointRating.objects.filter(checkpoint=locked, person=person).first()
    if before and locked.opened_at:
        raise AlreadyOpen
    row = before or CheckpointRating(checkpoint=locked, person=person, created_at=now)
    row.role, row.rated_at = everybody[person.pk], now
    row.knowledge, row.impact, row.note = knowledge, impact, note.strip()
    row.save()
    _settle(locked, person, set(everybody), now)
    record(by=by, action="checkpoints.rate", subject=row, now=now)
    payload = {"placement": locked.placement_id, "checkpoint": locked.pk, "role": str(row.role)}
    append(kind="rotations.checkpoint_rated", subject=row, payload=payload, now=now, by=by)
    return row


def _settle(checkpoint: Checkpoint, person: Person, everybody: set[object], now: datetime) -> None:
    if person.user:
        cancel_reminder(kind=CHECKPOINT, subject=checkpoint, now=now, recipient=person.user)
    answered = set(checkpoint.ratings.values_list("person", flat=True))
    if everybody <= answered and checkpoint.opened_at is None:
        checkpoint.opened_at = now
        checkpoint.save(update_fields=["opened_at"])


@transaction.atomic
def open_due(*, today: date, now: datetime) -> int:
    """Open those whose day has passed, whoever has not answered; returns how many."""
    rows = Checkpoint.objects.filter(
        due_on__lt=today, opened_at=None, placement__state__in=AGREED, ratings__isnull=False
    )
    return Checkpoint.objects.filter(pk__in=rows.values("pk")).update(opened_at=now)


@transaction.atomic
def remind(*, checkpoint: Checkpoint, now: datetime) -> None:
    """Two days before and three days after, those who have not answered; safe to call again."""
    answered = set(checkpoint.ratings.values_list("person", flat=True))
    for each in concerned(checkpoint.placement):
        user = each.person.user
        if user is not None and user.is_active and each.person.pk not in answered:
            _schedule(checkpoint, user, "before", checkpoint.due_on - BEFORE, now)
            _schedule(checkpoint, user, "after", checkpoint.due_on + AFTER, now)


def _schedule(checkpoint: Checkpoint, user: Account, key: str, day: date, now: datetime) -> None:
    if day < now.date():
        return
    schedule(
        kind=CHECKPOINT,
        subject=checkpoint,
        recipient=user,
        occurrence_key=key,
        local_due=morning_of(day),
        now=now,
    )
