"""A task travels over a real Redis to a worker in a process of its own, and leaves a row."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.db import connections

from core.health.models import Heartbeat
from core.health.tasks import tick
from mentorship.celery import app

ROOT = Path(__file__).resolve().parents[2]
OPTIONS = ["--pool", "solo", "--loglevel", "INFO", "--without-mingle", "--queues"]
pytestmark = [
    pytest.mark.services,
    # send_task lets the message travel although other tests run tasks at once.
    pytest.mark.filterwarnings("ignore:task_always_eager has no effect"),
    pytest.mark.skipif("REDIS_URL" not in os.environ, reason="REDIS_URL names no Redis to try"),
]


@pytest.fixture
def queue(committing_empty_db: None) -> str:
    """A queue that nobody else listens to."""
    return f"test-{uuid4()}"


@pytest.fixture
def worker(queue: str) -> Iterator["subprocess.Popen[str]"]:
    """A worker process on that queue and on this test's database; its log can be read."""
    name = connections.settings["default"]["NAME"]
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    process = subprocess.Popen(
        [sys.executable, "-m", "celery", "-A", "mentorship", "worker", *OPTIONS, queue],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": url},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    yield process
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)


def read_until(process: "subprocess.Popen[str]", words: str) -> str:
    """The line of the worker's log that holds the words; fails when the log ends before."""
    assert process.stdout is not None
    for line in process.stdout:
        if words in line:
            return line
    raise AssertionError(f"the worker ended without saying {words!r}")


def test_a_message_over_redis_becomes_a_row(worker: "subprocess.Popen[str]", queue: str) -> None:
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
