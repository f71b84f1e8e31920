"""The heartbeat of work while something is computed that touches no row itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

EVERY = 15.0  # seconds


@contextmanager
def beating(rows: "QuerySet[Any]", every: float = EVERY) -> Iterator[None]:
    """Note in `beat_at` of these rows every few seconds that their worker is alive."""
    done = Event()
    thread = Thread(target=_beat, args=(rows, done, every), daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _beat(rows: "QuerySet[Any]", done: Event, every: float) -> None:
    try:
        while not done.wait(every):
            rows.update(beat_at=timezone.now())
    finally:
        connection.close()
