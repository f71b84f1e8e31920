"""Short conversations: the last seat goes to one, and who comes is in one place at a time."""

from datetime import datetime, timedelta
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError

from core.outbox.models import OutboxMessage
from core.reminders.models import Reminder
from engagements.booking import BookingRefused
from engagements.enums import EngagementState, SeatState, SessionState
from engagements.models import FlashBooking, FlashSlot, MentorCapacity, Session
from engagements.selectors.flash import figures, open_slots
from engagements.services import flash, sessions
from engagements.services.flash import booking, offering
from engagements.services.locking import TooEarly
from engagements.services.upkeep import keep_up
from participants.models import PairBlock, Person
from tests.engagements.helpers import DAY, HOUR
from tests.races import together
from tests.world import World

BOOKED, WAITING, CANCELLED = SeatState.BOOKED, SeatState.WAITING, SeatState.CANCELLED


def offer(world: World, now: datetime, after: Any = 5 * DAY, **facts: Any) -> FlashSlot:
    given = {"topic": "Budgets", "minutes": 30, "seats": 1, "place": "Room 1", "competency": None}
    enrolment = world.flash_mentor_enrolment
    return flash.offer(
        enrolment=enrolment, starts_at=now + after, by=None, now=now, **(given | facts)
    )


def mentee(world: World, number: int) -> Person:
    person: Person = getattr(world, f"spring_mentee{number}_enrolment").person
    return person


def book(world: World, now: datetime, slot: FlashSlot, number: int = 1) -> FlashBooking:
    return flash.book(slot=slot, person=mentee(world, number), by=None, now=now)


def meeting(booking: FlashBooking) -> Session:
    return Session.objects.get(engagement__flash_booking=booking)


def stand(slot: FlashSlot) -> tuple[int, list[str]]:
    slot.refresh_from_db()
    return slot.taken, list(
        slot.bookings.order_by("created_at", "pk").values_list("state", flat=True)
    )


def test_a_booking_is_an_engagement_with_one_session(world: World, now: datetime) -> None:
    slot = offer(world, now)
    person = world.mentee_person
    booked = flash.book(slot=slot, person=person, by=person.user, now=now, question="Who decides?")
    assert flash.book(slot=slot, person=person, by=person.user, now=now) == booked
    session = meeting(booked)
    assert (session.starts_at, session.minutes, session.place) == (slot.starts_at, 30, "Room 1")
    assert (session.agenda, session.state) == ("Who decides?", SessionState.PLANNED)
    assert (session.engagement.format, session.engagement.cohort) == ("flash", slot.cohort)
    assert stand(slot) == (1, [BOOKED])
    assert OutboxMessage.objects.filter(parameters__session=str(session.pk)).count() == 2
    assert not Reminder.objects.filter(subject_id=session.engagement_id).exists()
    assert MentorCapacity.objects.get(person=slot.mentor).taken == 1  # the long relationship's


def test_a_seat_given_back_goes_to_who_waits_longest(world: World, now: datetime) -> None:
    slot = offer(world, now)
    first = book(world, now, slot, 1)
    assert book(world, now + HOUR, slot, 2).state == WAITING
    assert book(world, now + 2 * HOUR, slot, 3).state == WAITING
    sessions.cancel(session=meeting(first), by=None, now=now + DAY)
    assert stand(slot) == (1, [CANCELLED, BOOKED, WAITING])
    second = slot.bookings.get(state=BOOKED)
    assert (second.person, meeting(second).state) == (mentee(world, 2), SessionState.PLANNED)
    with pytest.raises(BookingRefused):
        sessions.undo_cancel(session=meeting(first), by=None, now=now + DAY)


def test_nobody_is_in_two_conversations_at_once(world: World, now: datetime) -> None:
    slot = offer(world, now)
    book(world, now, slot)
    with pytest.raises(flash.Overlap):
        offer(world, now, after=5 * DAY + HOUR / 4)
    other = offer(world, now, after=5 * DAY + HOUR / 2)
    FlashSlot.objects.filter(pk=other.pk).update(
        mentor=world.spring_mentor1_enrolment.person, starts_at=slot.starts_at
    )
    with pytest.raises(flash.Overlap):
        book(world, now, FlashSlot.objects.get(pk=other.pk))
    assert stand(other) == (0, [])


