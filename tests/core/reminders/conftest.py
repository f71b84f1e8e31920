"""A kind of reminder, and people who are reminded."""

from collections.abc import Callable
from datetime import UTC, datetime, time
from typing import Any
from uuid import UUID

import pytest

from core.accounts.models import User
from core.reminders import kinds
from core.reminders.kinds import Line
from core.reminders.models import Ask, Reminder
from core.reminders.services import schedule

SUBJECT = User(pk=UUID(int=7))
#: A Tuesday; Berlin is one hour ahead of UTC.
TUESDAY = datetime(2026, 3, 10, tzinfo=UTC)


def berlin(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment in March 2026, by Berlin's clock, before summer time."""
    return datetime(2026, 3, day, hour - 1, minute, tzinfo=UTC)


def words(reminder: Reminder) -> Line | None:
    """What a reminder says; one with the occurrence "gone" has lost its subject."""
    if reminder.occurrence_key == "gone":
        return None
    return Line(f"Look at {reminder.occurrence_key}", f"/things/{reminder.occurrence_key}/")


@pytest.fixture(autouse=True)
def moot(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Registers kinds; occurrence keys put into the set are no longer needed."""
    keys: set[str] = set()
    monkeypatch.setattr(kinds, "_kinds", {})

    def still_needed(reminder: Reminder, now: datetime) -> bool:
        return reminder.occurrence_key not in keys

    for name, options in {
        "check-in": {},
        "goal": {},
        "alone": {"digestible": False},
        "alarm": {"urgent": True},
    }.items():
        kinds.register(
            f"test.{name}",
            label=name.title(),
            description="For tests",
            line=words,
            still_needed=still_needed,
            **options,
        )
    return keys


@pytest.fixture
def ada(db: None) -> User:
    """Lives in Berlin, summary at 8, quiet from 19 to 7, five mails a week; the only one reminded."""
    Reminder.objects.all().delete()
    return make_ada()


def make_ada(**fields: Any) -> User:
    """Ada, unless said otherwise."""
    wishes = {"timezone": "Europe/Berlin", "digest_at": time(8), "weekly_cap": 5} | fields
    return User.objects.create_user(wishes.pop("email", "ada@example.org"), **wishes)


@pytest.fixture
def remind(ada: User) -> Callable[..., Reminder]:
    """Schedule a reminder for Ada."""

    def put(due: datetime, key: str = "first", kind: str = "check-in", **options: Any) -> Reminder:
        known = {"recipient": ada, "now": TUESDAY, "subject": SUBJECT} | options
        return schedule(kind=f"test.{kind}", occurrence_key=key, local_due=due, **known)

    return put


def spend_all(user: User, now: datetime) -> None:
    """Use up the person's week."""
    for number in range(user.weekly_cap):
        Ask.objects.create(recipient=user, kind="test", key=f"spent {number}", asked_at=now)
