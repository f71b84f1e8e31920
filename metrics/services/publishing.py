"""Publishes each finished month once, through the privacy gateway."""

import logging
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from core.privacy.cells import Cell
from core.privacy.gateway import settled
from core.privacy.services import release
from metrics.definitions import Definition, definitions
from metrics.enums import AUDIENCE, Dimension
from metrics.models import MetricValue, RollupState, SettledGroup
from metrics.months import Month, zone_of_figures
from metrics.services.locking import take_turns
from metrics.services.rollup import live_programs, rollup
from participants.enums import UnitKind
from participants.models import Unit
from programs.models import Program

logger = logging.getLogger(__name__)
Group = tuple[str, str]
TOTAL: Group = (str(Dimension.TOTAL), "")
People = frozenset[Hashable]


def publish_due(*, program: Program, now: datetime) -> int:
    """Release the months that have ended and are not out, in order; returns how many.

    Safe to run twice and in two workers at once: a month is released once, for good.
    """
    zone = zone_of_figures()
    waiting = RollupState.objects.filter(program=program, released_at=None).order_by("month")
    months = [Month(day) for day in waiting.values_list("month", flat=True)]
    return sum(_publish(program, month, now) for month in months if month.due(zone) <= now)


def keep_up(*, now: datetime, full: bool = False) -> int:
    """Roll up and publish every live program; returns how many months were released."""
    released = 0
    for program in live_programs():
        rows = rollup(program=program, now=now, full=full)
        months = publish_due(program=program, now=now)
        logger.info("program %s: %d rows, %d months released", program.pk, rows, months)
        released += months
    return released


@transaction.atomic
def _publish(program: Program, month: Month, now: datetime) -> bool:
    take_turns(program)
    state = RollupState.objects.get(program=program, month=month.first)
    if state.released_at:
        return False
    labels = _labels(program)
    for definition in definitions().values():
        release(
            metric=definition.key,
            audience=AUDIENCE,
            period=month.key,
            scope=str(program.pk),
            cells=_cells(definition, program, month, labels),
            now=now,
            carries_over=definition.carries_over,
        )
    state.released_at = now
    state.save(update_fields=["released_at"])
    return True


def _labels(program: Program) -> list[Group]:
    """The fixed partitions: every group there is, whoever is in it, so none tells by being there."""
    units = Unit.objects.filter(kind=UnitKind.BUSINESS_UNIT)
    parts = {
        Dimension.TRACK: program.tracks.values_list("pk", flat=True),
        Dimension.COHORT: program.cohorts.values_list("pk", flat=True),
        Dimension.UNIT: [*units.values_list("pk", flat=True), ""],
    }
    found = [(str(part), str(key)) for part, keys in parts.items() for key in keys]
    return [TOTAL, *found]


@dataclass(frozen=True)
class _Part:
    """One person's latest known part of the metric."""

    numerator: Decimal
    denominator: Decimal


def _cells(
    definition: Definition, program: Program, month: Month, labels: list[Group]
) -> list[Cell]:
    rows = MetricValue.objects.filter(
        metric=definition.key, program=program, month__lte=month.first
    ).order_by("month")
    if not definition.carries_over:
        rows = rows.filter(month=month.first)
    latest = {row.person_id: row for row in rows}
    present = [row for row in latest.values() if row.month == month.first]
    groups = _groups(present)
    parts: dict[Hashable, _Part] = {
        key: _Part(row.numerator, row.denominator) for key, row in latest.items()
    }
    counted = {label: groups.get(label, frozenset()) for label in labels}
    if definition.carries_over:
        counted = _settle(definition, program, counted)
    return [
        Cell(partition, label, people.intersection(parts), _value(definition, people, parts))
        for (partition, label), people in counted.items()
    ]


def _groups(rows: list[MetricValue]) -> dict[Group, People]:
    members: dict[Group, set[Hashable]] = {}
    for row in rows:
        for group in _groups_of(row):
            members.setdefault(group, set()).add(row.person_id)
    return {group: frozenset(people) for group, people in members.items()}


def _groups_of(row: MetricValue) -> Iterator[Group]:
    yield TOTAL
    yield str(Dimension.TRACK), str(row.track_id or "")
    yield str(Dimension.COHORT), str(row.cohort_id or "")
    yield str(Dimension.UNIT), str(row.unit_id or "")


def _settle(
    definition: Definition, program: Program, groups: dict[Group, People]
) -> dict[Group, People]:
    """Let joiners and leavers of each group wait until they are enough, and remember whom it has.

    What one month counts differs from the last by nobody or by a whole group, or else a single
    joiner would keep the whole figure back. Who left stays with the last value that is known.
    (Each group waits on its own, within those who are in the total. Letting people into all their
    groups at once kept up to 9 % of them out of the total; settling the total alone published a
    fifth fewer groups.)
    """
    rows = SettledGroup.objects.filter(program=program, metric=definition.key)
    before = {(row.partition, row.label): frozenset(row.people) for row in rows}
    nobody: People = frozenset()
    everyone = settled(groups[TOTAL], before.get(TOTAL, nobody))
    after = {
        group: settled(people & everyone, before.get(group, nobody))
        for group, people in groups.items()
    } | {TOTAL: everyone}
    SettledGroup.objects.bulk_create(
        [
            SettledGroup(
                program=program,
                metric=definition.key,
                partition=partition,
                label=label,
                people=sorted(people),
            )
            for (partition, label), people in after.items()
            if people != before.get((partition, label), nobody)
        ],
        update_conflicts=True,
        unique_fields=["program", "metric", "partition", "label"],
        update_fields=["people"],
    )
    return after


def _value(
    definition: Definition, people: People, parts: dict[Hashable, _Part]
) -> dict[str, float | None]:
    """The figure with what it was made of; None where nothing was due."""
    known = [parts[person] for person in people if person in parts]
    numerator = sum(part.numerator for part in known)
    denominator = sum(part.denominator for part in known)
    ratio = definition.factor * numerator / denominator if denominator else None
    return {
        "figure": None if ratio is None else round(float(ratio), definition.digits),
        "numerator": round(float(numerator), 2),
        "denominator": round(float(denominator), 2),
    }