def test_a_mentee_has_so_many_ahead_as_the_track_says(world: World, now: datetime) -> None:
    slots = [offer(world, now, after=days * DAY) for days in (1, 2, 3)]
    for slot in slots[:2]:
        book(world, now, slot)
    with pytest.raises(flash.TooMany):
        book(world, now, slots[2])
    assert book(world, now + 2 * DAY, slots[2]).state == BOOKED


def test_who_is_kept_apart_reads_what_everybody_reads(world: World, now: datetime) -> None:
    slot = offer(world, now)
    person = mentee(world, 1)
    assert slot in [one.slot for one in open_slots(person, now=now)]
    a, b = sorted([slot.mentor, person], key=lambda each: each.pk)
    PairBlock.objects.create(a=a, b=b, basis="other")
    assert open_slots(person, now=now) == []
    with pytest.raises(flash.NotAvailable):
        flash.book(slot=slot, person=person, by=None, now=now)
    with pytest.raises(flash.NotAvailable):  # takes part in another program
        flash.book(slot=slot, person=world.other_mentee_person, by=None, now=now)


def test_a_mentor_calls_it_off_and_takes_that_back(world: World, now: datetime) -> None:
    slot = offer(world, now)
    booked = book(world, now, slot)
    flash.book(slot=slot, person=world.mentee_person, by=None, now=now + HOUR)
    flash.withdraw(slot=slot, by=None, now=now + DAY)
    assert stand(slot) == (0, [CANCELLED, CANCELLED])
    assert meeting(booked).state == SessionState.CANCELLED
    told = OutboxMessage.objects.filter(kind=flash.WITHDRAWN)
    assert [row.recipient for row in told] == [world.user("mentee")]
    flash.offer_again(slot=slot, by=None, now=now + DAY)
    assert stand(slot) == (1, [BOOKED, WAITING])
    assert meeting(booked).state == SessionState.PLANNED


