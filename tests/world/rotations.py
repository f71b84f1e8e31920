"""Rotations of the test world: a slot and a placement in each state that a page shows."""

from datetime import date, timedelta
from typing import Any

from participants.enums import UnitKind
from participants.models import Unit
from rotations.enums.rotating import PlacementRole, SlotStage
from rotations.models import Placement, RotationSlot
from rotations.services import checkpoints, debriefs, placements, slots, upkeep
from rotations.services.placements import Wish
from tests.world import World

DAY = timedelta(days=1)


def build(world: World) -> None:
    """In the program of the mentee everything, in the other one enough for an outsider."""
    for name in ("Supply", "Service"):
        unit = Unit.objects.create(kind=UnitKind.FUNCTION, name=name)
        world.remember(f"function_{name.lower()}", unit)
    slots.require_rotations(
        track=world.track, foundation_count=1, lead_count=1, functions=2, by=None, now=World.NOW
    )
    past = _slot(world, "past_slot", date(2025, 9, 1), date(2025, 11, 30))
    current = _slot(
        world, "slot", date(2026, 2, 1), date(2026, 6, 30), function=world.function_service
    )
    ahead = _slot(world, "lead_slot", date(2026, 9, 1), date(2027, 1, 31), stage=SlotStage.LEAD)
    _slot(world, "open_slot", date(2099, 1, 1), date(2099, 5, 31), capacity=2)
    _asked_slot(world)
    _past(world, past)
    _current(world, current)
    _proposed(world, ahead)
    _silent(world)
    _cancelled(world)
    _other(world)


def _slot(
    world: World,
    name: str,
    first: date,
    last: date,
    stage: str = SlotStage.FOUNDATION,
    function: Unit | None = None,
    prefix: str = "",
    **facts: Any,
) -> RotationSlot:
    owner = world.user(f"{prefix}owner")
    made = slots.create(
        program=getattr(world, f"{prefix}program"),
        host=getattr(world, f"{prefix}host_person"),
        title=f"Project {name.replace('_', ' ')}",
        purpose="Halve the time from order to delivery.",
        stakeholders="Sales and the warehouse",
        function=function or world.function_supply,
        stage=stage,
        starts_on=first,
        ends_on=last,
        by=owner,
        now=World.NOW - 200 * DAY,
        **facts,
    )
    slots.offer(slot=made, by=world.user(f"{prefix}host"), now=World.NOW - 190 * DAY)
    return world.remember(name, RotationSlot.objects.get(pk=made.pk))


def _asked_slot(world: World) -> None:
    """One that its host has not looked at."""
    made = slots.create(
        program=world.program, host=world.host_person, title="Project asked", purpose="",
        function=world.function_service, starts_on=date(2026, 9, 1), ends_on=date(2026, 12, 1),
        by=world.user("owner"), now=World.NOW,
    )  # fmt: skip
    world.remember("asked_slot", made)


def place(world: World, slot: RotationSlot, prefix: str = "", *, agreed: bool) -> Placement:
    """The mentee in the slot for all of its days."""
    enrolment = getattr(world, f"{prefix}mentee_enrolment")
    now = World.NOW - 180 * DAY
    wish = Wish(enrolment, slot, slot.starts_on, slot.ends_on, ("function", "start"))
    made = placements.propose(wish=wish, by=world.user(f"{prefix}owner"), now=now)
    for role in (PlacementRole.HOST, PlacementRole.MENTEE) if agreed else ():
        by = world.user(f"{prefix}{role}")
        made = placements.confirm(placement=made, role=role, by=by, now=now)
    return made


def _past(world: World, slot: RotationSlot) -> None:
    """One that is over and was looked back at; the mentor reads a part of it."""
    placement = place(world, slot, agreed=True)
    upkeep.keep_up(today=date(2025, 9, 1), now=World.NOW - 170 * DAY)
    upkeep.keep_up(today=date(2025, 12, 1), now=World.NOW - 99 * DAY)
    world.remember("past_placement", Placement.objects.get(pk=placement.pk))
    by = world.user("mentee")
    words = {"intended": "Learn how goods move", "happened": "I moved some myself"}
    told = {"by": by, "now": World.NOW - 10 * DAY}
    for section in debriefs.write(placement=world.past_placement, answers=words, **told):
        name = "debrief_section" if section.prompt == "intended" else "shared_section"
        world.remember(name, section)
    debriefs.share(section=world.shared_section, **told)


def _current(world: World, slot: RotationSlot) -> None:
    """One under way: all have answered at the first checkpoint, the host at the second."""
    placement = place(world, slot, agreed=True)
    upkeep.keep_up(today=date(2026, 2, 1), now=World.NOW - 37 * DAY)
    world.remember("placement", Placement.objects.get(pk=placement.pk))
    first, second, _last = placement.checkpoints.order_by("due_on")
    world.remember("checkpoint", first)
    world.remember("open_checkpoint", second)
    for subject, step in (("mentee", 4), ("host", 2), ("mentor", 3)):
        rate(world, first, subject, step)
    world.remember("rating", first.ratings.get(role=PlacementRole.MENTEE))
    rate(world, second, "host", 3)


def rate(world: World, checkpoint: Any, subject: str, step: int) -> Any:
    """What somebody says, with a note."""
    return checkpoints.rate(
        checkpoint=checkpoint, person=getattr(world, f"{subject}_person"), knowledge=step,
        impact=3, note=f"Seen by the {subject}", by=world.user(subject), now=World.NOW - DAY,
    )  # fmt: skip


def _proposed(world: World, slot: RotationSlot) -> None:
    """One that nobody has answered, and one that the mentee has said no to."""
    refused = _slot(world, "refused_slot", date(2027, 3, 1), date(2027, 6, 30))
    placement = place(world, refused, agreed=False)
    told = {"by": world.user("mentee"), "now": World.NOW - 170 * DAY}
    placements.decline(
        placement=placement, role=PlacementRole.MENTEE, category="time", words="Not then", **told
    )
    world.remember("refused_placement", Placement.objects.get(pk=placement.pk))
    world.remember("refusal", world.refused_placement.refusal)
    world.remember("proposed_placement", place(world, slot, agreed=False))


def _silent(world: World) -> None:
    """One of somebody without an account, whose answer is given in person."""
    slot = _slot(world, "silent_slot", date(2027, 3, 1), date(2027, 6, 30))
    wish = Wish(world.midsummer_mentee1_enrolment, slot, slot.starts_on, slot.ends_on)
    made = placements.propose(wish=wish, by=world.user("owner"), now=World.NOW)
    world.remember("silent_placement", made)


def _cancelled(world: World) -> None:
    """One that was agreed and comes to nothing."""
    slot = _slot(world, "cancelled_slot", date(2027, 3, 1), date(2027, 6, 30))
    placement = place(world, slot, agreed=True)
    placements.cancel(placement=placement, by=world.user("owner"), now=World.NOW)
    world.remember("cancelled_placement", placement)


def _other(world: World) -> None:
    slot = _slot(world, "other_slot", date(2026, 2, 1), date(2026, 6, 30), prefix="other_")
    placement = place(world, slot, "other_", agreed=True)
    world.remember("other_placement", placement)
