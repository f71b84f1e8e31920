"""Every change of the clocks in every time zone over two years: each reminder fires once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest

from core.accounts.models import User
from core.outbox.models import OutboxMessage
from core.reminders import clock, kinds
from core.reminders.kinds import Line
from core.reminders.models import Reminder
from core.reminders.services import schedule
from core.reminders.ticking import tick

START, END = datetime(2026, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)
DAY, QUARTER, MINUTE = timedelta(days=1), timedelta(minutes=15), timedelta(minutes=1)


@dataclass(frozen=True)
class Change:
    """The first instant of the new time, and by how much the clocks were moved."""

    zone: ZoneInfo
    at: datetime
    moved: timedelta

    @property
    def odd(self) -> datetime:
        """A time on the wall in the middle of what is skipped or comes twice."""
        before = clock.on_the_wall(self.at - MINUTE, self.zone) + MINUTE
        return before + self.moved / 2

    @property
    def fires(self) -> datetime:
        """Skipped, it is as much later as the clocks jump; repeated, it is the first time."""
        return self.at + self.moved / 2


def changes() -> Iterator[Change]:
    """Every change of every zone."""
    for name in sorted(available_timezones()):
        zone, day = ZoneInfo(name), START
        while day < END:
            moved = offset(day + DAY, zone) - offset(day, zone)
            if moved:
                yield Change(zone, _instant(day, zone), moved)
            day += DAY


def offset(instant: datetime, zone: ZoneInfo) -> timedelta:
    return instant.astimezone(zone).utcoffset() or timedelta(0)


def _instant(day: datetime, zone: ZoneInfo) -> datetime:
    """The minute of that day at which the clocks change."""
    low, high = 0, 24 * 60
    while high - low > 1:
        middle = (low + high) // 2
        same = offset(day + middle * MINUTE, zone) == offset(day, zone)
        low, high = (middle, high) if same else (low, middle)
    return day + high * MINUTE


@pytest.fixture(scope="module")
def every() -> list[Change]:
    return list(changes())


def test_what_is_skipped_moves_forward_and_what_comes_twice_fires_first(every) -> None:
    assert len({change.zone.key for change in every}) > 100
    wrong = [
        (change.zone.key, change.odd)
        for change in every
        if clock.due_in_utc(change.odd, change.zone) != change.fires
    ]
    assert wrong == []


def test_a_daily_time_comes_once_a_day(every) -> None:
    """Around each change, at the odd time: never twice, never with a day left out."""
    wrong = []
    for change in every:
        at, after = change.odd.time(), change.at - 2 * DAY
        fired = []
        for _day in range(4):
            after = clock.next_at(at, after=after + MINUTE, zone=change.zone)
            fired.append(after)
        pauses = [later - sooner for sooner, later in pairwise(fired)]
        if any(abs(pause - DAY) > abs(change.moved) for pause in pauses):
            wrong.append((change.zone.key, fired))
    assert wrong == []


def test_each_person_is_reminded_once(db, every, monkeypatch) -> None:
    """One person for each different change: due at the odd time, looked at each quarter of an hour."""
    monkeypatch.setattr(kinds, "_kinds", {})
    monkeypatch.setattr("core.outbox.services.ring", lambda *args, **named: None)
    kinds.register(
        "test.odd",
        label="Odd",
        description="At an odd time",
        line=lambda reminder: Line("Look", "/"),
        still_needed=lambda reminder, now: True,
        urgent=True,
    )
    Reminder.objects.all().delete()
    different = {
        (change.at, change.moved): change for change in every if change.at < START + 365 * DAY
    }
    for number, change in enumerate(different.values()):
        user = User.objects.create_user(f"p{number}@example.org", timezone=change.zone.key)
        known = {"kind": "test.odd", "subject": user, "recipient": user, "now": START}
        for _twice in range(2):  # scheduled twice, as by two beats
            reminder = schedule(occurrence_key="odd", local_due=change.odd, **known)
        assert reminder.due_at == change.fires
    fires = {change.fires for change in different.values()}
    for instant in sorted({at + n * QUARTER for at in fires for n in (-1, 0, 1, 4, 8)}):
        tick(now=instant)
    assert len(different) > 10
    assert OutboxMessage.objects.filter(kind="reminders.single").count() == len(different)
    for change in different.values():
        user = User.objects.get(timezone=change.zone.key, reminders__due_at=change.fires)
        sent = Reminder.objects.get(recipient=user)
        assert change.fires <= sent.settled_at < change.fires + QUARTER, change
