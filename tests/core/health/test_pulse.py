import socket
import threading

import pytest
from celery.signals import beat_init, worker_ready, worker_shutting_down
from django.db import OperationalError

from core.health import pulse
from core.health.models import Heartbeat
from core.health.tasks import tick
from tests.races import PATIENCE


@pytest.fixture
def _keeps_its_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pulse.connection, "close", lambda: None)


@pytest.mark.usefixtures("_keeps_its_connection")
def test_a_worker_writes_its_own_row(empty_db: None) -> None:
    pulse.beat_once()
    assert [(row.kind, row.host) for row in Heartbeat.objects.all()] == [
        ("worker", socket.gethostname())
    ]


@pytest.mark.usefixtures("_keeps_its_connection")
def test_a_database_that_is_away_does_not_end_the_pulse(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away(**_: object) -> None:
        raise OperationalError

    monkeypatch.setattr(pulse, "note_heartbeat", away)
    pulse.beat_once()
    assert "could not write the worker's heartbeat" in caplog.text


def test_the_pulse_lives_as_long_as_the_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    beats = threading.Semaphore(0)
    monkeypatch.setattr(pulse, "beat_once", beats.release)
    monkeypatch.setattr(pulse, "INTERVAL", 0.001)
    worker_ready.send(sender=None)
    assert all(beats.acquire(timeout=PATIENCE) for _ in range(3))
    worker_shutting_down.send(sender=None)
    for thread in threading.enumerate():
        if thread.name == "heartbeat":
            thread.join(PATIENCE)
            assert not thread.is_alive()


def test_a_tick_of_beat_writes_the_row_of_beat(empty_db: None) -> None:
    tick()
    assert Heartbeat.objects.get().kind == "beat"


def test_beat_ticks_as_soon_as_it_starts(empty_db: None) -> None:
    beat_init.send(sender=None)
    assert Heartbeat.objects.get().kind == "beat"
