"""A mentor offers a time, calls it off, and offers it again."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from core.audit.services import record
from core.events.services import append
from core.outbox.services import enqueue
from engagements.booking import BookingRefused
from engagements.enums import EngagementState, SeatState, SlotState
from engagements.models import Engagement, FlashBooking, FlashSlot
from engagements.selectors.flash import LIVE
from engagements.services import sessions
from engagements.services.flash.seats import (
    cancel_seat,
    lock_slot,
    save_alone,
    session_of,
)
from engagements.services.locking import (
    free_key,
    lock,
    not_before,
    written_before,
)
from participants.models import Competency
from programs.models import Enrolment

if TYPE_CHECKING:
    from core.accounts.models import User


WITHDRAWN = "engagements.flash_withdrawn"


class _BookedMeanwhile(Exception):
    """Between looking at a slot and holding it."""


@transaction.atomic
def offer(
    *,
    enrolment: Enrolment,
    starts_at: datetime,
    minutes: int,
    topic: str,
    competency: Competency | None,
    seats: int,
    place: str,
    by: "User | None",
    now: datetime,
    key: UUID | None = None,
) -> FlashSlot:
    """A time that a mentor of a flash track offers. Raises TooLate, and Overlap with another."""
    if before := written_before(FlashSlot, key, mentor=enrolment.person):
        return before
    not_before(starts_at, now)
    slot = FlashSlot(
        cohort=enrolment.cohort,
        track=enrolment.track,
        mentor=enrolment.person,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
        topic=topic.strip(),
        competency=competency,
        seats=seats,
        place=place.strip(),
        created_at=now,
        **free_key(FlashSlot, key),
    )
    save_alone(slot)
    _note("offered", slot, by, now)
    return slot


@transaction.atomic
def withdraw(*, slot: FlashSlot, by: "User | None", now: datetime) -> FlashSlot:
    """The mentor can't make it: everybody is told, each meeting is called off.

    Raises TooLate once it has begun.
    """
    slot = _with_its_meetings(slot)
    if slot.state == SlotState.WITHDRAWN:
        return slot
    not_before(slot.starts_at, now)
    slot.state, slot.withdrawn_at = SlotState.WITHDRAWN, now
    slot.save(update_fields=["state", "withdrawn_at"])
    for booking in slot.bookings.select_related("person__user").filter(state__in=LIVE):
        if booking.state == SeatState.WAITING:
            cancel_seat(booking, now)
            _tell_waiting(booking, now)
        else:
            sessions.cancel(session=session_of(booking), by=by, now=now)
    _note("withdrawn", slot, by, now)
    return slot


@transaction.atomic
def offer_again(*, slot: FlashSlot, by: "User | None", now: datetime) -> FlashSlot:
    """The way back: who had a seat has it again, who waited waits again.

    Raises TooLate once it should have begun, Overlap where something else has been offered at
    that time. Who took another conversation meanwhile keeps that one.
    """
    fell_at = slot.withdrawn_at
    slot = _with_its_meetings(slot, cancelled_at=fell_at)
    if slot.state == SlotState.OFFERED:
        return slot
    not_before(slot.starts_at, now)
    slot.state, slot.withdrawn_at = SlotState.OFFERED, None
    save_alone(slot)
    for booking in slot.bookings.filter(state=SeatState.CANCELLED, cancelled_at=fell_at):
        _take_back(booking, by, now)
    _note("offered_again", slot, by, now)
    return slot


def _take_back(booking: FlashBooking, by: "User | None", now: datetime) -> None:
    """As it stood before its slot was called off."""
    if booking.engagement is None:
        booking.state, booking.cancelled_at = SeatState.WAITING, None
        booking.save(update_fields=["state", "cancelled_at"])
        return
    if booking.engagement.state == EngagementState.ACTIVE:
        try:
            with transaction.atomic():
                sessions.undo_cancel(session=session_of(booking), by=by, now=now)
        except BookingRefused:
            return


def _with_its_meetings(slot: FlashSlot, **which: object) -> FlashSlot:
    """Its meetings' relationships first, then the slot: in the order of everybody else.

    Where somebody has booked before the slot was held, all is let go and held anew: taking the new
    meeting's relationship now would be the wrong way round, and two could wait for each other.
    """
    while True:
        known = _meetings(slot, which)
        try:
            with transaction.atomic():  # rolled back, its locks are gone
                for meeting in known:
                    lock(meeting)
                held = lock_slot(slot)
                if len(_meetings(slot, which)) > len(known):
                    raise _BookedMeanwhile
                return held
        except _BookedMeanwhile:
            continue


def _meetings(slot: FlashSlot, which: dict[str, object]) -> list[Engagement]:
    rows = slot.bookings.filter(engagement__isnull=False, **which).order_by("engagement")
    return [row.engagement for row in rows.select_related("engagement") if row.engagement]


def _tell_waiting(booking: FlashBooking, now: datetime) -> None:
    user = booking.person.user
    if user is not None and user.is_active:
        enqueue(
            kind=WITHDRAWN,
            recipient=user,
            parameters={"booking": booking.pk},
            dedupe_key=f"flash withdrawn:{booking.pk}:{now.isoformat()}",
            now=now,
        )


def _note(verb: str, slot: FlashSlot, by: "User | None", now: datetime) -> None:
    record(by=by, action=f"flash.{verb}", subject=slot, now=now)
    payload = {"cohort": slot.cohort_id, "track": slot.track_id}
    append(kind=f"engagements.flash_{verb}", subject=slot, payload=payload, now=now, by=by)
