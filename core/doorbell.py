"""The doorbell: tells a worker that a row is waiting.

The row in Postgres is the truth, the queue only saves waiting for the next sweep. So a ring
happens after the commit, and a lost broker never fails the request.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from celery import Task
from django.db import transaction
from kombu.exceptions import ChannelError, OperationalError

logger = logging.getLogger(__name__)
#: No broker, one that refuses, or for the demo's file queue a folder missing or a disk full.
UNHEARD = (OperationalError, ChannelError, OSError)
#: A ring too many does no harm, so only the latest ones are compared.
LOOK_BACK = 20
_silent: ContextVar[bool] = ContextVar("silent", default=False)


@dataclass(frozen=True)
class _Ring:
    task: Task
    arguments: tuple[tuple[str, str], ...]

    def __call__(self) -> None:
        try:
            self.task.apply_async(kwargs=dict(self.arguments), retry=False)
        except UNHEARD:
            logger.warning("No broker for %s; the sweeper will find the row.", self.task.name)


def ring(task: Task, **arguments: str) -> None:
    """Queue `task` with plain text arguments once the current transaction has committed."""
    if _silent.get():
        return
    bell = _Ring(task, tuple(sorted(arguments.items())))
    latest = transaction.get_connection().run_on_commit[-LOOK_BACK:]
    if bell not in [entry[1] for entry in latest]:
        transaction.on_commit(bell)


@contextmanager
def silent() -> Iterator[None]:
    """Ring for nothing inside: for what writes so much at once that the sweepers had better find it."""
    token = _silent.set(True)
    try:
        yield
    finally:
        _silent.reset(token)
