"""Short conversations: offered, booked, waited for, called off, and over by themselves.

A booking becomes an engagement of format flash with one planned session; what becomes of the
session becomes of the seat (`follow`), whichever page it was done on. Locks are taken in one
order: engagement, session, slot, person.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from core.audit.services import record
from core.events.services import append
from core.outbox.services import enqueue
from engagements.booking import BookingRefused, Step
from engagements.enums import EngagementState, SeatState, SessionState, SlotState
from engagements.models import Engagement, FlashBooking, FlashSlot, Session
from engagements.selectors.flash import LIVE, is_available
from engagements.selectors.relationships import ends_at
from engagements.services import sessions
from engagements.services.engagements import close, start_flash
from engagements.services.locking import (
    free_key,
    lock,
    lock_row,
    not_before,
    written_before,
)
from participants.models import Competency, Person
from programs.enums import Format
from programs.models import Enrolment

if TYPE_CHECKING:
    from core.accounts.models import User

WITHDRAWN = "engagements.flash_withdrawn"
#: How long after its end a conversation that was held stays open for a line.
TO_LEAVE_A_LINE = timedelta(days=5)
#: How long one that was called off may be taken up again.
TO_THINK_AGAIN = timedelta(days=1)
#: How long somebody may still say that it was held.
TO_SAY_SO = timedelta(days=14)


class NotAvailable(Exception):
    """It can't be booked by this person, whatever the reason."""


class Overlap(Exception):
    """Another one of the same person is at that time."""


class TooMany(Exception):
    """The person has as many conversations ahead as the track allows."""


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
    _save_alone(slot)
    _note("offered", slot, by, now)
    return slot


@transaction.atomic
def book(
    *, slot: FlashSlot, person: Person, by: "User | None", now: datetime, question: str = ""
) -> FlashBooking:
    """A seat with its meeting, or a place on the waiting list; booked twice is booked once.

    Raises NotAvailable, Overlap, TooMany.
    """
    slot = _lock_slot(slot)
    _lock_person(person)
    if before := slot.bookings.filter(person=person, state__in=LIVE).first():
        return before
    _refuse_unavailable(slot, person, now)
    if _is_full(slot):
        return _join(slot, person, by, now)
    _refuse_too_many(slot, person, now)
    return _seat(FlashBooking(slot=slot, person=person), slot, question, by, now)


@transaction.atomic
def leave_list(*, booking: FlashBooking, by: "User | None", now: datetime) -> FlashBooking:
    """Off the waiting list. A seat is given back by cancelling its session."""
    _lock_slot(booking.slot)
    booking = lock_row(booking)
    if booking.state == SeatState.WAITING:
        _cancel(booking, now)
        record(by=by, action="flash.leave_list", subject=booking, now=now)
    return booking


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
            _cancel(booking, now)
            _tell_waiting(booking, now)
        else:
            sessions.cancel(session=_session(booking), by=by, now=now)
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
    _save_alone(slot)
    for booking in slot.bookings.filter(state=SeatState.CANCELLED, cancelled_at=fell_at):
        _take_back(booking, by, now)
    _note("offered_again", slot, by, now)
    return slot


@transaction.atomic
def leave_line(*, booking: FlashBooking, words: str, by: "User", now: datetime) -> None:
    """One line, by the mentee or by the mentor; the other one reads it."""
    booking = lock_row(booking)
    is_mentor = booking.slot.mentor.user_id == by.pk
    name = "mentor_line" if is_mentor else "mentee_line"
    setattr(booking, name, words.strip())
    booking.save(update_fields=[name])
    record(by=by, action="flash.leave_line", subject=booking, now=now)


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


@transaction.atomic
def end_if_over(*, engagement: Engagement, now: datetime) -> bool:
    """A short conversation ends by itself, some days after it was held or was not."""
    session = engagement.sessions.order_by("-starts_at").first()
    if session is None or now < _last_day(session):
        return False
    held = session.state == SessionState.HELD
    close(engagement=engagement, category="", words="", by=None, now=now, completed=held)
    return True


def _last_day(session: Session) -> datetime:
    if session.state == SessionState.HELD:
        return ends_at(session) + TO_LEAVE_A_LINE
    if session.state == SessionState.CANCELLED:
        return (session.cancelled_at or session.starts_at) + TO_THINK_AGAIN
    return ends_at(session) + TO_SAY_SO


def _times(session: Session) -> tuple[datetime, datetime]:
    return session.starts_at, ends_at(session)


def _lock_slot(slot: FlashSlot) -> FlashSlot:
    """The ledger of seats as it is now; others wait until the transaction ends."""
    return lock_row(slot)


def _lock_person(person: Person) -> None:
    """One booking of a person at a time, so that their limit is counted right."""
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)


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
                held = _lock_slot(slot)
                if len(_meetings(slot, which)) > len(known):
                    raise _BookedMeanwhile
                return held
        except _BookedMeanwhile:
            continue


