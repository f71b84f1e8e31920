"""Who may do what in rotations. Which rows a user sees is in rotations/rotating/visibility.py."""

from typing import Any

from participants.models import Person
from participants.permissions import is_self
from programs.permissions import runs
from rotations.enums.rotating import AGREED, PlacementRole, PlacementState, SlotState
from rotations.models import Placement, RotationSlot

__all__ = [
    "hosts",
    "may_answer",
    "may_answer_for",
    "may_debrief",
    "may_edit_slot",
    "may_offer",
    "role_in",
    "runs",
]


def hosts(user: Any, slot: RotationSlot) -> bool:
    """Whether the user looks after whoever comes into the slot."""
    return is_self(user, slot.host)


def may_edit_slot(user: Any, slot: RotationSlot) -> bool:
    """Its host, and whoever runs the program."""
    return hosts(user, slot) or runs(user, slot.program)


def may_offer(user: Any, slot: RotationSlot) -> bool:
    """The host says that it is right, or whoever runs the program in their name."""
    return slot.state != SlotState.OFFERED and may_edit_slot(user, slot)


def role_in(user: Any, placement: Placement) -> PlacementRole | None:
    """Mentee or host, None for everybody else."""
    if is_self(user, placement.person):
        return PlacementRole.MENTEE
    return PlacementRole.HOST if hosts(user, placement.slot) else None


def may_answer(user: Any, placement: Placement) -> bool:
    """Whether the user is asked for a yes or a no: mentee and host, while it is a proposal."""
    return placement.state == PlacementState.PROPOSED and role_in(user, placement) is not None


def may_answer_for(user: Any, placement: Placement, person: Person) -> bool:
    """Whoever runs the program, for somebody without an account who has said yes in person."""
    asked = placement.state == PlacementState.PROPOSED
    return asked and person.user_id is None and runs(user, placement.slot.program)


def may_debrief(user: Any, placement: Placement) -> bool:
    """The mentee, of a placement that both agreed to."""
    return placement.state in AGREED and is_self(user, placement.person)
