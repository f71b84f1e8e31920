"""Sending: what goes out, what comes back, and what a fault of the server leads to."""

from datetime import timedelta

import pytest

from core.outbox import delivery, tasks
from core.outbox.enums import State
from core.outbox.models import OutboxMessage
from core.outbox.services import enqueue
from tests.core.outbox import servers
from tests.core.outbox.conftest import make_user

MINUTE = timedelta(minutes=1)


@pytest.fixture
def queued(db, now, monkeypatch):
    """Put a message into the outbox, its ring being lost; returns it."""
    monkeypatch.setattr("core.outbox.services.ring", lambda *args, **kwargs: None)

    def put(kind: str = "test.note", **options: object) -> OutboxMessage:
        recipient = options.pop("recipient", None) or make_user()
        key = {"kind": kind, "parameters": {"number": 1}, "dedupe_key": f"{kind}:1"}
        return enqueue(**key, recipient=recipient, now=now, **options)

    return put


def send(message: OutboxMessage, at) -> bool:
    sent = delivery.send(message_id=str(message.pk), now=at)
    message.refresh_from_db()
    return sent


def test_a_message_goes_out_once(queued, server, now) -> None:
    message = queued()
    assert send(message, now)
    assert not send(message, now)
    assert (message.state, message.settled_at, message.attempts) == ("sent", now, 1)
    (mail,) = server.taken
    assert mail.to == ["ada@example.org"]
    assert mail.subject == "About your program"
    assert mail.extra_headers == {
        "Message-ID": message.message_id,
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": "<https://mentorship.example/stop/abc/>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def test_a_calendar_message_can_be_acted_on_and_kept(queued, server, now) -> None:
    send(queued(), now)
    parts = list(server.taken[0].message().walk())
    methods = [part.get_param("method") for part in parts if "calendar" in part["Content-Type"]]
    assert methods == ["REQUEST", None]
    assert [part.get_filename() for part in parts if part.get_filename()] == ["session.ics"]


def test_not_before_its_time(queued, server, now) -> None:
    message = queued(not_before=now + MINUTE)
    assert not send(message, now)
    assert send(message, now + MINUTE)


@pytest.mark.parametrize(
    ("fields", "reason"), [({"is_sample": True}, "sample"), ({"is_active": False}, "deactivated")]
)
def test_some_people_get_no_mail(queued, server, now, fields, reason) -> None:
    message = queued(recipient=make_user("left@example.org", **fields))
    assert not send(message, now)
    assert (message.state, message.last_error, server.taken) == ("suppressed", reason, [])


def test_the_demo_shows_the_mail_of_sample_people(queued, settings, now) -> None:
    settings.EMAIL_BACKEND = delivery.DEMO_MAILBOX
    assert send(queued(recipient=make_user("sample@example.org", is_sample=True)), now)


def test_nothing_to_say_is_cancelled(queued, server, now) -> None:
    message = queued("test.gone")
    assert not send(message, now)
    assert (message.state, server.taken) == ("cancelled", [])


def test_a_fault_in_the_words_leaves_it_waiting(queued, server, now, monkeypatch) -> None:
    message = queued()

    def stumble(message: OutboxMessage) -> None:
        raise LookupError

    monkeypatch.setattr(delivery, "render", stumble)
    with pytest.raises(LookupError):
        send(message, now)
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("pending", 0)


RETRY, FAIL = State.PENDING, State.FAILED
ON_OPEN = [(servers.REFUSES, RETRY), (servers.HANGS, RETRY), (servers.LOCKED_OUT, RETRY)]
ON_SEND = [
    (servers.BUSY, RETRY),
    (servers.FULL, RETRY),
    (servers.UNKNOWN, FAIL),
    (servers.REJECTS, FAIL),
    (servers.HANGS, RETRY),
    (servers.GONE, RETRY),
]


@pytest.mark.parametrize(("fault", "state"), ON_OPEN, ids=repr)
@pytest.mark.parametrize("kind", ["test.note", "test.once"])
def test_a_server_that_does_not_listen_is_tried_again(
    queued, server, now, kind, fault, state
) -> None:
    server.on_open = fault
    message = queued(kind)
    assert not send(message, now)
    assert (message.state, message.last_error) == (state, type(fault).__name__)
    assert message.not_before == now + 2 * MINUTE
    server.on_open = None
    assert send(message, now + 2 * MINUTE)
    assert len(server.taken) == 1


@pytest.mark.parametrize(("fault", "state"), ON_SEND, ids=repr)
def test_a_refusal_is_final_or_a_matter_of_time(queued, server, now, fault, state) -> None:
    server.on_send = fault
    message = queued()
    assert not send(message, now)
    assert (message.state, message.last_error) == (state, type(fault).__name__)
    server.on_send = None
    assert send(message, now + 2 * MINUTE) is (state == RETRY)


@pytest.mark.parametrize("fault", [servers.HANGS, servers.GONE], ids=repr)
def test_an_answer_lost_after_the_mail_was_taken(queued, server, now, fault) -> None:
    server.on_send, server.loses_answer = fault, True
    once, note = queued("test.once"), queued("test.note", recipient=make_user("b@example.org"))
    send(once, now)
    send(note, now)
    assert (once.state, note.state) == ("failed", "pending")
    server.on_send = None
    send(note, now + 2 * MINUTE)
    ids = [mail.extra_headers["Message-ID"] for mail in server.taken]
    assert ids == [once.message_id, note.message_id, note.message_id]


def test_pauses_grow_and_tries_end(queued, server, now) -> None:
    server.on_open, message, at = servers.REFUSES, queued(), now
    pauses = []
    while message.state == "pending":
        send(message, at)
        pauses.append((message.not_before - at) // MINUTE)
        at = message.not_before
    assert pauses[:9] == [2, 4, 8, 16, 32, 64, 128, 256, 360]
    assert (message.state, message.attempts) == ("failed", delivery.MAX_ATTEMPTS)


@pytest.mark.parametrize(
    ("kind", "state", "mails"), [("test.note", "sent", 2), ("test.once", "failed", 1)]
)
def test_a_power_cut_between_sending_and_sent(queued, server, now, kind, state, mails) -> None:
    server.on_send, server.loses_answer = servers.PowerCutError(), True
    message = queued(kind)
    with pytest.raises(servers.PowerCutError):
        delivery.send(message_id=str(message.pk), now=now)
    server.reset()
    server.taken = [None]
    message.refresh_from_db()
    assert (message.state, message.claimed_at) == ("sending", now)
    delivery.sweep(now=now + delivery.STALE)
    message.refresh_from_db()
    assert message.state == "sending", "whoever holds it may still be at work"
    after = now + delivery.STALE + MINUTE
    delivery.sweep(now=after)
    send(message, after + 2 * MINUTE)
    assert (message.state, len(server.taken)) == (state, mails)


def test_the_sweep_rings_again_for_what_is_due(
    queued, server, now, settings, django_capture_on_commit_callbacks
) -> None:
    queued()
    once = queued("test.once", recipient=make_user("b@example.org"))
    assert delivery.sweep(now=now + settings.OUTBOX_RING_AGAIN) == 0
    after = now + settings.OUTBOX_RING_AGAIN + MINUTE
    with django_capture_on_commit_callbacks() as callbacks:
        assert delivery.sweep(now=after) == 2
    assert delivery.sweep(now=after) == 0
    by_itself, together = [bell.arguments for bell in callbacks]
    assert by_itself == (("message_id", str(once.pk)),)
    assert together == (("lane", "0"),)


def test_the_sweep_finds_what_has_become_due(queued, now) -> None:
    queued(not_before=now + timedelta(hours=5))
    assert delivery.sweep(now=now + timedelta(hours=4)) == 0
    assert delivery.sweep(now=now + timedelta(hours=5)) == 1


def test_the_tasks_load_and_delegate(queued, server) -> None:
    message = queued()
    tasks.sweep_outbox.delay()
    tasks.send_message.delay(message_id=str(message.pk))
    tasks.send_waiting.delay(lane="0")
    message.refresh_from_db()
    assert message.state == "sent"
