"""Slots: asked of a host, offered, taken back, closed; and what a track asks for."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction

from core.audit.services import record
from core.events.services import append
from engagements.services.locking import free_key, lock_row, written_before
from participants.models import Person
from programs.models import Program, Track
from rotations.enums.rotating import LIVE, SlotState
from rotations.models import RotationRequirement, RotationSlot
from rotations.services import asking, letters

if TYPE_CHECKING:
    from core.accounts.models import User

#: What a host and those who run the program write about a slot.
DETAILS = (
    "function", "competency", "title", "purpose", "stakeholders", "stage", "capacity",
    "starts_on", "ends_on",
)  # fmt: skip


class InUse(Exception):
    """Somebody is placed in the slot: first take the placement back, or let it end."""


class TooSmall(Exception):
    """More people are placed than the slot would have room for."""


class PeopleInside(Exception):
    """Somebody is placed on days that would no longer belong to the slot."""


@transaction.atomic
def create(
    *,
    program: Program,
    host: Person,
    by: "User | None",
    now: datetime,
    key: UUID | None = None,
    **details: Any,
) -> RotationSlot:
    """A slot that its host is asked to look at and offer; posted twice it is written once."""
    if before := written_before(RotationSlot, key, program=program):
        return before
    slot = RotationSlot.objects.create(
        program=program, host=host, created_at=now, **details, **free_key(RotationSlot, key)
    )
    if by is None or host.user_id != by.pk:
        _ask_host(slot, now)
    _note("slot_asked", slot, by, now)
    return slot


@transaction.atomic
def offer_unasked(
    *,
    program: Program,
    host: Person,
    by: "User",
    now: datetime,
    key: UUID | None = None,
    **details: Any,
) -> RotationSlot:
    """A slot that its host offers of their own accord; who runs the program fills it, or not."""
    made = create(program=program, host=host, by=by, now=now, key=key, **details)
    return offer(slot=made, by=by, now=now)


@transaction.atomic
def edit(
    *,
    slot: RotationSlot,
    by: "User | None",
    now: datetime,
    host: Person | None = None,
    **details: Any,
) -> RotationSlot:
    """Other details. Another host is asked anew, and nobody is placed until they have offered it.

    Raises TooSmall, PeopleInside; and InUse for another host of a used slot.
    """
    slot = lock_row(slot)
    if details.get("capacity", slot.capacity) < slot.taken:
        raise TooSmall
    for name, value in details.items():
        setattr(slot, name, value)
    _require_room_for_people(slot, slot.starts_on, slot.ends_on)
    if host is not None and host.pk != slot.host_id:
        if slot.taken:
            raise InUse
        slot.host, slot.state, slot.settled_at = host, SlotState.DRAFT, None
        _ask_host(slot, now)
    slot.save()
    _note("slot_edited", slot, by, now)
    return slot


def _ask_host(slot: RotationSlot, now: datetime) -> None:
    letters.ask_host(slot, now)
    asking.remind_host(slot, now=now)


def _require_room_for_people(slot: RotationSlot, starts_on: date, ends_on: date) -> None:
    live = slot.placements.filter(state__in=LIVE)
    inside = live.filter(starts_on__gte=starts_on, ends_on__lte=ends_on).count()
    if inside < live.count():
        raise PeopleInside


@transaction.atomic
def offer(*, slot: RotationSlot, by: "User | None", now: datetime) -> RotationSlot:
    """People can be placed there from now on; twice is once."""
    slot = lock_row(slot)
    if slot.state == SlotState.OFFERED:
        return slot
    slot.state, slot.offered_at, slot.settled_at = SlotState.OFFERED, now, None
    slot.save(update_fields=["state", "offered_at", "settled_at"])
    _note("slot_offered", slot, by, now)
    return slot


@transaction.atomic
def withdraw(*, slot: RotationSlot, by: "User | None", now: datetime) -> RotationSlot:
    """Nobody is placed there any more; `offer` brings it back. Raises InUse."""
    return _settle(slot, SlotState.WITHDRAWN, by, now)


@transaction.atomic
def close(*, slot: RotationSlot, by: "User | None", now: datetime) -> RotationSlot:
    """It takes nobody new; who is there stays until their last day."""
    return _settle(slot, SlotState.CLOSED, by, now)


def _settle(slot: RotationSlot, state: SlotState, by: "User | None", now: datetime) -> RotationSlot:
    slot = lock_row(slot)
    if slot.state == state:
        return slot
    if state == SlotState.WITHDRAWN and slot.taken:
        raise InUse
    slot.state, slot.settled_at = state, now
    slot.save(update_fields=["state", "settled_at"])
    _note(f"slot_{state}", slot, by, now)
    return slot


@transaction.atomic
def require_rotations(
    *,
    track: Track,
    foundation_count: int,
    lead_count: int,
    functions: int,
    by: "User | None",
    now: datetime,
) -> RotationRequirement:
    """What the track asks of its mentees. Raises IntegrityError for more functions than rotations."""
    asked, _made = RotationRequirement.objects.update_or_create(
        track=track,
        defaults={
            "foundation_count": foundation_count,
            "lead_count": lead_count,
            "functions": functions,
        },
    )
    record(by=by, action="rotations.require", subject=track, now=now)
    return asked


def _note(word: str, slot: RotationSlot, by: "User | None", now: datetime) -> None:
    record(by=by, action=f"rotations.{word}", subject=slot, now=now)
    payload = {"program": slot.program_id, "host": slot.host_id}
    append(kind=f"rotations.{word}", subject=slot, payload=payload, now=now, by=by)
