from datetime import UTC, datetime, timedelta

import pytest

from core.health.models import Heartbeat
from core.health.services import note_heartbeat

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def rows() -> list[tuple[str, str, datetime]]:
    return list(Heartbeat.objects.order_by("kind", "host").values_list("kind", "host", "seen_at"))


def test_one_row_for_each_kind_and_host(empty_db: None) -> None:
    for host in ("one", "two", "one"):
        note_heartbeat(kind="worker", host=host, now=NOW)
    note_heartbeat(kind="beat", now=NOW)
    assert rows() == [("beat", "", NOW), ("worker", "one", NOW), ("worker", "two", NOW)]


def test_a_later_sign_moves_the_row_and_an_earlier_one_does_not(empty_db: None) -> None:
    for minutes in (0, 5, 3):
        note_heartbeat(kind="beat", now=NOW + timedelta(minutes=minutes))
    assert rows() == [("beat", "", NOW + timedelta(minutes=5))]


def test_hosts_that_are_gone_for_a_day_are_forgotten(empty_db: None) -> None:
    note_heartbeat(kind="worker", host="replaced", now=NOW)
    note_heartbeat(kind="worker", host="new", now=NOW + timedelta(hours=25))
    assert rows() == [("worker", "new", NOW + timedelta(hours=25))]


def test_a_row_says_what_it_is_and_how_old() -> None:
    row = Heartbeat(kind="worker", host="one", seen_at=NOW)
    assert (str(row), row.age(NOW + timedelta(seconds=90))) == ("worker one", 90.0)
