"""Who has no mentor in a run, why, and where there is room for them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from matching import reasons
from matching.models import MatchRun, OtherWay, UnmatchedPerson
from matching.selectors.review import Review
from matching.selectors.ways import latest
from participants.models import Person
from programs.models import Enrolment


@dataclass(frozen=True)
class Left:
    """Somebody without a mentor, why, and what would change it."""

    person: Person
    mentee: Enrolment
    cause: str
    removed: tuple[tuple[str, int], ...]
    remedy: str
    closest: tuple[tuple[str, int], ...]
    too_weak: bool
    #: The other way that they were offered last, and what became of it.
    way: OtherWay | None = None


def rows_left(run: MatchRun) -> "QuerySet[UnmatchedPerson]":
    """Mentees without a mentor, by name."""
    rows = UnmatchedPerson.objects.filter(run=run).select_related("enrolment__person")
    return rows.order_by("enrolment__person__sort_key", "pk")


def left(review: Review, rows: Iterable[UnmatchedPerson] | None = None) -> list[Left]:
    """These, or all of them, with what stands in their way."""
    found = list(rows_left(review.run) if rows is None else rows)
    ways = latest(row.enrolment_id for row in found)
    return [_left(row, review.names, ways.get(row.enrolment_id)) for row in found]


def _left(row: UnmatchedPerson, names: Mapping[str, str], way: OtherWay | None) -> Left:
    why: Mapping[str, Any] = row.reasons[0]
    removed = sorted(why["removed"].items(), key=lambda pair: -pair[1])
    return Left(
        person=row.enrolment.person,
        mentee=row.enrolment,
        cause=reasons.cause(why["cause"]),
        removed=tuple((reasons.rule(code), n) for code, n in removed),
        remedy=reasons.remedy(why["remedy"], names),
        closest=tuple((names.get(c["mentor"], ""), c["quality"]) for c in why["closest"]),
        too_weak="quality_floor" in why["removed"],
        way=way,
    )


def room(review: Review) -> list[tuple[Enrolment, int]]:
    """Mentors with free places, and how many."""
    slots, people = review.draft.slots, review.people
    found = [(people.get(key), slot["of"] - slot["used"]) for key, slot in slots.items()]
    rows = [(row, free) for row, free in found if row is not None and free > 0]
    return sorted(rows, key=lambda pair: (pair[0].person.sort_key, str(pair[0].pk)))
