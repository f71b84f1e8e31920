"""Who waits for their next rotation, in rounds: found in the database, next in line first.

The rules for one mentee stand in rotations.selectors.sequence; here is only whom to look at.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Count, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from programs.models import Enrolment, Program
from rotations.enums.rotating import LIVE, SlotStage
from rotations.models import RotationRequirement
from rotations.selectors.people import mentees_of

#: So many are looked at together: as many as somebody may want to read, and the engine weighs at once.
ROUND = 100


@dataclass(frozen=True)
class Round:
    """Some of those who wait, by name, and how many do not or come after them."""

    enrolments: tuple[Enrolment, ...]
    number: int
    later: int
    satisfied: int


def round_of(program: Program, today: date, number: int = 1) -> Round:
    """The mentees of one round, the first being next in line; a number beyond is the last round."""
    everybody = mentees_of(program)
    page = Paginator(_line(everybody, program, today), ROUND).get_page(number)
    return Round(
        enrolments=tuple(everybody.filter(pk__in=page.object_list)),
        number=page.number,
        later=page.paginator.count - page.end_index(),
        satisfied=everybody.count() - page.paginator.count,
    )


def _line(rows: "QuerySet[Enrolment]", program: Program, today: date) -> list[UUID]:
    """Those who miss a rotation and have none agreed or proposed for the time to come, by key.

    Who has had fewest comes first, then who was taken in first.
    """
    placed = "person__rotation_placements"
    here = Q(**{f"{placed}__slot__program": program, f"{placed}__state__in": LIVE})
    counts = {
        "foundation": Q(**{f"{placed}__slot__stage": SlotStage.FOUNDATION}),
        "lead": Q(**{f"{placed}__slot__stage": SlotStage.LEAD}),
        "ahead": Q(**{f"{placed}__starts_on__gt": today}),
    }
    counted: QuerySet[Any] = (
        rows.order_by()
        .values("pk")
        .annotate(**{name: Count(placed, filter=here & which) for name, which in counts.items()})
    )
    missing = Q(foundation__lt=_asked("foundation_count")) | Q(lead__lt=_asked("lead_count"))
    line = counted.filter(missing, ahead=0)
    line = line.order_by(F("foundation") + F("lead"), "decided_at", "pk")
    return list(line.values_list("pk", flat=True))


def _asked(field: str) -> Coalesce:
    """What the track asks for; its default where nobody has said."""
    default = getattr(RotationRequirement(), field)
    return Coalesce(f"track__rotation_requirement__{field}", Value(default))
