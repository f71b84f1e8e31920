"""Workers in processes of their own, on this test's database and on a queue of its own."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Timer
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.db import connections

ROOT = Path(__file__).resolve().parents[2]
OPTIONS = ["--pool", "solo", "--loglevel", "INFO", "--without-mingle", "--queues"]
PATIENCE = 90  # seconds until a worker is killed, so that whoever reads its log gets an end
Worker = subprocess.Popen[str]
StartWorker = Callable[..., Worker]


@pytest.fixture
def queue(committing_empty_db: None) -> str:
    """A queue that nobody else listens to."""
    return f"test-{uuid4()}"


@pytest.fixture
def start_worker(queue: str) -> Iterator[StartWorker]:
    """Start a worker on that queue and on this test's database; its log can be read."""
    started: list[tuple[Worker, Timer]] = []

    def start(app: str = "mentorship", **surroundings: str) -> Worker:
        name = connections.settings["default"]["NAME"]
        url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
        process = subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", app, "worker", *OPTIONS, queue],
            cwd=ROOT,
            env={**os.environ, "DATABASE_URL": url, **surroundings},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append((process, Timer(PATIENCE, process.kill)))
        started[-1][1].start()
        return process

    yield start
    for process, timer in started:
        timer.cancel()
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)


@pytest.fixture
def worker(start_worker: StartWorker) -> Worker:
    """A worker as in production."""
    return start_worker()


def read_until(process: Worker, words: str) -> str:
    """The line of the worker's log that holds the words; fails when the log ends before."""
    assert process.stdout is not None
    for line in process.stdout:
        if words in line:
            return line
    raise AssertionError(f"the worker ended without saying {words!r}")
