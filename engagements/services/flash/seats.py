"""The ledger of a conversation's seats: who has one, and the meeting that each is.

A booking becomes an engagement of format flash with one planned session. Locks are taken in one
order: engagement, session, slot, person.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from core.audit.services import record
from engagements.enums import SeatState
from engagements.models import Engagement, FlashBooking, FlashSlot, Session
from engagements.selectors.flash import is_available
from engagements.services import sessions
from engagements.services.engagements import start_flash
from engagements.services.locking import (
    lock_row,
)
from participants.models import Person

if TYPE_CHECKING:
    from core.accounts.models import User


class NotAvailable(Exception):
    """It can't be booked by this person, whatever the reason."""


class Overlap(Exception):
    """Another one of the same person is at that time."""


class TooMany(Exception):
    """The person has as many conversations ahead as the track allows."""


def lock_slot(slot: FlashSlot) -> FlashSlot:
    """The ledger of seats as it is now; others wait until the transaction ends."""
    return lock_row(slot)


def lock_person(person: Person) -> None:
    """One booking of a person at a time, so that their limit is counted right."""
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)


def is_full(slot: FlashSlot) -> bool:
    """Whether every seat is taken."""
    return slot.taken >= slot.seats


def refuse_unavailable(slot: FlashSlot, person: Person, now: datetime) -> None:
    """Raises NotAvailable, whatever the reason."""
    if not is_available(slot, person, now=now):
        raise NotAvailable


def refuse_too_many(slot: FlashSlot, person: Person, now: datetime) -> None:
    """Raises TooMany for somebody with as many ahead as the track allows."""
    ahead = person.flash_bookings.filter(
        state=SeatState.BOOKED, ends_at__gt=now, slot__track=slot.track_id
    )
    if ahead.count() >= slot.track.open_bookings:
        raise TooMany


def take_seat(
    *, booking: FlashBooking, slot: FlashSlot, question: str, by: "User | None", now: datetime
) -> FlashBooking:
    """Count the seat, then make the meeting. Raises Overlap."""
    if booking._state.adding:
        booking.created_at = now
    booking.starts_at, booking.ends_at, booking.state = (
        slot.starts_at,
        slot.ends_at,
        SeatState.BOOKED,
    )
    save_alone(booking)
    count_seat(slot, +1)
    booking.engagement = _meeting(booking, slot, question, by, now)
    booking.save(update_fields=["engagement"])
    record(by=by, action="flash.book", subject=booking, now=now)
    return booking


def _meeting(
    booking: FlashBooking, slot: FlashSlot, question: str, by: "User | None", now: datetime
) -> Engagement:
    engagement = start_flash(
        cohort=slot.cohort,
        track=slot.track,
        mentor=slot.mentor,
        mentee=booking.person,
        by=by,
        now=now,
    )
    sessions.plan(
        engagement=engagement,
        starts_at=slot.starts_at,
        minutes=slot.minutes,
        place=slot.place,
        agenda=question,
        by=by,
        now=now,
    )
    return engagement


def save_alone(row: FlashSlot | FlashBooking) -> None:
    """Keep it, unless the database knows another of the same person at that time."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        if "_once" not in str(error):
            raise
        raise Overlap from error


def count_seat(slot: FlashSlot, step: int) -> None:
    """One seat more, or less, is taken."""
    slot.taken += step
    slot.save(update_fields=["taken"])


def cancel_seat(booking: FlashBooking, now: datetime) -> None:
    """The seat, or the place on the list, is given up."""
    booking.state, booking.cancelled_at = SeatState.CANCELLED, now
    booking.save(update_fields=["state", "cancelled_at"])


def session_of(booking: FlashBooking) -> Session:
    """The meeting of a seat."""
    return Session.objects.get(engagement=booking.engagement_id, unplanned=False)
