"""The rotations of one program, for those who run it: facts, no texts of people."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet

from programs.models import Program
from rotations.enums.rotating import LIVE, PlacementState
from rotations.models import Placement, PlacementRefusal, RotationRequirement, RotationSlot


@dataclass(frozen=True)
class Asked:
    """A track and what it asks for."""

    track: Any
    requirement: RotationRequirement | None


def slots_of(program: Program) -> "QuerySet[RotationSlot]":
    """Its slots with who is in them."""
    live = Placement.objects.filter(state__in=LIVE).select_related("person")
    rows = RotationSlot.objects.filter(program=program).select_related("host", "function")
    placements = Prefetch("placements", live.order_by("starts_on", "pk"), "live")
    return rows.prefetch_related(placements).order_by("-starts_on", "title", "pk")


def waiting_in(program: Program) -> list[Placement]:
    """Proposals to which not both have said yes, the oldest first."""
    rows = Placement.objects.filter(slot__program=program, state=PlacementState.PROPOSED)
    related = rows.select_related("person", "slot__host", "slot__function")
    return list(related.order_by("proposed_at", "pk"))


def refused_in(program: Program) -> list[PlacementRefusal]:
    """The latest refusals: who, and the neutral reason; never the words."""
    rows = PlacementRefusal.objects.filter(placement__slot__program=program).defer("words")
    related = rows.select_related("person", "placement__person", "placement__slot")
    return list(related.order_by("-declined_at", "pk")[:10])


def requirements_of(program: Program) -> list[Asked]:
    """Each track and what it asks for."""
    rows = program.tracks.select_related("rotation_requirement").order_by("position", "pk")
    return [Asked(row, getattr(row, "rotation_requirement", None)) for row in rows]
