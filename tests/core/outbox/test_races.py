"""Two workers with one message."""

from threading import Barrier, Event

import pytest

from core.outbox import batches, delivery, tasks
from core.outbox.enums import State
from core.outbox.models import OutboxMessage
from core.outbox.services import enqueue
from tests.core.outbox.conftest import make_user
from tests.races import PATIENCE, together


@pytest.fixture
def message(committing_empty_db, server, now, monkeypatch) -> OutboxMessage:
    monkeypatch.setattr("core.outbox.services.ring", lambda *args, **kwargs: None)
    key = {"kind": "test.note", "parameters": {"number": 1}, "dedupe_key": "note:1"}
    return enqueue(**key, recipient=make_user(), now=now)


@pytest.fixture
def side_by_side(monkeypatch) -> None:
    """Both workers have seen the message waiting before either claims it."""
    both, render = Barrier(2), delivery.render

    def render_together(message: OutboxMessage) -> object:
        mail = render(message)
        both.wait(PATIENCE)
        return mail

    monkeypatch.setattr(delivery, "render", render_together)


def unguarded_claim(message: OutboxMessage, now: object) -> bool:
    """The control: believes what it read before."""
    message.state, message.claimed_at = State.SENDING, now
    message.save()
    return True


def send_twice_at_once(message: OutboxMessage, now: object) -> list[bool]:
    return together(*[lambda: delivery.send(message_id=str(message.pk), now=now)] * 2)


def test_two_workers_send_once(message, side_by_side, server, now) -> None:
    assert sorted(send_twice_at_once(message, now)) == [False, True]
    assert len(server.taken) == 1


def test_without_the_claim_they_send_twice(message, side_by_side, server, now, monkeypatch) -> None:
    monkeypatch.setattr(delivery, "_claim", unguarded_claim)
    send_twice_at_once(message, now)
    assert len(server.taken) == 2


def test_two_requests_enqueue_once(message, now) -> None:
    key = {"kind": "test.note", "parameters": {}, "dedupe_key": "note:2"}
    user = make_user("bo@example.org")
    results = together(*[lambda: enqueue(**key, recipient=user, now=now).pk] * 2)
    assert results[0] == results[1]
    assert OutboxMessage.objects.filter(dedupe_key="note:2").count() == 1


def test_a_second_ring_for_the_same_lane_goes_away_at_once(message, server, monkeypatch) -> None:
    """The first is in the middle of its batch; the second leaves it to it."""
    both, begun, batch, called = Barrier(2), Event(), batches.send_batch, []

    def stand_still(*, now: object) -> bool:
        called.append(now)
        begun.set()
        both.wait(PATIENCE)  # until the second has gone
        return batch(now=now)

    def second() -> None:
        assert begun.wait(PATIENCE)
        tasks.send_waiting(lane="0")
        both.wait(PATIENCE)

    monkeypatch.setattr(batches, "send_batch", stand_still)
    together(lambda: tasks.send_waiting(lane="0"), second)
    assert len(called) == 1
    assert len(server.taken) == 1
