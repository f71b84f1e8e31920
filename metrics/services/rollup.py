"""Keeps the rows that figures are made of: each person's part of each metric, month by month.

A rollup takes facts as they stood at each month's end, so it may run twice, late, or in two
workers at once. A month that was released is closed: late facts enter the next one.
"""

from collections.abc import Collection, Iterator
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from metrics.definitions import Definition, definitions
from metrics.models import MetricValue, RollupState, StaleFigure
from metrics.months import Month, zone_of_figures
from metrics.services.locking import take_turns
from metrics.sources import Facts
from participants.models import Person
from programs.models import Program

#: How far back a first rollup looks.
MONTHS_BACK = 24
FIELDS = ("metric", "month", "program", "person")


def live_programs() -> list[Program]:
    """Programs whose figures are kept: published and not archived."""
    return list(Program.objects.filter(published_at__isnull=False, archived_at=None))


@transaction.atomic
def rollup(*, program: Program, now: datetime, full: bool = False) -> int:
    """Bring the program's open months up to date; returns how many rows it wrote or removed.

    Looks only at people to whom something has happened since the last time, unless a month is
    new or `full` is given.
    """
    take_turns(program)
    stale = StaleFigure.objects.filter(program=program).select_for_update()
    touched = dict(stale.values_list("pk", "person"))
    zone = zone_of_figures()
    states = {row.month: row for row in RollupState.objects.filter(program=program)}
    changed = 0
    for month in months_of(program, now, zone):
        state = states.get(month.first)
        if state and state.released_at:
            continue
        people = None if full or state is None else set(touched.values())
        if people is None or people:
            changed += _roll_up_month(program, month, zone, people)
            _note(program, month, now)
    StaleFigure.objects.filter(pk__in=touched).delete()
    return changed


def months_of(program: Program, now: datetime, zone: ZoneInfo) -> Iterator[Month]:
    """From the month in which the program began up to this one; none for a draft."""
    if program.published_at is None:
        return
    begun = [Month.of(program.published_at, zone)]
    begun += [
        Month(day.replace(day=1)) for day in program.cohorts.values_list("starts_on", flat=True)
    ]
    last = Month.of(now, zone)
    month = max(min(begun), last.plus(-MONTHS_BACK))
    while month <= last:
        yield month
        month = month.plus(1)


def _note(program: Program, month: Month, now: datetime) -> None:
    RollupState.objects.update_or_create(
        program=program,
        month=month.first,
        defaults={"rolled_at": now},
        create_defaults={"rolled_at": now, "created_at": now},
    )


def _roll_up_month(
    program: Program, month: Month, zone: ZoneInfo, people: Collection[UUID] | None
) -> int:
    facts = Facts(program=program, month=month, zone=zone, people=people)
    units = _units(facts)
    wanted = {
        (row.metric, row.person_id): row
        for definition in definitions().values()
        for row in _rows(definition, facts, units, people)
    }
    found = MetricValue.objects.filter(program=program, month=month.first)
    if people is not None:
        found = found.filter(person__in=people)
    known = {(row.metric, row.person_id): row for row in found}
    return _write(wanted, known)


_Keyed = dict[tuple[str, UUID], MetricValue]


def _write(wanted: _Keyed, known: _Keyed) -> int:
    gone = [row.pk for key, row in known.items() if key not in wanted]
    MetricValue.objects.filter(pk__in=gone).delete()
    differing = [
        row for key, row in wanted.items() if key not in known or _facts(row) != _facts(known[key])
    ]
    MetricValue.objects.bulk_create(
        differing,
        update_conflicts=True,
        unique_fields=FIELDS,
        update_fields=["cohort", "track", "unit", "numerator", "denominator"],
    )
    return len(gone) + len(differing)


def _facts(row: MetricValue) -> tuple[object, ...]:
    return row.cohort_id, row.track_id, row.unit_id, row.numerator, row.denominator


def _rows(
    definition: Definition,
    facts: Facts,
    units: dict[UUID, UUID | None],
    people: Collection[UUID] | None,
) -> Iterator[MetricValue]:
    for person, amount in definition.amounts(facts).items():
        place = facts.places.get(person)
        if place is None or (people is not None and person not in people):
            continue
        yield MetricValue(
            metric=definition.key,
            month=facts.month.first,
            program=facts.program,
            cohort_id=place.cohort_id,
            track_id=place.track_id,
            unit_id=units[person],
            person_id=person,
            numerator=amount.numerator,
            denominator=amount.denominator,
        )


def _units(facts: Facts) -> dict[UUID, UUID | None]:
    rows = Person.objects.filter(pk__in=facts.places)
    return dict(rows.values_list("pk", "business_unit"))
