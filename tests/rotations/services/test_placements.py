"""Placements: asked, agreed, taken back; their days and their places."""

from datetime import date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from core.outbox.models import OutboxMessage
from rotations.enums.rotating import PlacementRole, PlacementState, SlotStage, SlotState
from rotations.models import Placement, RotationSlot
from rotations.services import placements, slots, upkeep
from rotations.services.placements import Refused, Settled, Wish
from tests.rotations.helpers import AUTUMN, SPRING, SUMMER, WINTER, agree, propose, slot
from tests.world import World


def refusal(call: Any) -> list[str]:
    with pytest.raises(Refused) as caught:
        call()
    return [each.code for each in caught.value.found]


def mails(kind: str) -> list[str]:
    rows = OutboxMessage.objects.filter(kind=kind).select_related("recipient")
    return sorted(str(row.recipient or row.to_email) for row in rows)


def test_a_proposal_takes_a_place_and_asks_both(world: World, now: datetime) -> None:
    OutboxMessage.objects.all().delete()
    made = propose(world, slot(world, now), now)
    assert (made.state, made.slot.taken) == (PlacementState.PROPOSED, 1)
    assert mails("rotations.proposed") == ["host@world.test", "spring.mentee1@world.test"]


def test_it_is_agreed_when_both_have_said_yes(world: World, now: datetime) -> None:
    made = propose(world, slot(world, now), now)
    told = {"by": None, "now": now}
    half = placements.confirm(placement=made, role=PlacementRole.HOST, **told)
    assert (half.state, half.checkpoints.count()) == (PlacementState.PROPOSED, 0)
    full = placements.confirm(placement=made, role=PlacementRole.MENTEE, **told)
    assert full.state == PlacementState.CONFIRMED
    days = list(full.checkpoints.values_list("kind", "due_on"))
    assert days == [
        ("third", date(2030, 4, 10)),
        ("two_thirds", date(2030, 5, 20)),
        ("end", SUMMER),
    ]
    again = placements.confirm(placement=made, role=PlacementRole.MENTEE, **told)
    assert (again.state, again.checkpoints.count()) == (PlacementState.CONFIRMED, 3)


def test_a_no_frees_the_place_and_keeps_its_words(world: World, now: datetime) -> None:
    made = propose(world, slot(world, now), now)
    OutboxMessage.objects.all().delete()
    row = placements.decline(
        placement=made, role=PlacementRole.HOST, category="room", words="Too much", by=None, now=now
    )
    assert (row.state, row.slot.taken, row.ended_at) == (PlacementState.DECLINED, 0, now)
    assert (row.refusal.person, row.refusal.words) == (world.host_person, "Too much")
    assert mails("rotations.over") == ["spring.mentee1@world.test"]
    with pytest.raises(Settled):
        placements.confirm(placement=made, role=PlacementRole.MENTEE, by=None, now=now)


def test_what_is_agreed_is_cancelled_and_comes_back(world: World, now: datetime) -> None:
    made = agree(propose(world, slot(world, now), now), now)
    with pytest.raises(Settled):
        placements.withdraw(placement=made, by=None, now=now)
    row = placements.cancel(placement=made, by=None, now=now)
    assert (row.state, row.slot.taken) == (PlacementState.CANCELLED, 0)
    row = placements.restore(placement=made, by=None, now=now)
    assert (row.state, row.slot.taken, row.ended_at) == (PlacementState.CONFIRMED, 1, None)


def test_it_does_not_come_back_onto_days_that_are_taken(world: World, now: datetime) -> None:
    made = agree(propose(world, slot(world, now), now), now)
    placements.cancel(placement=made, by=None, now=now)
    propose(world, slot(world, now, title="Another"), now)
    codes = refusal(lambda: placements.restore(placement=made, by=None, now=now))
    assert codes == ["overlap"]
    assert RotationSlot.objects.get(pk=made.slot_id).taken == 0


def test_a_batch_is_taken_back_but_for_what_is_agreed(world: World, now: datetime) -> None:
    both = slot(world, now, capacity=2)
    wishes = [
        Wish(getattr(world, f"spring_mentee{n}_enrolment"), both, SPRING, SUMMER) for n in (1, 2)
    ]
    batch = placements.propose_all(wishes=wishes, by=None, now=now)
    first, second = Placement.objects.filter(batch=batch).order_by("person__sort_key")
    agree(first, now)
    count = placements.withdraw_all(program=world.program, batch=batch, by=None, now=now)
    assert count == 1
    second.refresh_from_db()
    assert second.state == PlacementState.WITHDRAWN
    assert RotationSlot.objects.get(pk=both.pk).taken == 1


def test_who_has_not_heard_of_it_never_does(world: World, now: datetime) -> None:
    OutboxMessage.objects.all().delete()
    made = propose(world, slot(world, now), now)
    OutboxMessage.objects.update(state="pending")
    placements.withdraw(placement=made, by=None, now=now)
    assert mails("rotations.over") == []


def test_all_or_nothing(world: World, now: datetime) -> None:
    one = slot(world, now)
    wishes = [
        Wish(getattr(world, f"spring_mentee{n}_enrolment"), one, SPRING, SUMMER) for n in (1, 2)
    ]
    before = Placement.objects.count()
    codes = refusal(lambda: placements.propose_all(wishes=wishes, by=None, now=now))
    assert codes == ["capacity"]
    assert Placement.objects.count() == before


