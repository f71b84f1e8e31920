"""What tests of rotations have in common."""

from datetime import date, datetime, timedelta
from typing import Any

from django.test import Client

from rotations.enums.rotating import PlacementRole, SlotStage
from rotations.models import Placement, RotationSlot
from rotations.services import placements, slots
from rotations.services.placements import Wish
from tests.world import World

DAY = timedelta(days=1)
SPRING, SUMMER = date(2030, 3, 1), date(2030, 6, 30)
AUTUMN, WINTER = date(2030, 9, 1), date(2030, 12, 31)


def signed_in(user: Any) -> Client:
    """A client of that user."""
    client = Client()
    client.force_login(user)
    return client


def slot(world: World, now: datetime, **facts: Any) -> RotationSlot:
    """A slot that is offered."""
    details = {
        "title": "Faster invoices", "function": world.function_supply, "host": world.host_person,
        "stage": SlotStage.FOUNDATION, "starts_on": SPRING, "ends_on": SUMMER,
    }  # fmt: skip
    made = slots.create(program=world.program, by=None, now=now, **(details | facts))
    return slots.offer(slot=made, by=None, now=now)


def propose(
    world: World, slot: RotationSlot, now: datetime, who: str = "spring_mentee1"
) -> Placement:
    """Somebody without rotations in the slot, for all of its days."""
    enrolment = getattr(world, f"{who}_enrolment")
    wish = Wish(enrolment, slot, slot.starts_on, slot.ends_on)
    return placements.propose(wish=wish, by=None, now=now)


def agree(placement: Placement, now: datetime) -> Placement:
    """Both say yes."""
    for role in (PlacementRole.HOST, PlacementRole.MENTEE):
        placement = placements.confirm(placement=placement, role=role, by=None, now=now)
    return placement
