"""Writers at the same time: an event that commits late is not passed over."""

from threading import Event

import pytest
from django.db import transaction

from core.events.frontier import frontier
from core.events.models import ConsumerCursor, DomainEvent
from core.events.services import append, consume
from tests.races import PATIENCE, together


class Late:
    """A writer that takes its number first and commits after somebody else, or not at all."""

    def __init__(self, subject, now, *, fail: bool = False) -> None:
        self.subject, self.now, self.fail = subject, now, fail
        self.has_number, self.may_commit = Event(), Event()

    def __call__(self) -> int:
        with transaction.atomic():
            event = append(
                kind="test.happened", subject=self.subject, payload={}, now=self.now, by=None
            )
            self.has_number.set()
            assert self.may_commit.wait(PATIENCE)
            if self.fail:
                transaction.set_rollback(True)
        return event.sequence


def write(subject, now) -> int:
    event = append(kind="test.happened", subject=subject, payload={}, now=now, by=None)
    return event.sequence


def naive_consume(seen: list[int], now: object) -> None:
    """The control: reads whatever is above the highest number seen."""
    later = DomainEvent.objects.filter(sequence__gt=max(seen, default=0))
    seen += later.order_by("sequence").values_list("sequence", flat=True)


@pytest.fixture
def quiet_bell(monkeypatch):
    monkeypatch.setattr("core.events.services.ring", lambda *args, **kwargs: None)


def test_a_late_commit_is_waited_for(
    committing_empty_db, quiet_bell, notebook, subject, now
) -> None:
    late, naive = Late(subject, now), []

    def meanwhile() -> int:
        assert late.has_number.wait(PATIENCE)
        second = write(subject, now)
        naive_consume(naive, now)
        assert consume(name="notebook", now=now) == 0
        late.may_commit.set()
        return second

    first, second = together(late, meanwhile)
    naive_consume(naive, now)
    assert consume(name="notebook", now=now) == 2
    assert notebook.seen == [first, second]
    assert naive == [second], "the control must show that the late event can be missed"


def test_what_comes_before_the_gap_is_read_at_once(
    committing_empty_db, quiet_bell, notebook, subject, now
) -> None:
    late = Late(subject, now)
    first = write(subject, now)

    def meanwhile() -> list[int]:
        assert late.has_number.wait(PATIENCE)
        write(subject, now)
        consume(name="notebook", now=now)
        late.may_commit.set()
        return list(notebook.seen)

    _second, seen_meanwhile = together(late, meanwhile)
    assert seen_meanwhile == [first]


def test_a_rolled_back_number_is_passed_when_nobody_writes(
    committing_empty_db, quiet_bell, notebook, subject, now
) -> None:
    late = Late(subject, now, fail=True)

    def meanwhile() -> int:
        assert late.has_number.wait(PATIENCE)
        written = write(subject, now)
        late.may_commit.set()
        return written

    _rolled_back, written = together(late, meanwhile)
    assert consume(name="notebook", now=now) == 1
    assert notebook.seen == [written]
    assert frontier(0) == written


def test_two_readers_at_once_handle_each_event_once(
    committing_empty_db, quiet_bell, notebook, subject, now
) -> None:
    numbers = [write(subject, now) for _ in range(20)]
    together(*[lambda: consume(name="notebook", now=now)] * 2)
    consume(name="notebook", now=now)
    assert notebook.seen == numbers
    assert ConsumerCursor.objects.get(name="notebook").position == numbers[-1]
