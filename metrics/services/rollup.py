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
from metrics.models import RollupState, StaleFigure
from metrics.months import Month, zone_of_figures
from metrics.services.keeping import Part, keep
from metrics.services.locking import take_turns
from metrics.sources import Facts
from participants.models import Person
from programs.models import Program

#: How far back a first rollup looks.
MONTHS_BACK = 24


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
    units = _units(facts, people)
    wanted = {
        (definition.key, person): part
        for definition in definitions().values()
        for person, part in _parts(definition, facts, units, people)
    }
    return keep(program=program, month=month.first, wanted=wanted, people=people)


def _parts(
    definition: Definition,
    facts: Facts,
    units: dict[UUID, UUID | None],
    people: Collection[UUID] | None,
) -> Iterator[tuple[UUID, Part]]:
    for person, amount in definition.amounts(facts).items():
        place = facts.places.get(person)
        if place is None or (people is not None and person not in people):
            continue
        where = (place.cohort_id, place.track_id, units[person])
        yield person, Part(*where, amount.numerator, amount.denominator)


def _units(facts: Facts, people: Collection[UUID] | None) -> dict[UUID, UUID | None]:
    """Of these people, or of all who ever asked to take part."""
    rows = Person.objects.filter(enrolments__cohort__program=facts.program)
    rows = rows if people is None else Person.objects.filter(pk__in=people)
    return dict(rows.values_list("pk", "business_unit"))
