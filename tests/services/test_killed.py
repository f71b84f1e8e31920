"""A worker dies with a mail in its hands: none is lost, and none but that one may come twice."""

import os
import signal
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from threading import Thread

import pytest
from celery import Task
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from core.outbox import delivery, kinds
from core.outbox.enums import SETTLED, State
from core.outbox.models import OutboxMessage
from core.outbox.services import enqueue
from mentorship.celery import app
from tests.races import PATIENCE
from tests.services import worker as our_worker
from tests.services.conftest import StartWorker, Worker, read_until
from tests.services.mail_server import MailServer

pytestmark = [
    pytest.mark.services,
    pytest.mark.filterwarnings("ignore:task_always_eager has no effect"),
    pytest.mark.skipif("REDIS_URL" not in os.environ, reason="REDIS_URL names no Redis to try"),
]
MAILS, DIES_AT = 10, 4
QUARTER = timedelta(minutes=15)


@pytest.fixture
def server() -> Iterator[MailServer]:
    """A mail server that takes the fourth mail and does not say so."""
    with MailServer(slow_at=DIES_AT) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.go_on.set()
        server.shutdown()
        thread.join(PATIENCE)


@pytest.fixture(autouse=True)
def bell(queue: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The doorbell really rings, on this test's queue; and there are kinds of mail to send."""

    def ring(task: Task, **arguments: str) -> None:
        transaction.on_commit(lambda: app.send_task(task.name, kwargs=arguments, queue=queue))

    monkeypatch.setattr("core.outbox.services.ring", ring)
    monkeypatch.setattr("core.outbox.delivery.ring", ring)
    monkeypatch.setattr(kinds, "_kinds", {})
    our_worker.register_mail()


def put(kind: str) -> None:
    for number in range(MAILS):
        key = {"parameters": {"number": number}, "dedupe_key": f"{kind}:{number}"}
        enqueue(kind=kind, recipient=f"p{number}@example.org", now=timezone.now(), **key)


def a_quarter_of_an_hour_passes() -> None:
    """As far as the rows know; then the sweeper comes."""
    unsettled = OutboxMessage.objects.exclude(state__in=SETTLED)
    moved = {name: F(name) - QUARTER for name in ("claimed_at", "rung_at", "not_before")}
    unsettled.update(**moved)
    delivery.sweep(now=timezone.now())


def finish(worker: Worker) -> None:
    """Read the log until nothing waits any more."""
    while OutboxMessage.objects.exclude(state__in=SETTLED).exists():
        read_until(worker, "succeeded")


@pytest.mark.parametrize(
    ("kind", "end", "arrivals"), [("test.note", State.SENT, 2), ("test.once", State.FAILED, 1)]
)
def test_none_is_lost(
    kind: str, end: str, arrivals: int, server: MailServer, start_worker: StartWorker
) -> None:
    put(kind)
    victim = start_worker("tests.services.worker", TEST_MAIL_PORT=str(server.port))
    assert server.has_taken.wait(PATIENCE), "the worker sends nothing"
    victim.send_signal(signal.SIGKILL)
    victim.wait(PATIENCE)
    held = OutboxMessage.objects.get(state=State.SENDING)
    assert OutboxMessage.objects.filter(state=State.SENT).count() == DIES_AT - 1

    heir = start_worker("tests.services.worker", TEST_MAIL_PORT=str(server.port))
    for _look in range(2):  # the first frees what was held, the second rings for it
        a_quarter_of_an_hour_passes()
    finish(heir)

    sent = set(OutboxMessage.objects.values_list("message_id", flat=True))
    assert Counter(server.taken) == Counter(sent) + Counter({held.message_id: arrivals - 1})
    held.refresh_from_db()
    assert held.state == end
    others = OutboxMessage.objects.exclude(pk=held.pk)
    assert set(others.values_list("state", flat=True)) == {State.SENT}