def test_what_is_booked_while_a_mentor_calls_off_is_held_in_the_order_of_all(
    world: World, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second meeting is not held after the slot, where two could wait for each other."""
    slot = offer(world, now, seats=2)
    book(world, now, slot, 1)
    held: list[str] = []

    def lock_meeting(row: Any) -> Any:
        held.append("meeting")
        return row

    def lock_slot(row: FlashSlot) -> FlashSlot:
        if not held.count("slot"):
            monkeypatch.setattr(offering, "lock_slot", real)
            book(world, now, slot, 2)
            monkeypatch.setattr(offering, "lock_slot", lock_slot)
        held.append("slot")
        return real(row)

    real = offering.lock_slot
    monkeypatch.setattr(offering, "lock", lock_meeting)
    monkeypatch.setattr(offering, "lock_slot", lock_slot)
    offering._with_its_meetings(slot)
    # The booking was in what is rolled back, so the second look finds one again: in earnest it stays.
    assert held == ["meeting", "slot", "meeting", "slot"]


def test_it_is_one_meeting_at_the_time_that_was_offered(world: World, now: datetime) -> None:
    booked = book(world, now, offer(world, now))
    session, facts = meeting(booked), {"by": None, "now": now}
    moved = {"minutes": 30, "place": "Room 2", **facts}
    with pytest.raises(BookingRefused):
        sessions.move(session=session, starts_at=session.starts_at + HOUR, **moved)
    sessions.move(session=session, starts_at=session.starts_at, **moved)
    again = {"starts_at": now + 9 * DAY, "minutes": 30}
    with pytest.raises(BookingRefused):
        sessions.plan(engagement=session.engagement, **again, **facts)


def test_it_ends_by_itself_some_days_after_it_was_held(world: World, now: datetime) -> None:
    slot = offer(world, now)
    engagement = book(world, now, slot).engagement
    assert engagement is not None
    session = engagement.sessions.get()
    when = {"starts_at": session.starts_at, "minutes": 30, "now": slot.ends_at}
    sessions.log(engagement=engagement, session=session, by=None, **when)
    keep_up(now=slot.ends_at + 4 * DAY)
    engagement.refresh_from_db()
    assert engagement.state == EngagementState.ACTIVE
    keep_up(now=slot.ends_at + 6 * DAY)
    engagement.refresh_from_db()
    assert (engagement.state, engagement.closing_category) == (EngagementState.COMPLETED, "")
    found = figures(world.cohort)
    assert found is not None
    assert found.held == 1


def test_the_database_keeps_the_seats(world: World, now: datetime) -> None:
    slot = offer(world, now)
    with pytest.raises(IntegrityError, match="flash_seats_kept"):
        FlashSlot.objects.filter(pk=slot.pk).update(taken=2)


def race(world: World, now: datetime) -> tuple[FlashSlot, list[Any]]:
    """Two mentees for the last seat."""
    slot = offer(world, now)
    return slot, together(*(partial(book, world, now, slot, n) for n in (1, 2)))


def test_the_last_seat_goes_to_one(committing_db: None, world: World, now: datetime) -> None:
    slot, results = race(world, now)
    assert sorted(row.state for row in results) == [BOOKED, WAITING]
    assert stand(slot)[0] == 1
    assert Session.objects.filter(engagement__flash_booking__slot=slot).count() == 1


def test_without_the_lock_both_would_get_it(
    committing_db: None, world: World, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: read without a lock, wait for the other, then count."""
    both_have_read = Barrier(2)

    def unlocked(slot: FlashSlot) -> FlashSlot:
        row = FlashSlot.objects.get(pk=slot.pk)
        both_have_read.wait(20)
        return row

    monkeypatch.setattr(booking, "lock_slot", unlocked)
    slot, results = race(world, now)
    assert [row.state for row in results] == [BOOKED, BOOKED]
    assert FlashBooking.objects.filter(slot=slot, state=BOOKED).count() == 2


def test_a_mentee_of_two_tabs_keeps_to_the_limit(
    committing_db: None, world: World, now: datetime
) -> None:
    """The person is locked: two bookings at once are counted one after the other."""
    type(world.flash_track).objects.filter(pk=world.flash_track.pk).update(open_bookings=1)
    slots = [offer(world, now, after=days * DAY) for days in (1, 2)]
    results = together(*(partial(book, world, now, slot) for slot in slots))
    assert sorted(type(row).__name__ for row in results) == ["FlashBooking", "TooMany"]


def test_who_came_is_said_once_for_all(world: World, now: datetime) -> None:
    slot = offer(world, now, seats=3)
    bookings = [book(world, now, slot, number) for number in (1, 2, 3)]
    came = {booking.person_id for booking in bookings[:2]}
    facts = {"slot": slot, "by": world.user("mentor"), "now": slot.ends_at}
    with pytest.raises(TooEarly):
        flash.say_who_came(came=came, **{**facts, "now": now})
    written = OutboxMessage.objects.count()
    assert flash.say_who_came(came=came, **facts) == 3
    states = [meeting(booking).state for booking in bookings]
    assert states == [SessionState.HELD, SessionState.HELD, SessionState.CANCELLED]
    assert OutboxMessage.objects.count() == written, "nobody is written to"
    assert flash.say_who_came(came=set(), **facts) == 0, "what is said already stays"
    assert [meeting(booking).state for booking in bookings] == states


def test_what_was_logged_by_hand_is_not_held_twice(world: World, now: datetime) -> None:
    slot = offer(world, now)
    booking = book(world, now, slot)
    planned, facts = meeting(booking), {"by": world.user("mentor"), "now": slot.ends_at}
    when = {"starts_at": planned.starts_at + timedelta(minutes=5), "minutes": 30}
    logged = sessions.log(engagement=planned.engagement, **when, **facts)
    assert flash.say_who_came(slot=slot, came={booking.person_id}, **facts) == 1
    rows = planned.engagement.sessions.values_list("pk", "state")
    assert dict(rows) == {planned.pk: SessionState.CANCELLED, logged.pk: SessionState.HELD}
