"""Months begin and end on the organisation's clock."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from metrics.months import Month, latest_due, zone_of_figures
from tests.world import World

BERLIN = ZoneInfo("Europe/Berlin")
MARCH = Month(date(2026, 3, 1))


def test_a_month_ends_where_the_next_begins() -> None:
    assert MARCH.begins(BERLIN) == datetime(2026, 2, 28, 23, tzinfo=UTC)
    assert MARCH.ends(BERLIN) == datetime(2026, 3, 31, 22, tzinfo=UTC)  # summer time has begun
    assert MARCH.plus(10) == Month(date(2027, 1, 1))
    assert MARCH.plus(-3).key == "2025-12"
    assert Month.named("2026-03") == MARCH


@pytest.mark.parametrize(
    ("moment", "due"),
    [
        (datetime(2026, 4, 3, 21, 59, tzinfo=UTC), "2026-02"),
        (datetime(2026, 4, 3, 22, 0, tzinfo=UTC), "2026-03"),
        (datetime(2026, 4, 30, 21, 59, tzinfo=UTC), "2026-03"),
    ],
)
def test_a_month_is_due_three_days_after_its_end(moment: datetime, due: str) -> None:
    assert latest_due(moment, BERLIN).key == due


def test_the_zone_is_the_organisations(world: World) -> None:
    assert zone_of_figures() == BERLIN


def test_before_the_set_up_it_is_utc(empty_db: None) -> None:
    assert zone_of_figures() == ZoneInfo("UTC")
