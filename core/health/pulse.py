"""The worker's own sign of life: a thread that writes a row, whatever the broker does."""

import logging
import socket
import threading
from typing import Any

from celery.signals import beat_init, worker_ready, worker_shutting_down
from django.db import DatabaseError, connection
from django.utils import timezone

from core.health.models import Heartbeat
from core.health.services import note_heartbeat
from core.health.tasks import tick

INTERVAL = 20.0  # seconds
logger = logging.getLogger(__name__)
_stopping = threading.Event()


def beat_once() -> None:
    """Write this host's row; a database that is away is only worth a line in the log."""
    try:
        note_heartbeat(kind=Heartbeat.Kind.WORKER, host=socket.gethostname(), now=timezone.now())
    except DatabaseError:
        logger.warning("could not write the worker's heartbeat")
    finally:
        connection.close()


def _keep_beating() -> None:
    beat_once()
    while not _stopping.wait(INTERVAL):
        beat_once()


def _start(**_: Any) -> None:
    _stopping.clear()
    threading.Thread(target=_keep_beating, name="heartbeat", daemon=True).start()


def _stop(**_: Any) -> None:
    _stopping.set()


def _first_tick(**_: Any) -> None:
    tick.delay()


def connect() -> None:
    """Start and stop the thread with the worker; let beat tick at once, not after a minute."""
    beat_init.connect(_first_tick, dispatch_uid="health-pulse")
    worker_ready.connect(_start, dispatch_uid="health-pulse")
    worker_shutting_down.connect(_stop, dispatch_uid="health-pulse")
