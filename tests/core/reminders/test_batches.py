"""Many people in one tick: a fixed number of queries, and nobody waits for whoever raises."""

from datetime import datetime
from uuid import UUID

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from core.accounts.models import User
from core.outbox.models import OutboxMessage
from core.reminders import kinds, ticking
from core.reminders.models import Ask, Reminder
from core.reminders.services import schedule
from core.reminders.ticking import tick
from tests.core.reminders.conftest import SUBJECT, TUESDAY, berlin, make_ada, words

EIGHT = berlin(10, 8)


@pytest.fixture
def crowd(db: None) -> list[User]:
    """Twelve people, each with something due at eight; every third gets single mails.

    Their keys are in that order, so that the first two want their mail in both ways.
    """
    Reminder.objects.all().delete()
    ways = ["single", "digest", "digest"] * 4
    people = [
        make_ada(id=UUID(int=number), email=f"n{number}@example.org", delivery=way)
        for number, way in enumerate(ways, 1)
    ]
    for user in people:
        put(user)
    return people


def put(user: User, kind: str = "test.check-in") -> Reminder:
    due = {"occurrence_key": kind, "local_due": EIGHT, "now": TUESDAY}
    return schedule(kind=kind, subject=SUBJECT, recipient=user, **due)


def register(name: str, still_needed: object) -> None:
    kinds.register(name, label=name, description=name, line=words, still_needed=still_needed)


def served() -> set[str]:
    rows = OutboxMessage.objects.filter(kind__startswith="reminders.")
    return set(rows.values_list("recipient__email", flat=True))


def test_as_many_queries_for_twelve_as_for_two(crowd: list[User], monkeypatch) -> None:
    asked = []
    for people in (2, 10):
        monkeypatch.setattr(ticking, "PEOPLE_PER_TICK", people)
        with CaptureQueriesContext(connection) as queries:
            assert tick(now=EIGHT) == people
        asked.append(len(queries))
    assert asked[0] == asked[1]
    assert served() == {user.email for user in crowd}
    assert Ask.objects.filter(recipient__in=crowd).count() == 12


def test_a_batch_has_its_size(crowd: list[User], monkeypatch) -> None:
    sizes, serve = [], ticking._serve

    def counted(people: list[object], now: datetime) -> int:
        sizes.append(len(people))
        return serve(people, now)

    monkeypatch.setattr(ticking, "_serve", counted)
    monkeypatch.setattr(ticking, "TOGETHER", 5)
    assert tick(now=EIGHT) == 12
    assert sizes == [5, 5, 2]


def test_who_raises_holds_nobody_up(crowd: list[User], monkeypatch) -> None:
    def raises(reminder: Reminder, now: datetime) -> bool:
        raise ZeroDivisionError

    register("test.broken", raises)
    broken = put(crowd[4], "test.broken")
    with pytest.raises(ZeroDivisionError):
        tick(now=EIGHT)
    assert served() == {user.email for user in crowd} - {crowd[4].email}
    broken.refresh_from_db()
    assert broken.state == "scheduled"
    monkeypatch.setattr(ticking, "TOGETHER", 1)
    put(crowd[11], "test.goal")
    with pytest.raises(ZeroDivisionError):
        tick(now=berlin(11, 8))
    assert not Reminder.objects.filter(kind="test.goal", state="scheduled").exists()


def test_everybody_may_raise_and_everybody_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[int] = []

    def raises(people: list[int], now: datetime) -> int:
        tried.extend(people)
        raise ZeroDivisionError

    monkeypatch.setattr(ticking, "_serve", raises)
    crowd = list(range(1, 2001))
    with pytest.raises(ZeroDivisionError):
        ticking._serve_all([crowd], EIGHT, [])  # type: ignore[list-item]
    assert tried == [*crowd, *crowd], "together, then each alone"


def test_a_database_that_is_gone_is_not_asked_again_for_each(crowd: list[User]) -> None:
    asked = []

    def gone(reminder: Reminder, now: datetime) -> bool:
        asked.append(reminder)
        raise OperationalError

    register("test.gone", gone)
    put(crowd[4], "test.gone")
    with pytest.raises(OperationalError):
        tick(now=EIGHT)
    assert len(asked) == 1


def test_each_has_a_week_of_their_own(crowd: list[User]) -> None:
    for user in crowd[:3]:
        spend_all_of(user)
    assert tick(now=EIGHT) == 9
    assert served() == {user.email for user in crowd[3:]}
    held = Reminder.objects.filter(recipient__in=crowd[:3])
    assert set(held.values_list("state", flat=True)) == {"claimed"}


def spend_all_of(user: User) -> None:
    for number in range(user.weekly_cap):
        key = f"{user.pk} {number}"
        Ask.objects.create(recipient=user, kind="test", key=key, asked_at=EIGHT)
