"""Which checkpoints are due, and whose answer is missing: facts, never a word or a rating."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from programs.models import Program
from rotations.enums.rotating import AGREED
from rotations.models import Checkpoint, CheckpointRating, Placement
from rotations.selectors.people import Concerned, concerned, mentors_for

#: From when before its day a checkpoint asks for an answer, and how long a missing one is told.
AHEAD, FORGOTTEN = timedelta(days=7), timedelta(days=90)


@dataclass(frozen=True)
class Due:
    """A checkpoint, and who of the three has not answered."""

    checkpoint: Checkpoint
    missing: tuple[Concerned, ...]


def owed_by(user: Any, today: date) -> "QuerySet[Checkpoint]":
    """Those that wait for the user, the most overdue first."""
    rows = Checkpoint.objects.visible_to(user).filter(
        placement__state__in=AGREED,
        due_on__range=(today - FORGOTTEN, today + AHEAD),
    )
    mine = CheckpointRating.objects.filter(person__user=user)
    rows = rows.exclude(pk__in=mine.values("checkpoint"))
    return rows.select_related("placement__slot", "placement__person").order_by("due_on", "pk")


def overdue_in(programs: Iterable[Program], today: date) -> list[Due]:
    """What is overdue in the programs, for those who run them; a fixed number of queries."""
    rows = Checkpoint.objects.filter(
        placement__slot__program__in=list(programs),
        placement__state__in=AGREED,
        due_on__range=(today - FORGOTTEN, today - timedelta(days=1)),
    )
    related = ("placement__person", "placement__slot__host", "placement__slot__program")
    return [due for due in with_missing(rows.select_related(*related)) if due.missing]


def with_missing(rows: Iterable[Checkpoint]) -> list[Due]:
    """Each with those who have not answered."""
    listed = list(rows)
    answered = set(
        CheckpointRating.objects.filter(checkpoint__in=listed).values_list("checkpoint", "person")
    )
    mentors = mentors_for({row.placement_id: row.placement for row in listed}.values())
    return [
        Due(
            row,
            tuple(
                each
                for each in concerned(row.placement, mentors.get(row.placement_id, []))
                if (row.pk, each.person.pk) not in answered
            ),
        )
        for row in listed
    ]


def of_placement(placement: Placement) -> list[Due]:
    """The checkpoints of one placement, in order."""
    rows = list(placement.checkpoints.order_by("due_on", "pk"))
    for row in rows:
        row.placement = placement
    return with_missing(rows)
