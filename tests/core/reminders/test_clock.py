"""Wall clocks: the changes of spring and autumn, quiet hours, odd zones."""
# ruff: noqa: DTZ001 - what a clock on the wall shows has no time zone

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.reminders import clock

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = st.sampled_from(sorted(available_timezones())).map(ZoneInfo)
WALLS = st.datetimes(datetime(2000, 1, 1), datetime(2037, 12, 31))
INSTANTS = WALLS.map(lambda wall: wall.replace(tzinfo=UTC))
TIMES = st.times().map(lambda at: at.replace(microsecond=0))
MOMENT = timedelta(microseconds=1)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("local", "zone", "due"),
    [
        (datetime(2026, 1, 5, 9), "Europe/Berlin", utc(2026, 1, 5, 8)),
        (datetime(2026, 7, 5, 9), "Europe/Berlin", utc(2026, 7, 5, 7)),
        (datetime(2026, 3, 29, 2, 30), "Europe/Berlin", utc(2026, 3, 29, 1, 30)),  # is 3:30
        (datetime(2026, 10, 25, 2, 30), "Europe/Berlin", utc(2026, 10, 25, 0, 30)),  # the first
        (datetime(2026, 4, 5, 1, 45), "Australia/Lord_Howe", utc(2026, 4, 4, 14, 45)),  # half hour
        (datetime(2011, 12, 30, 9), "Pacific/Apia", utc(2011, 12, 30, 19)),  # a day that wasn't
        (datetime(2026, 1, 5, 9), "Asia/Kathmandu", utc(2026, 1, 5, 3, 15)),
    ],
)
def test_the_instant_of_a_wall_time(local, zone, due) -> None:
    assert clock.due_in_utc(local, ZoneInfo(zone)) == due


def test_a_wall_time_has_no_zone() -> None:
    with pytest.raises(ValueError, match="no time zone of its own"):
        clock.due_in_utc(utc(2026, 1, 1), BERLIN)


@given(WALLS, ZONES)
def test_a_wall_time_comes_true_or_moves_forward(local, zone) -> None:
    due = clock.due_in_utc(local, zone)
    shown = clock.on_the_wall(due, zone)
    assert shown >= local
    if shown == local:
        earlier = [due - timedelta(minutes=minutes) for minutes in (20, 30, 60, 120)]
        assert all(clock.on_the_wall(instant, zone) != local for instant in earlier)
    else:
        assert shown - local <= timedelta(days=1)


@given(TIMES, INSTANTS, ZONES)
def test_the_next_time_is_near_and_the_first(at, after, zone) -> None:
    found = clock.next_at(at, after=after, zone=zone)
    assert after <= found <= after + timedelta(days=2)
    assert clock.latest_at(at, until=found, zone=zone) == found
    assert clock.latest_at(at, until=found - MOMENT, zone=zone) < after or found == after


@given(TIMES, INSTANTS, ZONES)
def test_it_comes_round_about_once_a_day(at, start, zone) -> None:
    first = clock.next_at(at, after=start, zone=zone)
    second = clock.next_at(at, after=first + MOMENT, zone=zone)
    assert timedelta(hours=21) <= second - first <= timedelta(hours=49)


def test_a_time_that_autumn_repeats_fires_once() -> None:
    first = utc(2026, 10, 25, 0, 30)
    assert clock.next_at(time(2, 30), after=utc(2026, 10, 24, 12), zone=BERLIN) == first
    assert clock.next_at(time(2, 30), after=first + MOMENT, zone=BERLIN) == utc(2026, 10, 26, 1, 30)


NIGHT = {"quiet_from": time(19), "quiet_until": time(7), "zone": BERLIN}


@pytest.mark.parametrize(
    ("at", "allowed"),
    [
        (utc(2026, 1, 5, 12), utc(2026, 1, 5, 12)),
        (utc(2026, 1, 5, 18), utc(2026, 1, 6, 6)),  # 19:00 is quiet
        (utc(2026, 1, 6, 2), utc(2026, 1, 6, 6)),  # past midnight
        (utc(2026, 1, 6, 6), utc(2026, 1, 6, 6)),  # 07:00 is not
    ],
)
def test_quiet_hours_cross_midnight(at, allowed) -> None:
    assert clock.next_allowed(at, **NIGHT) == allowed
    assert clock.is_quiet(at, **NIGHT) is (at != allowed)


def test_equal_ends_mean_no_quiet_hours() -> None:
    hours = {"quiet_from": time(7), "quiet_until": time(7), "zone": BERLIN}
    assert not any(clock.is_quiet(utc(2026, 1, 5, hour), **hours) for hour in range(24))


@given(INSTANTS, TIMES, TIMES, ZONES)
def test_the_next_allowed_moment_is_allowed_and_near(at, start, end, zone) -> None:
    hours = {"quiet_from": start, "quiet_until": end, "zone": zone}
    allowed = clock.next_allowed(at, **hours)
    assert not clock.is_quiet(allowed, **hours)
    assert at <= allowed <= at + timedelta(days=3)
    assert (allowed == at) is not clock.is_quiet(at, **hours)
