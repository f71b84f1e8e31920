"""Who has done a training, and when: recorded by who runs the program, for one or many at once."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from core.audit.services import record
from core.reminders.clock import morning_of
from core.reminders.services import cancel, schedule
from participants.models import Person
from programs.models import Training, TrainingCompletion
from programs.selectors.tiers import valid_until

if TYPE_CHECKING:
    from core.accounts.models import User

REMINDER, OCCURRENCE = "programs.training_runs_out", "runs out"
#: So many days before it counts no more, in the morning on the mentor's own clock.
AHEAD = timedelta(days=30)


class DayAheadError(ValueError):
    """Nobody has done a training on a day that lies ahead."""


@dataclass(frozen=True)
class TrainingPlan:
    """What one act would record: for whom, until when it counts, and for whom it is recorded already."""

    training: Training
    completed_on: date
    until: date | None
    new: list[Person]
    same: list[Person]


def plan_training(training: Training, people: Iterable[Person], completed_on: date) -> TrainingPlan:
    """The dry run of `record_training`."""
    listed = list({person.pk: person for person in people}.values())
    there = TrainingCompletion.objects.filter(
        training=training, completed_on=completed_on, undone_at=None, person__in=listed
    )
    known = set(there.values_list("person", flat=True))
    return TrainingPlan(
        training,
        completed_on,
        valid_until(training, completed_on),
        new=[person for person in listed if person.pk not in known],
        same=[person for person in listed if person.pk in known],
    )


@transaction.atomic
def record_training(
    *,
    training: Training,
    people: Iterable[Person],
    completed_on: date,
    batch: uuid.UUID,
    by: "User | None",
    now: datetime,
    today: date,
) -> int:
    """These people have done it on that day; returns how many more are recorded. Twice is once.

    Raises DayAheadError.
    """
    if completed_on > today:
        raise DayAheadError(completed_on)
    plan = plan_training(training, people, completed_on)
    rows = [
        TrainingCompletion(
            training=training,
            person=person,
            completed_on=completed_on,
            batch=batch,
            at=now,
            by=by,
            created_at=now,
        )
        for person in plan.new
    ]
    TrainingCompletion.objects.bulk_create(rows, ignore_conflicts=True)
    made = list(TrainingCompletion.objects.filter(batch=batch).select_related("person__user"))
    for row in made:
        record(by=by, action="trainings.record", subject=row, now=now)
        _remind(row, training, now)
    return len(made)


def remind_all(*, training: Training, now: datetime) -> None:
    """Move the reminders to what the training says now; where nothing runs out, none is left."""
    rows = TrainingCompletion.objects.filter(training=training, undone_at=None)
    for row in rows.select_related("person__user"):
        cancel(kind=REMINDER, subject=row, occurrence_key=OCCURRENCE, now=now)
        _remind(row, training, now)


def _remind(row: TrainingCompletion, training: Training, now: datetime) -> None:
    until, user = valid_until(training, row.completed_on), row.person.user
    if until is None or user is None or until - AHEAD <= now.date():
        return
    schedule(
        kind=REMINDER,
        subject=row,
        recipient=user,
        occurrence_key=OCCURRENCE,
        local_due=morning_of(until - AHEAD),
        now=now,
    )


@transaction.atomic
def undo_training(*, training: Training, batch: uuid.UUID, by: "User | None", now: datetime) -> int:
    """Take one act back; returns how many were recorded by it."""
    rows = TrainingCompletion.objects.select_for_update(of=("self",), no_key=True)
    found = list(rows.filter(training=training, batch=batch, undone_at=None).order_by("pk"))
    for row in found:
        row.undone_at = now
        row.save(update_fields=["undone_at"])
        record(by=by, action="trainings.undo", subject=row, now=now)
        cancel(kind=REMINDER, subject=row, occurrence_key=OCCURRENCE, now=now)
    return len(found)
