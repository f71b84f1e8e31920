"""A cohort large enough to compare groups in: one of them is matched half as often."""

from matching.models import MatchRun
from participants.enums import UnitKind
from participants.models import Unit
from tests.matching.people import cohort, mentee, mentor, run_now
from tests.world import World


def uneven(world: World, *, each: int = 12, few: int = 2) -> MatchRun:
    """As many mentees from Care as from Trade, and places for three of four.

    All mentors are from Trade, and a pair from two units is better: those from Care come first.
    The `few` people from Works are too few to be shown. A mentor has two places, or one.
    """
    into, track = cohort(world, "Uneven"), world.track
    works, _new = Unit.objects.get_or_create(kind=UnitKind.BUSINESS_UNIT, name="Works")
    units = {"Care": world.unit_care, "Trade": world.unit_trade, "Works": works}
    for n in range(each):
        capacity = 2 if n % 2 else 1
        mentor(f"Mo{n} U", into, track, capacity, seniority=6, business_unit=units["Trade"])
    for name, count in {"Care": each, "Trade": each, "Works": few}.items():
        for n in range(count):
            mentee(f"{name}{n} U", into, track, seniority=3, business_unit=units[name])
    return run_now(into, track, World.NOW)
