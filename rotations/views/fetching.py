"""What the pages of rotations share: fetch and authorise in one step."""

from datetime import datetime
from uuid import UUID

from django.db.models import Model

from core.accounts.requests import SignedInRequest
from core.audit.services import log_read
from core.visibility.shortcuts import get_visible_or_404, require
from programs.models import Program
from rotations.enums.rotating import PlacementRole
from rotations.models import Placement, RotationSlot
from rotations.permissions.rotating import may_edit_slot, role_in, runs

PLACEMENT = (
    "person__user", "slot__host__user", "slot__program", "slot__function", "slot__competency",
    "enrolment__cohort", "enrolment__track",
)  # fmt: skip


def program_of(request: SignedInRequest, program_id: UUID) -> Program:
    """The program, if the reader runs it. 404 for outsiders, 403 for its readers."""
    program = get_visible_or_404(Program, request.user, pk=program_id)
    require(runs(request.user, program))
    return program


def slot_of(request: SignedInRequest, slot_id: UUID) -> RotationSlot:
    """A slot that the reader knows of. Raises Http404."""
    rows = RotationSlot.objects.select_related("host__user", "program", "function", "competency")
    return get_visible_or_404(rows, request.user, pk=slot_id)


def slot_to_edit(request: SignedInRequest, slot_id: UUID) -> RotationSlot:
    """The same, for its host and whoever runs the program; 403 for its other readers."""
    slot = slot_of(request, slot_id)
    require(may_edit_slot(request.user, slot))
    return slot


def slot_to_fill(request: SignedInRequest, slot_id: UUID) -> RotationSlot:
    """The same, for whoever runs the program; 403 for its other readers."""
    slot = slot_of(request, slot_id)
    require(runs(request.user, slot.program))
    return slot


def placement_of(request: SignedInRequest, placement_id: UUID) -> Placement:
    """A placement that the reader knows of. Raises Http404."""
    rows = Placement.objects.select_related(*PLACEMENT)
    return get_visible_or_404(rows, request.user, pk=placement_id)


def placement_run(request: SignedInRequest, placement_id: UUID) -> Placement:
    """The same, for whoever runs the program; 403 for its other readers."""
    placement = placement_of(request, placement_id)
    require(runs(request.user, placement.slot.program))
    return placement


def side_of(request: SignedInRequest, placement: Placement) -> PlacementRole:
    """Whether the reader is its mentee or its host; 403 for its other readers."""
    role = role_in(request.user, placement)
    require(role is not None)
    assert role is not None  # noqa: S101 - for the type checker
    return role


def note_reading(request: SignedInRequest, row: Model, purpose: str, now: datetime) -> None:
    """Keep in the read log that somebody has read what is not only their own."""
    log_read(by=request.user, subject=row, now=now, purpose=f"rotations.{purpose}")
