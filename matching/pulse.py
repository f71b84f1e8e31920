"""The heartbeat of a run while the engine computes and touches no row itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from django.db import connection
from django.utils import timezone

from matching.models import MatchRun

EVERY = 15.0  # seconds


@contextmanager
def beating(run: MatchRun, every: float = EVERY) -> Iterator[None]:
    """Note every few seconds that the run's worker is alive."""
    done = Event()
    thread = Thread(target=_beat, args=(run, done, every), daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _beat(run: MatchRun, done: Event, every: float) -> None:
    rows = MatchRun.objects.filter(pk=run.pk, attempt=run.attempt)
    try:
        while not done.wait(every):
            rows.update(beat_at=timezone.now())
    finally:
        connection.close()
