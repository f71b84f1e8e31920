"""Hours follow the sessions: booked, given back, used, taken back, expired, and never overdrawn."""

from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from core.events.models import DomainEvent
from core.outbox.models import OutboxMessage
from engagements.models import Session
from engagements.services import sessions
from engagements.services.engagements import close, undo_close
from rotations.coaching.retention import unlocked
from rotations.coaching.selectors import hours
from rotations.coaching.services import contracts
from rotations.models import CoachingContract, HoursEntry
from tests.world import World

DAY, HOUR = timedelta(days=1), 60


def plan(world: World, now: datetime, minutes: int, days: int = 3) -> Session:
    return sessions.plan(
        engagement=world.coaching_engagement, starts_at=now + days * DAY, minutes=minutes,
        by=world.user("mentee"), now=now,
    )  # fmt: skip


def lines(session: Session) -> list[tuple[str, int]]:
    rows = HoursEntry.objects.filter(session=session).order_by("created_at", "minutes")
    return list(rows.values_list("kind", "minutes"))


def left(world: World) -> int:
    return hours.minutes_left(world.coaching)


def test_the_world_stands_as_it_was_bought(world: World) -> None:
    """Ten hours bought, six granted: one hour used, one and a half booked."""
    now = hours.standing(world.contract, today=date(2026, 3, 10))
    assert (now.bought, now.booked, now.used, now.expired, now.left) == (600, 90, 60, 0, 450)
    assert left(world) == 360 - 60 - 90


def test_a_planned_session_books_and_a_cancelled_one_gives_back(
    world: World, now: datetime
) -> None:
    before = left(world)
    session = plan(world, now, 60)
    assert left(world) == before - 60
    told = {"session": session, "by": None, "now": now}
    sessions.cancel(**told)
    sessions.cancel(**told)
    assert left(world) == before
    assert lines(session) == [("reserved", -60), ("released", 60)]
    sessions.undo_cancel(**told)
    assert left(world) == before - 60


def test_a_longer_session_books_more(world: World, now: datetime) -> None:
    session = plan(world, now, 60)
    before = left(world)
    sessions.move(
        session=session, starts_at=session.starts_at, minutes=90, place="", by=None, now=now
    )
    assert left(world) == before - 30
    assert hours.booked_for(session) == 90


def test_booking_beyond_the_grant_is_refused_in_words(world: World, now: datetime) -> None:
    before = Session.objects.count()
    with pytest.raises(sessions.BookingRefused) as refusal, transaction.atomic():
        plan(world, now, 240)
    assert str(refusal.value.reason).startswith(
        "There is only 3 h 30 min of coaching left, and this session takes 4 h."
    )
    assert Session.objects.count() == before
    assert left(world) == 210


def test_booking_beyond_the_contract_is_refused(world: World, now: datetime) -> None:
    with transaction.atomic():
        contracts.take_back(entry=contracts.top_up(
            contract=world.contract, minutes=60, by=None, now=now), by=None, now=now)  # fmt: skip
    type(world.coaching).objects.filter(pk=world.coaching.pk).update(minutes=6000)
    with pytest.raises(sessions.BookingRefused, match="only 7 h 30 min"):
        plan(world, now, 480)
    assert plan(world, now, 450).minutes == 450
    with pytest.raises(sessions.BookingRefused, match="only 0 h"):
        plan(world, now, 5)


def test_nothing_is_booked_outside_the_days_of_the_contract(world: World, now: datetime) -> None:
    CoachingContract.objects.update(expires_on=date(2026, 3, 12))
    with pytest.raises(sessions.BookingRefused, match="until 12 Mar"):
        plan(world, now, 30)


def test_a_held_session_turns_booked_into_used_and_back(world: World, now: datetime) -> None:
    session = plan(world, now, 60)
    before = left(world)
    told = {"by": world.user("coach"), "now": now + 4 * DAY}
    sessions.log(
        engagement=session.engagement, session=session, starts_at=session.starts_at, minutes=75,
        **told,
    )  # fmt: skip
    assert left(world) == before - 15
    assert lines(session) == [("reserved", -60), ("used", -75), ("released", 60)]
    sessions.undo_log(session=session, **told)
    assert left(world) == before
    assert hours.booked_for(session) == 60
    standing = hours.standing(world.contract, today=date(2026, 3, 10))
    assert (standing.used, standing.booked) == (60, 150)


def test_a_session_beyond_the_hours_is_logged_and_flagged(world: World, now: datetime) -> None:
    told = {"by": world.user("coach"), "now": now}
    session = sessions.log(
        engagement=world.coaching_engagement, starts_at=now - DAY, minutes=240, **told
    )
    assert session.state == "held"
    assert left(world) == -30
    event = DomainEvent.objects.get(kind="rotations.hours_overrun")
    assert event.payload["session"] == str(session.pk)
    mail = OutboxMessage.objects.get(kind="coaching.overrun")
    assert mail.recipient == world.user("owner")
    sessions.undo_log(session=session, **told)
    assert left(world) == 210


def test_closing_gives_back_and_reopening_books_again(world: World, now: datetime) -> None:
    told = {"engagement": world.coaching_engagement, "by": world.user("mentee"), "now": now}
    close(**told, category="time", words="", completed=False)
    assert left(world) == 300
    undo_close(**told)
    assert left(world) == 210


def test_what_nobody_used_expires_once(world: World, now: datetime) -> None:
    CoachingContract.objects.filter(pk=world.contract.pk).update(expires_on=date(2026, 3, 9))
    assert contracts.expire(now=now) == 1
    assert contracts.expire(now=now) == 0
    standing = hours.standing(world.contract, today=now.date())
    assert (standing.expired, standing.left, standing.booked) == (450, 0, 90)


def test_the_forecast_follows_the_pace(world: World) -> None:
    """An hour in the 68 days since the start; 450 minutes last 510 days at that pace."""
    standing = hours.standing(world.contract, today=date(2026, 3, 10))
    assert standing.lasts_until == date(2026, 3, 10) + timedelta(days=510)
    assert not standing.runs_out
    late = hours.standing(world.provider_contract, today=date(2026, 3, 10))
    assert late.lasts_until is None


def test_bought_by_mistake_is_taken_back_while_nobody_needs_it(world: World, now: datetime) -> None:
    with pytest.raises(contracts.UsedAlready):
        contracts.take_back(entry=world.bought_hours, by=None, now=now)
    more = contracts.top_up(contract=world.contract, minutes=120, by=None, now=now)
    contracts.take_back(entry=more, by=None, now=now)
    contracts.take_back(entry=more, by=None, now=now)
    assert hours.left_of(world.contract) == 450


def test_nobody_rewrites_the_ledger(world: World) -> None:
    rows = HoursEntry.objects.filter(contract=world.contract)
    for act in (lambda: rows.update(minutes=1), rows.delete, world.contract.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    rows.update(by=None)
    with unlocked():
        assert rows.filter(kind="bought").delete()[0] == 1


def test_the_database_itself_refuses_an_overdraft(world: World, now: datetime) -> None:
    facts = {"contract": world.contract, "at": now}
    with pytest.raises(IntegrityError, match="booked beyond the contract"), transaction.atomic():
        HoursEntry.objects.create(kind="reserved", minutes=-451, **facts)
    with pytest.raises(IntegrityError, match="hours_signed_by_kind"), transaction.atomic():
        HoursEntry.objects.create(kind="reserved", minutes=1, **facts)
