"""The rows of one month as they are kept: compared as plain values, written where they differ."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from metrics.models import MetricValue
from programs.models import Program

Key = tuple[str, UUID]
FIELDS = ("metric", "month", "program", "person")
VALUES = ("cohort_id", "track_id", "unit_id", "numerator", "denominator")


@dataclass(frozen=True, slots=True)
class Part:
    """A person's part of a metric, and where they count."""

    cohort_id: UUID | None
    track_id: UUID | None
    unit_id: UUID | None
    numerator: Decimal
    denominator: Decimal


def keep(
    *,
    program: Program,
    month: date,
    wanted: Mapping[Key, Part],
    people: Collection[UUID] | None,
) -> int:
    """Write what differs from what is kept of these people, or of all; returns how many rows."""
    rows = MetricValue.objects.filter(program=program, month=month)
    if people is not None:
        rows = rows.filter(person__in=people)
    keys: dict[Key, UUID] = {}
    known: dict[Key, Part] = {}
    for pk, metric, person, *values in rows.values_list("pk", "metric", "person", *VALUES):
        keys[metric, person], known[metric, person] = pk, Part(*values)
    gone = [pk for key, pk in keys.items() if key not in wanted]
    MetricValue.objects.filter(pk__in=gone).delete()
    differing = [
        MetricValue(
            metric=metric,
            month=month,
            program_id=program.pk,
            person_id=person,
            **{name: getattr(part, name) for name in VALUES},
        )
        for (metric, person), part in wanted.items()
        if known.get((metric, person)) != part
    ]
    MetricValue.objects.bulk_create(
        differing,
        update_conflicts=True,
        unique_fields=FIELDS,
        update_fields=["cohort", "track", "unit", "numerator", "denominator"],
    )
    return len(gone) + len(differing)
