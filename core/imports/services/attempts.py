"""Starting and restarting the work of a worker, so that a row that always fails stops at last."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from core.audit.services import record
from core.doorbell import ring
from core.imports.enums import State
from core.imports.models import ImportBatch
from core.imports.services.locking import NotNow, locked

MOST = 5
# A check plans all rows before it can say anything; the others report every few seconds.
PATIENCE = {
    State.PREVIEWING: timedelta(minutes=10),
    State.COMMITTING: timedelta(minutes=2),
    State.UNDOING: timedelta(minutes=10),
}


@transaction.atomic
def begin(*, batch_id: Any, state: State, now: datetime) -> ImportBatch | None:
    """The import if there is work left in `state`; None when there is not, or after five falls.

    The caller gets a `round` of its own, by which a check knows that it has been overtaken.
    """
    try:
        batch = locked(batch_id, state)
    except NotNow:
        return None
    if batch.attempts >= MOST:
        batch.state, batch.failed_in = State.FAILED, state
        record(by=None, action="imports.fail", subject=batch, now=now, facts={"while": state})
    batch.attempts, batch.round, batch.seen_at = batch.attempts + 1, batch.round + 1, now
    batch.save()
    return None if batch.state == State.FAILED else batch


@transaction.atomic
def try_again(*, batch_id: Any, now: datetime) -> ImportBatch:
    """Take up a stopped import where it fell. Raises NotNow."""
    batch = locked(batch_id, State.FAILED)
    batch.state, batch.failed_in, batch.attempts, batch.seen_at = batch.failed_in, "", 0, now
    batch.save()
    ring_for(batch)
    return batch


def sweep(*, now: datetime) -> int:
    """Ring again for imports that nobody has worked on for a while. Returns how many."""
    silent = [
        batch
        for state, patience in PATIENCE.items()
        for batch in ImportBatch.objects.filter(state=state, seen_at__lt=now - patience)
    ]
    for batch in silent:
        ring_for(batch)
    return len(silent)


def ring_for(batch: ImportBatch) -> None:
    """Queue the task that carries on with an import."""
    from core.imports import tasks  # noqa: PLC0415 - tasks call the services

    task = {
        State.PREVIEWING: tasks.preview_import,
        State.COMMITTING: tasks.commit_import,
        State.UNDOING: tasks.undo_import,
    }[State(batch.state)]
    ring(task, batch_id=str(batch.pk))
