"""A consumer that notes what it was given."""

from collections.abc import Iterator
from uuid import UUID

import pytest

from core.accounts.models import User
from core.events import consumers
from core.events.models import DomainEvent


class Notebook:
    """Handles events by writing down their numbers; may be told to stumble over one."""

    def __init__(self) -> None:
        self.seen: list[int] = []
        self.stumble_at: int | None = None

    def __call__(self, event: DomainEvent, now: object) -> None:
        if event.sequence == self.stumble_at:
            raise RuntimeError("stumbled")
        self.seen.append(event.sequence)


@pytest.fixture
def notebook(monkeypatch: pytest.MonkeyPatch) -> Iterator[Notebook]:
    monkeypatch.setattr(consumers, "_consumers", {})
    notes = Notebook()
    consumers.register_consumer("notebook", {"test.happened"}, notes)
    return notes


@pytest.fixture
def subject() -> User:
    """Anything with a key."""
    return User(pk=UUID(int=7))
