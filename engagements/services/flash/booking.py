"""Booked, waited for, and followed: what becomes of the session becomes of the seat, on whichever page
it was done.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.audit.services import record
from engagements.booking import BookingRefused, Step
from engagements.enums import SeatState, SlotState
from engagements.models import FlashBooking, FlashSlot, Session
from engagements.selectors.flash import LIVE
from engagements.selectors.relationships import ends_at
from engagements.services.flash.seats import (
    NotAvailable,
    Overlap,
    TooMany,
    cancel_seat,
    count_seat,
    is_full,
    lock_person,
    lock_slot,
    refuse_too_many,
    refuse_unavailable,
    save_alone,
    take_seat,
)
from engagements.services.locking import (
    lock_row,
)
from participants.models import Person
from programs.enums import Format

if TYPE_CHECKING:
    from core.accounts.models import User


@transaction.atomic
def book(
    *, slot: FlashSlot, person: Person, by: "User | None", now: datetime, question: str = ""
) -> FlashBooking:
    """A seat with its meeting, or a place on the waiting list; booked twice is booked once.

    Raises NotAvailable, Overlap, TooMany.
    """
    slot = lock_slot(slot)
    lock_person(person)
    if before := slot.bookings.filter(person=person, state__in=LIVE).first():
        return before
    refuse_unavailable(slot, person, now)
    if is_full(slot):
        return _join(slot, person, by, now)
    refuse_too_many(slot, person, now)
    booking = FlashBooking(slot=slot, person=person)
    return take_seat(booking=booking, slot=slot, question=question, by=by, now=now)


@transaction.atomic
def leave_list(*, booking: FlashBooking, by: "User | None", now: datetime) -> FlashBooking:
    """Off the waiting list. A seat is given back by cancelling its session."""
    lock_slot(booking.slot)
    booking = lock_row(booking)
    if booking.state == SeatState.WAITING:
        cancel_seat(booking, now)
        record(by=by, action="flash.leave_list", subject=booking, now=now)
    return booking


def follow(step: Step, session: Session, by: "User | None", now: datetime) -> None:
    """What becomes of the meeting becomes of the seat. Raises BookingRefused."""
    if session.engagement.format != Format.FLASH:
        return
    rows = FlashBooking.objects.select_related("slot")
    booking = rows.filter(engagement=session.engagement_id).first()
    if booking is None:
        return
    if step == Step.PLANNED:
        raise BookingRefused(_("A short conversation is one meeting. Book another one."))
    if step == Step.MOVED and _times(session) != (booking.starts_at, booking.ends_at):
        raise BookingRefused(_("Its time is the one that was offered. Call it off instead."))
    if step == Step.CANCELLED and booking.state == SeatState.BOOKED:
        _give_back(booking, by, now)
    if step == Step.RESTORED and booking.state == SeatState.CANCELLED:
        _take_again(booking, now)


def _times(session: Session) -> tuple[datetime, datetime]:
    return session.starts_at, ends_at(session)


def _join(slot: FlashSlot, person: Person, by: "User | None", now: datetime) -> FlashBooking:
    booking = FlashBooking.objects.create(
        slot=slot, person=person, starts_at=slot.starts_at, ends_at=slot.ends_at, created_at=now
    )
    record(by=by, action="flash.wait", subject=booking, now=now)
    return booking


def _give_back(booking: FlashBooking, by: "User | None", now: datetime) -> None:
    slot = lock_slot(booking.slot)
    cancel_seat(booking, now)
    count_seat(slot, -1)
    if slot.state == SlotState.OFFERED and slot.starts_at > now:
        _move_up(slot, by, now)


def _move_up(slot: FlashSlot, by: "User | None", now: datetime) -> None:
    """Whoever has waited longest and can come gets the seat."""
    waiting = slot.bookings.filter(state=SeatState.WAITING).order_by("created_at", "pk")
    for booking in waiting.select_related("person"):
        lock_person(booking.person)
        try:
            refuse_unavailable(slot, booking.person, now)
            refuse_too_many(slot, booking.person, now)
            take_seat(booking=booking, slot=slot, question="", by=None, now=now)
        except (NotAvailable, TooMany, Overlap):
            booking.refresh_from_db()
            continue
        return


def _take_again(booking: FlashBooking, now: datetime) -> None:
    """The seat of a meeting that was called off, if it is still there. Raises BookingRefused."""
    slot = lock_slot(booking.slot)
    if slot.state != SlotState.OFFERED or slot.starts_at <= now:
        raise BookingRefused(_("This conversation is not offered any more."))
    if is_full(slot):
        raise BookingRefused(_("Somebody else has the place by now."))
    booking.state, booking.cancelled_at = SeatState.BOOKED, None
    try:
        save_alone(booking)
    except Overlap as error:
        raise BookingRefused(_("You have another conversation at that time by now.")) from error
    count_seat(slot, +1)