def test_days_turn_a_plan_into_a_placement_and_end_it(world: World, now: datetime) -> None:
    made = agree(propose(world, slot(world, now), now), now)
    upkeep.keep_up(today=date(2030, 2, 28), now=now)
    assert Placement.objects.get(pk=made.pk).state == PlacementState.CONFIRMED
    upkeep.keep_up(today=SPRING, now=now)
    assert Placement.objects.get(pk=made.pk).state == PlacementState.ACTIVE
    upkeep.keep_up(today=SUMMER, now=now)
    assert Placement.objects.get(pk=made.pk).state == PlacementState.ACTIVE
    upkeep.keep_up(today=date(2030, 7, 1), now=now)
    assert Placement.objects.get(pk=made.pk).state == PlacementState.COMPLETED


def test_the_database_refuses_overlaps_and_too_many(world: World, now: datetime) -> None:
    made = propose(world, slot(world, now), now)
    other = slot(world, now, title="Another")
    facts = {"enrolment": made.enrolment, "person": made.person, "batch": made.batch}
    days = {"starts_on": SUMMER, "ends_on": WINTER}
    with pytest.raises(IntegrityError, match="placement_no_overlap"), transaction.atomic():
        Placement.objects.create(slot=other, proposed_at=now, **facts, **days)
    with pytest.raises(IntegrityError, match="rotation_slot_capacity"):
        RotationSlot.objects.filter(pk=other.pk).update(taken=2)


# What stands against a placement


def test_a_lead_rotation_needs_a_finished_foundation(world: World, now: datetime) -> None:
    lead = slot(world, now, stage=SlotStage.LEAD, starts_on=AUTUMN, ends_on=WINTER)
    assert refusal(lambda: propose(world, lead, now)) == ["sequence"]
    first = slot(world, now, function=world.function_service)
    proposed = propose(world, first, now)
    assert refusal(lambda: propose(world, lead, now)) == ["sequence"]
    agree(proposed, now)
    assert propose(world, lead, now).state == PlacementState.PROPOSED


def test_the_breadth_that_the_track_asks_for_stays_in_reach(world: World, now: datetime) -> None:
    slots.require_rotations(
        track=world.track, foundation_count=2, lead_count=0, functions=2, by=None, now=now
    )
    agree(propose(world, slot(world, now), now), now)
    same = slot(world, now, starts_on=AUTUMN, ends_on=WINTER)
    assert refusal(lambda: propose(world, same, now)) == ["breadth"]
    other = slot(world, now, starts_on=AUTUMN, ends_on=WINTER, function=world.function_service)
    assert propose(world, other, now).state == PlacementState.PROPOSED


@pytest.mark.parametrize(
    ("days", "code"),
    [
        ((date(2030, 2, 28), SUMMER), "dates"),
        ((SPRING, date(2030, 7, 1)), "dates"),
        ((SUMMER, SPRING), "dates"),
    ],
)
def test_the_days_lie_within_the_slot(
    days: tuple[date, date], code: str, world: World, now: datetime
) -> None:
    wish = Wish(world.spring_mentee1_enrolment, slot(world, now), *days)
    assert refusal(lambda: placements.propose(wish=wish, by=None, now=now)) == [code]


def test_nobody_is_hosted_by_their_manager(world: World, now: datetime) -> None:
    theirs = slot(world, now, host=world.line_manager_person)
    wish = Wish(world.mentee_enrolment, theirs, SPRING, SUMMER)
    assert refusal(lambda: placements.propose(wish=wish, by=None, now=now)) == ["manager"]


def test_a_block_says_no_more_than_not_available(world: World, now: datetime) -> None:
    from participants.enums import BlockBasis
    from participants.services.blocks import block_pair

    block_pair(
        a=world.spring_mentee1_enrolment.person, b=world.host_person,
        basis=BlockBasis.GRIEVANCE, until=None, by=None, now=now,
    )  # fmt: skip
    here = slot(world, now)
    with pytest.raises(Refused) as caught:
        propose(world, here, now)
    assert [each.words for each in caught.value.found] == ["This pairing is not available."]


def test_a_slot_that_is_not_offered_takes_nobody(world: World, now: datetime) -> None:
    here = slots.withdraw(slot=slot(world, now), by=None, now=now)
    assert here.state == SlotState.WITHDRAWN
    assert refusal(lambda: propose(world, here, now)) == ["state"]


def test_a_used_slot_is_not_taken_back(world: World, now: datetime) -> None:
    made = propose(world, slot(world, now), now)
    with pytest.raises(slots.InUse):
        slots.withdraw(slot=made.slot, by=None, now=now)
    with pytest.raises(slots.PeopleInside):
        slots.edit(slot=made.slot, ends_on=date(2030, 5, 1), by=None, now=now)
    propose_two = slots.edit(slot=made.slot, capacity=2, by=None, now=now)
    assert propose_two.capacity == 2
    propose(world, made.slot, now, "spring_mentee2")
    with pytest.raises(slots.TooSmall):
        slots.edit(slot=made.slot, capacity=1, by=None, now=now)
