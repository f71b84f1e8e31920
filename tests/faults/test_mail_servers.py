"""Django's own SMTP client against servers that refuse, hang, and say 4xx or 5xx."""

from datetime import timedelta

import pytest

from core.outbox import batches, delivery, kinds
from core.outbox.kinds import Mail
from core.outbox.models import OutboxMessage
from core.outbox.services import enqueue
from tests.faults.sink import Sink

MINUTE = timedelta(minutes=1)
MAILS = 3
#: What the server does: the state and the number of tries of each message afterwards, and whether
#: the rest of a batch was tried over the same line.
FAULTS = {
    "says it is busy": ({"connect": 421}, "pending", True),
    "has no such person": ({"rcpt": 550}, "failed", True),
    "has a full mailbox": ({"rcpt": 452}, "pending", True),
    "wants no such mail": ({"data": 554}, "failed", True),
    "has no room for now": ({"data": 451}, "pending", True),
    "hangs before it says anything": ({"connect": 0}, "pending", True),
    "hangs at the sender's name": ({"mail": 0}, "pending", False),
    "hangs with the mail in its hands": ({"data": 0}, "pending", False),
}


@pytest.fixture
def messages(db, now, settings, monkeypatch) -> list[OutboxMessage]:
    """Three messages to real addresses, and a client that waits half a second at most."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", 0.3
    monkeypatch.setattr("core.outbox.services.ring", lambda *args, **named: None)
    monkeypatch.setattr(kinds, "_kinds", {})
    kinds.register("test.note", lambda message: Mail("Hello", "Words"))
    kinds.register("test.once", lambda message: Mail("Hello", "Words"), once_only=True)
    OutboxMessage.objects.all().delete()
    return [put(number, now) for number in range(MAILS)]


def put(number: int, now: object, kind: str = "test.note") -> OutboxMessage:
    key = {"kind": kind, "parameters": {}, "dedupe_key": f"{kind}:{number}"}
    return enqueue(recipient=f"p{number}@example.org", now=now, **key)


def states() -> set[str]:
    return set(OutboxMessage.objects.values_list("state", flat=True))


def send_all(now) -> None:
    """As long as anything waits and something changes."""
    for _again in range(MAILS + 1):
        batches.send_batch(now=now)


@pytest.mark.parametrize("words", FAULTS)
def test_nothing_is_lost_and_nothing_comes_twice(words, messages, settings, now) -> None:
    answers, state, all_tried = FAULTS[words]
    with Sink(**answers) as broken:
        settings.EMAIL_PORT = broken.port
        batches.send_batch(now=now)
    tried = OutboxMessage.objects.filter(attempts=1)
    assert tried.count() == (MAILS if all_tried else 1)
    assert set(tried.values_list("state", flat=True)) == {state}
    with Sink() as well:
        settings.EMAIL_PORT = well.port
        send_all(now + 10 * MINUTE)
    assert states() == ({"failed"} if state == "failed" else {"sent"})
    expected = [] if state == "failed" else [row.message_id for row in messages]
    assert sorted(well.taken) == sorted(expected)


def test_a_server_that_refuses(messages, settings, now) -> None:
    with Sink() as gone:
        settings.EMAIL_PORT = gone.port
    batches.send_batch(now=now)
    assert states() == {"pending"}
    with Sink() as well:
        settings.EMAIL_PORT = well.port
        send_all(now + 10 * MINUTE)
    assert len(well.taken) == MAILS
    assert well.connections == 1


@pytest.mark.parametrize(("kind", "state"), [("test.once", "failed"), ("test.note", "pending")])
def test_a_line_cut_after_the_mail_was_taken(messages, settings, now, kind, state) -> None:
    """Nobody knows whether it arrived: what may not come twice does not go again."""
    message = put(9, now, kind)
    with Sink(data=0) as broken:
        settings.EMAIL_PORT = broken.port
        delivery.send(message_id=str(message.pk), now=now)
    message.refresh_from_db()
    assert (message.state, broken.taken) == (state, [message.message_id])
