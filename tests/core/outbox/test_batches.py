"""Many messages over one connection: each settled by itself, none held up by another."""

from datetime import datetime, timedelta

import pytest

from core.outbox import batches, delivery
from core.outbox.enums import State
from core.outbox.models import OutboxMessage
from core.outbox.services import enqueue, ring_for
from tests.core.outbox import servers
from tests.core.outbox.conftest import make_user

MINUTE = timedelta(minutes=1)


@pytest.fixture
def five(db, now, monkeypatch) -> list[OutboxMessage]:
    """Five messages that wait, in the order in which they were written."""
    monkeypatch.setattr("core.outbox.services.ring", lambda *args, **kwargs: None)
    OutboxMessage.objects.all().delete()
    return [put(number, now) for number in range(5)]


def put(number: int, now: datetime, kind: str = "test.note") -> OutboxMessage:
    key = {"kind": kind, "parameters": {"number": number}, "dedupe_key": f"{kind}:{number}"}
    at = now - timedelta(seconds=60 - number)
    return enqueue(recipient=make_user(f"{kind}{number}@example.org"), now=at, **key)


def states() -> list[tuple[str, int]]:
    return list(OutboxMessage.objects.order_by("created_at").values_list("state", "attempts"))


def test_one_connection_carries_all(five, server, now, monkeypatch) -> None:
    opened: list[object] = []

    def open_once(self: object) -> None:
        opened.append(self)

    monkeypatch.setattr(server, "open", open_once)
    assert not batches.send_batch(now=now)
    assert states() == [("sent", 1)] * 5
    assert [mail.to for mail in server.taken] == [[row.address] for row in five]
    assert len(opened) == 1
    assert not batches.send_batch(now=now)


def test_a_full_batch_means_there_may_be_more(five, server, now, monkeypatch) -> None:
    monkeypatch.setattr(batches, "SIZE", 3)
    assert batches.send_batch(now=now)
    assert not batches.send_batch(now=now)
    assert len(server.taken) == 5


def test_what_may_not_come_twice_never_travels_in_a_batch(five, server, now) -> None:
    once = put(9, now, "test.once")
    batches.send_batch(now=now)
    once.refresh_from_db()
    assert (once.state, len(server.taken)) == ("pending", 5)


def test_a_server_that_does_not_listen_ends_the_try_of_all(five, server, now) -> None:
    server.on_open = servers.REFUSES
    assert not batches.send_batch(now=now)
    assert states() == [("pending", 1)] * 5
    assert set(OutboxMessage.objects.values_list("not_before", flat=True)) == {now + 2 * MINUTE}


@pytest.mark.parametrize(
    ("fault", "after"),
    [
        (servers.REJECTS, [("failed", 1), *[("sent", 1)] * 4]),
        (servers.FULL, [("pending", 1), *[("sent", 1)] * 4]),
        (servers.GONE, [("pending", 1), *[("pending", 0)] * 4]),
    ],
    ids=repr,
)
def test_a_refusal_concerns_one_and_a_lost_line_all(
    five, server, now, monkeypatch, fault, after
) -> None:
    """What was not tried goes back as if it had never been claimed."""
    send = server.send_messages

    def refuse_the_first(self: object, mails: list[object]) -> int:
        if mails[0].to == [five[0].address]:
            raise fault
        return send(self, mails)

    monkeypatch.setattr(server, "send_messages", refuse_the_first)
    batches.send_batch(now=now)
    assert states() == after


def test_a_fault_in_the_words_holds_up_nobody_else(five, server, now, monkeypatch) -> None:
    render = batches.render

    def stumble(message: OutboxMessage) -> object:
        if message.pk == five[1].pk:
            raise LookupError
        return render(message)

    monkeypatch.setattr(batches, "render", stumble)
    with pytest.raises(LookupError):
        batches.send_batch(now=now)
    assert states() == [("sent", 1), *[("pending", 0)] * 4]
    batches.send_batch(now=now)
    assert states() == [("sent", 1), ("pending", 0), *[("sent", 1)] * 3]


def test_some_get_no_mail_and_some_have_nothing_to_read(five, server, now) -> None:
    OutboxMessage.objects.filter(pk=five[0].pk).update(kind="test.gone")
    five[1].recipient.is_active = False
    five[1].recipient.save()
    batches.send_batch(now=now)
    assert [state for state, _ in states()] == ["cancelled", "suppressed", *["sent"] * 3]


def test_a_worker_that_takes_too_long_gives_the_rest_back(five, server, now, monkeypatch) -> None:
    ticks = iter([0, 1, 2, batches.LONGEST, batches.LONGEST])
    monkeypatch.setattr(batches, "monotonic", lambda: next(ticks))
    assert not batches.send_batch(now=now)
    assert states() == [*[("sent", 1)] * 2, *[("pending", 0)] * 3]


def test_after_a_power_cut_the_sweeper_frees_the_batch(five, server, now, monkeypatch) -> None:
    server.on_send = servers.PowerCutError()
    monkeypatch.setattr(batches, "_release", lambda untried: None)
    with pytest.raises(servers.PowerCutError):
        batches.send_batch(now=now)
    assert states() == [("sending", 1)] * 5
    server.reset()
    after = now + delivery.STALE + MINUTE
    delivery.sweep(now=after)
    batches.send_batch(now=after + 2 * MINUTE)
    assert [state for state, _ in states()] == [State.SENT] * 5


@pytest.mark.parametrize(("number", "rings"), [(0, 0), (1, 1), (50, 1), (51, 2), (9999, 4)])
def test_many_messages_call_several_workers(db, monkeypatch, number, rings) -> None:
    bells: list[str] = []
    monkeypatch.setattr("core.outbox.services.ring", lambda task, lane: bells.append(lane))
    ring_for(number)
    assert bells == list(map(str, range(rings)))
