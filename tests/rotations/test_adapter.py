"""What the engine would propose: everybody who waits, within the rules, and why."""

from datetime import UTC, datetime

import pytest

from rotations.adapter import Plan, plan_for
from rotations.enums.rotating import SlotStage
from rotations.models import RotationSlot
from rotations.services import placements
from rotations.services.placements import Wish
from tests.rotations.helpers import AUTUMN, SPRING, SUMMER, WINTER, agree, propose, slot
from tests.world import World

NOW = datetime(2029, 12, 1, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _no_other_slots(world: World) -> None:
    world.program.rotation_slots.update(state="closed", settled_at=world.NOW)


def pairs(plan: Plan) -> dict[str, str]:
    return {each.enrolment.person.given_name: each.slot.title for each in plan.suggestions}


def waiting(plan: Plan) -> dict[str, str]:
    return {each.enrolment.person.given_name: each.why for each in plan.left}


def test_everybody_gets_what_they_have_not_seen(world: World) -> None:
    for number, name in ((1, "supply"), (2, "service"), (3, "supply")):
        person = getattr(world, f"spring_mentee{number}_enrolment").person
        person.function = getattr(world, f"function_{name}")
        person.save()
    slot(world, NOW, title="Goods")
    slot(world, NOW, title="People", capacity=2, function=world.function_service)
    plan = plan_for(world.program, now=NOW)
    spring = {name: title for name, title in pairs(plan).items() if name.startswith("Spring")}
    assert spring == {
        "Spring Mentee 1": "People",
        "Spring Mentee 2": "Goods",
        "Spring Mentee 3": "People",
    }
    by_name = {each.enrolment.person.given_name: each for each in plan.suggestions}
    assert by_name["Spring Mentee 2"].reasons == ("function", "unit")


def test_the_same_question_has_the_same_answer(world: World) -> None:
    slot(world, NOW, title="Goods", capacity=3)
    slot(world, NOW, title="People", capacity=3)
    assert pairs(plan_for(world.program, now=NOW)) == pairs(plan_for(world.program, now=NOW))


def test_a_lead_slot_waits_until_there_is_a_foundation(world: World) -> None:
    lead = slot(world, NOW, title="Lead", stage=SlotStage.LEAD, starts_on=AUTUMN, ends_on=WINTER)
    plan = plan_for(world.program, now=NOW)
    assert (pairs(plan), set(waiting(plan).values())) == (
        {},
        {"A lead rotation needs a finished foundation rotation first."},
    )
    first = slot(world, NOW, title="First", function=world.function_service)
    agree(propose(world, first, NOW), NOW)
    later = datetime(2030, 7, 1, tzinfo=UTC)
    assert pairs(plan_for(world.program, now=later)) == {"Spring Mentee 1": lead.title}


def test_who_said_no_is_not_asked_again(world: World) -> None:
    here = slot(world, NOW, capacity=9)
    made = propose(world, here, NOW)
    assert "Spring Mentee 1" not in pairs(plan_for(world.program, now=NOW))
    placements.decline(placement=made, role="mentee", category="work", words="", by=None, now=NOW)
    plan = plan_for(world.program, now=NOW)
    assert "Spring Mentee 1" not in pairs(plan)
    assert waiting(plan)["Spring Mentee 1"] == ""
    assert "Spring Mentee 2" in pairs(plan)


def test_what_is_proposed_can_be_written(world: World) -> None:
    """The engine's vetoes and the service's rules are the same."""
    slot(world, NOW, title="Goods", capacity=2)
    slot(world, NOW, title="People", capacity=1)
    plan = plan_for(world.program, now=NOW)
    wishes = [
        Wish(each.enrolment, each.slot, each.slot.starts_on, each.slot.ends_on, each.reasons)
        for each in plan.suggestions
    ]
    batch = placements.propose_all(wishes=wishes, by=None, now=NOW)
    made = RotationSlot.objects.filter(placements__batch=batch).order_by("title")
    assert list(made.values_list("title", "taken").distinct()) == [("Goods", 2), ("People", 1)]
    assert (
        plan.suggestions[0].slot.starts_on,
        plan.suggestions[0].slot.ends_on,
    ) == (SPRING, SUMMER)


def test_slots_that_have_begun_or_are_full_are_not_filled(world: World) -> None:
    slot(world, NOW)
    later = datetime(2030, 3, 2, tzinfo=UTC)
    assert plan_for(world.program, now=later).slots == 0
