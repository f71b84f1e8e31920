"""A task travels over a real Redis to a worker in a process of its own, and leaves a row."""

import os

import pytest

from core.health.models import Heartbeat
from core.health.tasks import tick
from mentorship.celery import app
from tests.services.conftest import Worker, read_until

pytestmark = [
    pytest.mark.services,
    # send_task lets the message travel although other tests run tasks at once.
    pytest.mark.filterwarnings("ignore:task_always_eager has no effect"),
    pytest.mark.skipif("REDIS_URL" not in os.environ, reason="REDIS_URL names no Redis to try"),
]


def test_a_message_over_redis_becomes_a_row(worker: Worker, queue: str) -> None:
    app.send_task(tick.name, queue=queue)
    assert tick.name in read_until(worker, "succeeded")
    assert Heartbeat.objects.filter(kind=Heartbeat.Kind.BEAT).count() == 1


def test_a_message_sent_before_the_worker_came_is_not_lost(
    queue: str, request: pytest.FixtureRequest
) -> None:
    app.send_task(tick.name, queue=queue)
    assert not Heartbeat.objects.filter(kind=Heartbeat.Kind.BEAT).exists()
    read_until(request.getfixturevalue("worker"), "succeeded")
    assert Heartbeat.objects.filter(kind=Heartbeat.Kind.BEAT).exists()