def _meetings(slot: FlashSlot, which: dict[str, object]) -> list[Engagement]:
    rows = slot.bookings.filter(engagement__isnull=False, **which).order_by("engagement")
    return [row.engagement for row in rows.select_related("engagement") if row.engagement]


def _is_full(slot: FlashSlot) -> bool:
    return slot.taken >= slot.seats


def _refuse_unavailable(slot: FlashSlot, person: Person, now: datetime) -> None:
    if not is_available(slot, person, now=now):
        raise NotAvailable


def _refuse_too_many(slot: FlashSlot, person: Person, now: datetime) -> None:
    ahead = person.flash_bookings.filter(
        state=SeatState.BOOKED, ends_at__gt=now, slot__track=slot.track_id
    )
    if ahead.count() >= slot.track.open_bookings:
        raise TooMany


def _join(slot: FlashSlot, person: Person, by: "User | None", now: datetime) -> FlashBooking:
    booking = FlashBooking.objects.create(
        slot=slot, person=person, starts_at=slot.starts_at, ends_at=slot.ends_at, created_at=now
    )
    record(by=by, action="flash.wait", subject=booking, now=now)
    return booking


def _seat(
    booking: FlashBooking, slot: FlashSlot, question: str, by: "User | None", now: datetime
) -> FlashBooking:
    """Count the seat, then make the meeting. Raises Overlap."""
    if booking._state.adding:
        booking.created_at = now
    booking.starts_at, booking.ends_at, booking.state = (
        slot.starts_at,
        slot.ends_at,
        SeatState.BOOKED,
    )
    _save_alone(booking)
    _count(slot, +1)
    booking.engagement = start_flash(
        cohort=slot.cohort,
        track=slot.track,
        mentor=slot.mentor,
        mentee=booking.person,
        by=by,
        now=now,
    )
    sessions.plan(
        engagement=booking.engagement,
        starts_at=slot.starts_at,
        minutes=slot.minutes,
        place=slot.place,
        agenda=question,
        by=by,
        now=now,
    )
    booking.save(update_fields=["engagement"])
    record(by=by, action="flash.book", subject=booking, now=now)
    return booking


def _save_alone(row: FlashSlot | FlashBooking) -> None:
    """Keep it, unless the database knows another of the same person at that time."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        if "_once" not in str(error):
            raise
        raise Overlap from error


def _count(slot: FlashSlot, step: int) -> None:
    slot.taken += step
    slot.save(update_fields=["taken"])


def _cancel(booking: FlashBooking, now: datetime) -> None:
    booking.state, booking.cancelled_at = SeatState.CANCELLED, now
    booking.save(update_fields=["state", "cancelled_at"])


def _give_back(booking: FlashBooking, by: "User | None", now: datetime) -> None:
    slot = _lock_slot(booking.slot)
    _cancel(booking, now)
    _count(slot, -1)
    if slot.state == SlotState.OFFERED and slot.starts_at > now:
        _move_up(slot, by, now)


def _move_up(slot: FlashSlot, by: "User | None", now: datetime) -> None:
    """Whoever has waited longest and can come gets the seat."""
    waiting = slot.bookings.filter(state=SeatState.WAITING).order_by("created_at", "pk")
    for booking in waiting.select_related("person"):
        _lock_person(booking.person)
        try:
            _refuse_unavailable(slot, booking.person, now)
            _refuse_too_many(slot, booking.person, now)
            _seat(booking, slot, "", None, now)
        except (NotAvailable, TooMany, Overlap):
            booking.refresh_from_db()
            continue
        return


def _take_again(booking: FlashBooking, now: datetime) -> None:
    """The seat of a meeting that was called off, if it is still there. Raises BookingRefused."""
    slot = _lock_slot(booking.slot)
    if slot.state != SlotState.OFFERED or slot.starts_at <= now:
        raise BookingRefused(_("This conversation is not offered any more."))
    if _is_full(slot):
        raise BookingRefused(_("Somebody else has the place by now."))
    booking.state, booking.cancelled_at = SeatState.BOOKED, None
    try:
        _save_alone(booking)
    except Overlap as error:
        raise BookingRefused(_("You have another conversation at that time by now.")) from error
    _count(slot, +1)


def _take_back(booking: FlashBooking, by: "User | None", now: datetime) -> None:
    """As it stood before its slot was called off."""
    if booking.engagement is None:
        booking.state, booking.cancelled_at = SeatState.WAITING, None
        booking.save(update_fields=["state", "cancelled_at"])
        return
    if booking.engagement.state == EngagementState.ACTIVE:
        try:
            with transaction.atomic():
                sessions.undo_cancel(session=_session(booking), by=by, now=now)
        except BookingRefused:
            return


def _session(booking: FlashBooking) -> Session:
    return Session.objects.get(engagement=booking.engagement_id, unplanned=False)


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
