"""Two hundred bookings at once against hours for ten: ten are booked, however they are timed."""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from threading import Barrier, Semaphore
from typing import Any

import pytest
from django.db import connection

from engagements.models import Engagement, Session
from engagements.services import sessions
from rotations.coaching.selectors.hours import left_of
from rotations.coaching.services import contracts, ledger
from rotations.coaching.services.starting import begin
from rotations.models import CoachingContract, HoursEntry
from tests.races import together
from tests.world import World

BOOKINGS, COACHINGS, HOUR = 200, 8, 60
#: As many connections as a few web servers would open.
CONNECTIONS = Semaphore(24)
LOCK = "PERFORM 1 FROM rotations_coachingcontract WHERE id = NEW.contract_id FOR NO KEY UPDATE;"


def contract_for(hours: int, world: World, now: datetime) -> CoachingContract:
    return contracts.buy(
        program=world.program, coach=world.coach_profile, minutes=hours * HOUR,
        rate=Decimal(200), currency="EUR", starts_on=date(2026, 1, 1),
        expires_on=date(2099, 12, 31), by=None, now=now,
    )  # fmt: skip


def coachings(number: int, contract: CoachingContract, world: World, now: datetime) -> Any:
    """Relationships of their own, so that no lock on one of them keeps the bookings apart."""
    return [
        begin(
            enrolment=world.mentee_enrolment, coach=world.coach_person, contract=contract,
            minutes=BOOKINGS * HOUR, by=None, now=now,
        ).engagement
        for _number in range(number)
    ]  # fmt: skip


def book(engagement: Engagement, now: datetime, day: int) -> Session:
    with CONNECTIONS:
        try:
            return sessions.plan(
                engagement=engagement, starts_at=now + timedelta(days=day), minutes=HOUR,
                by=None, now=now,
            )  # fmt: skip
        finally:
            connection.close()


def names(results: list[Any]) -> dict[str, int]:
    return dict(Counter(type(result).__name__ for result in results))


def test_exactly_as_many_are_booked_as_there_are_hours(
    committing_db: None, world: World, now: datetime
) -> None:
    contract = contract_for(10, world, now)
    found = coachings(COACHINGS, contract, world, now)
    acts = [partial(book, found[n % COACHINGS], now, n + 1) for n in range(BOOKINGS)]
    results = together(*acts)
    assert names(results) == {"Session": 10, "BookingRefused": 190}
    assert Session.objects.filter(engagement__in=found).count() == 10
    assert HoursEntry.objects.filter(contract=contract, kind="reserved").count() == 10
    assert left_of(contract) == 0


def last_hour(world: World, now: datetime, monkeypatch: pytest.MonkeyPatch) -> tuple[Any, int]:
    """Two book the last hour, and neither commits before both have written."""
    contract = contract_for(1, world, now)
    both_have_written = Barrier(2)
    write: Callable[..., Any] = ledger._write

    def slowly(*args: Any, **kwargs: Any) -> Any:
        line = write(*args, **kwargs)
        both_have_written.wait(20)
        return line

    monkeypatch.setattr(ledger, "_write", slowly)
    pair = coachings(2, contract, world, now)
    return together(*[partial(book, each, now, 3) for each in pair]), left_of(contract)


def test_without_the_lock_the_last_hour_would_be_booked_twice(
    committing_db: None, world: World, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: the same trigger, not waiting for the contract's row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef('coaching_hours_within'::regproc)")
        guarded = cursor.fetchone()[0]
        assert LOCK in guarded
        cursor.execute(guarded.replace(LOCK, ""))
    results, left = last_hour(world, now, monkeypatch)
    assert (names(results), left) == ({"Session": 2}, -HOUR)
