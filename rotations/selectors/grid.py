"""Who is where, month by month: people and functions against time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import formats

from participants.models import Person
from programs.models import Program
from rotations.enums.rotating import LIVE
from rotations.models import Placement
from rotations.selectors.people import mentees_of

MONTHS = 12


@dataclass(frozen=True)
class Cell:
    """So many months, with a placement or empty."""

    months: tuple[date, ...]
    placement: Placement | None = None


@dataclass(frozen=True)
class Row:
    """A person or a function; in each lane nothing overlaps."""

    label: str
    lanes: tuple[tuple[Cell, ...], ...]
    placements: tuple[Placement, ...]


@dataclass(frozen=True)
class Head:
    """A month as a column is headed."""

    day: date
    short: str
    year: str


@dataclass(frozen=True)
class Grid:
    """A year of rotations."""

    months: tuple[date, ...]
    rows: tuple[Row, ...]

    @property
    def heads(self) -> list[Head]:
        """The months as columns; the year stands where it begins."""
        return [
            Head(day, formats.date_format(day, "M"), str(day.year) * self._begins(day))
            for day in self.months
        ]

    def _begins(self, day: date) -> bool:
        return day == self.months[0] or day.month == 1

    @property
    def earlier(self) -> str:
        """The month in which the year before begins, as addresses hold it."""
        return f"{_shifted(self.months[0], -MONTHS):%Y-%m}"

    @property
    def later(self) -> str:
        """The month in which the next year begins."""
        return f"{_shifted(self.months[0], MONTHS):%Y-%m}"


def year_from(first: date) -> tuple[date, ...]:
    """The first days of twelve months."""
    return tuple(_shifted(first, number) for number in range(MONTHS))


def _shifted(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def people_in(program: Program, first: date) -> "QuerySet[Person]":
    """The mentees of the program, and everybody who is placed in that year, by name."""
    months = year_from(first)
    mentees = mentees_of(program).order_by().values("person")
    placed = _placements(program, months).order_by().values("person")
    rows = Person.objects.filter(Q(pk__in=mentees) | Q(pk__in=placed))
    return rows.order_by("sort_key", "pk")


def by_people(program: Program, first: date, people: Iterable[Person]) -> Grid:
    """A row for each of these people."""
    months = year_from(first)
    listed = list(people)
    by_person: dict[Any, list[Placement]] = {}
    for row in _placements(program, months).filter(person__in=listed):
        by_person.setdefault(row.person_id, []).append(row)
    rows = (_row(who.name, by_person.get(who.pk, []), months) for who in listed)
    return Grid(months, tuple(rows))


def by_functions(program: Program, first: date) -> Grid:
    """Each function in which somebody is placed in that year."""
    months = year_from(first)
    groups: dict[str, list[Placement]] = {}
    for row in _placements(program, months):
        name = row.slot.function.name if row.slot.function else ""
        groups.setdefault(name, []).append(row)
    rows = (_row(name, found, months) for name, found in sorted(groups.items()))
    return Grid(months, tuple(rows))


def _placements(program: Program, months: tuple[date, ...]) -> "QuerySet[Placement]":
    rows = Placement.objects.filter(
        slot__program=program,
        state__in=LIVE,
        starts_on__lt=_shifted(months[-1], 1),
        ends_on__gte=months[0],
    )
    related = rows.select_related("person", "slot__function", "slot__host")
    return related.order_by("starts_on", "pk")


def _row(label: str, placements: list[Placement], months: tuple[date, ...]) -> Row:
    lanes: list[list[Placement]] = []
    for placement in placements:
        month = placement.starts_on.replace(day=1)
        free = next((lane for lane in lanes if lane[-1].ends_on.replace(day=1) < month), None)
        if free is None:
            lanes.append([placement])
        else:
            free.append(placement)
    cells = tuple(tuple(_cells(lane, months)) for lane in lanes or [[]])
    return Row(label, cells, tuple(placements))


def _cells(lane: list[Placement], months: tuple[date, ...]) -> Iterator[Cell]:
    """The months in order, those of one placement as one cell."""
    waiting = list(months)
    for placement in lane:
        first, last = placement.starts_on.replace(day=1), placement.ends_on.replace(day=1)
        while waiting and waiting[0] < first:
            yield Cell((waiting.pop(0),))
        span = [month for month in waiting if month <= last]
        if span:
            waiting = waiting[len(span) :]
            yield Cell(tuple(span), placement)
    yield from (Cell((month,)) for month in waiting)
