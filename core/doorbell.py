"""The doorbell: tells a worker that a row is waiting.

The row in Postgres is the truth, the queue only saves waiting for the next sweep. So a ring
happens after the commit, and a lost broker never fails the request.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from celery import Task
from django.db import transaction
from kombu.exceptions import ChannelError, OperationalError

logger = logging.getLogger(__name__)
#: No broker, one that refuses, or for the demo's file queue a folder missing or a disk full.
UNHEARD = (OperationalError, ChannelError, OSError)
_silent: ContextVar[bool] = ContextVar("silent", default=False)


@dataclass(unsafe_hash=True)
class _Ring:
    task: Task
    arguments: tuple[tuple[str, str], ...]
    rung: bool = field(default=False, compare=False)

    def __call__(self) -> None:
        self.rung = True
        try:
            self.task.apply_async(kwargs=dict(self.arguments), retry=False)
        except UNHEARD:
            logger.warning("No broker for %s; the sweeper will find the row.", self.task.name)


def ring(task: Task, **arguments: str) -> None:
    """Queue `task` with plain text arguments once the current transaction has committed.

    Asked for again and again within one transaction, it rings once.
    """
    if _silent.get():
        return
    bell, waiting = _Ring(task, tuple(sorted(arguments.items()))), _waiting()
    if bell not in waiting or waiting[bell].rung:
        waiting[bell] = bell
        transaction.on_commit(bell)


def _waiting() -> dict[_Ring, _Ring]:
    """The bells that ring when the current transaction commits.

    Django keeps them in a list, and makes that list anew after a commit and after a rollback to a
    savepoint: then what is known here is read from it again.
    """
    connection = transaction.get_connection()
    entries = connection.run_on_commit
    known = getattr(connection, "_bells", None)
    if known is None or known[0] is not entries:
        bells = [entry[1] for entry in entries if isinstance(entry[1], _Ring)]
        known = (entries, {bell: bell for bell in bells})
        connection._bells = known
    bells_by_name: dict[_Ring, _Ring] = known[1]
    return bells_by_name


@contextmanager
def silent() -> Iterator[None]:
    """Ring for nothing inside: for what writes so much at once that the sweepers had better find it."""
    token = _silent.set(True)
    try:
        yield
    finally:
        _silent.reset(token)
