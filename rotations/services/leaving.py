"""Somebody takes no part any more, or has left: their places are free for others."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from rotations.enums.rotating import PlacementState, SlotState
from rotations.models import Placement, RotationSlot
from rotations.services import placements, slots

if TYPE_CHECKING:
    from core.accounts.models import User

OPEN = (PlacementState.PROPOSED, PlacementState.CONFIRMED, PlacementState.ACTIVE)


@transaction.atomic
def leave_cohort(*, enrolment: UUID, by: "User | None", now: datetime) -> int:
    """End what this enrolment had before it; returns how many. Safe to repeat."""
    return _end(Q(enrolment=enrolment), by, now)


@transaction.atomic
def leave_organisation(*, person: UUID, by: "User | None", now: datetime) -> int:
    """The same for a mentee who has left, and for a host, whose slots take nobody new.

    A rotation that is under way stays: the program finds another host. Safe to repeat.
    """
    ended = _end(Q(person=person), by, now)
    hosted = Q(slot__host=person, state__in=(PlacementState.PROPOSED, PlacementState.CONFIRMED))
    ended += _end(hosted, by, now)
    rows = RotationSlot.objects.filter(host=person, state__in=(SlotState.DRAFT, SlotState.OFFERED))
    for slot in rows.order_by("pk"):
        slots.close(slot=slot, by=by, now=now)
    return ended


def _end(which: Q, by: "User | None", now: datetime) -> int:
    rows = Placement.objects.filter(which, state__in=OPEN).order_by("slot", "pk")
    ended = 0
    for row in rows:
        act = placements.withdraw
        if row.state != PlacementState.PROPOSED:
            act = placements.cancel
        try:
            act(placement=row, by=by, now=now)
        except placements.Settled:
            continue
        ended += 1
    return ended
