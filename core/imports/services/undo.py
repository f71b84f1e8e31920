"""Take an import back: only what nobody has changed or built upon since."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.services import record
from core.imports import undoing
from core.imports.enums import Outcome, State
from core.imports.kinds import Committed, Touched
from core.imports.models import ImportBatch, ImportRow
from core.imports.services.attempts import begin, ring_for
from core.imports.services.commit import wait_for_turn
from core.imports.services.locking import NotNow, locked, one_writer

if TYPE_CHECKING:
    from core.accounts.models import User


@transaction.atomic
def start_undo(*, batch_id: Any, by: "User | None", now: datetime) -> ImportBatch:
    """Hand the undoing to a worker; harmless when it has begun or is done. Raises NotNow."""
    batch = locked(batch_id, State.COMMITTED, State.FAILED, State.UNDOING, State.UNDONE)
    if batch.state in (State.UNDOING, State.UNDONE):
        return batch
    if batch.purged_at:
        raise NotNow(_("This import is too old to be undone: its rows have been forgotten."))
    wait_for_turn(batch)
    batch.state, batch.acting, batch.attempts, batch.seen_at = State.UNDOING, by, 0, now
    batch.done, batch.total = 0, batch.rows.filter(outcome=Outcome.WRITTEN).count()
    batch.failed_in = ""
    batch.save()
    ring_for(batch)
    return batch


def run_undo(*, batch_id: Any, now: datetime) -> None:
    """Take back what can be taken back, in one transaction. Harmless when done."""
    if begin(batch_id=batch_id, state=State.UNDOING, now=now) is not None:
        _take_back(batch_id, now)


@transaction.atomic
def _take_back(batch_id: Any, now: datetime) -> None:
    batch = locked(batch_id)
    if batch.state != State.UNDOING:
        return
    one_writer(batch.kind)
    rows = list(batch.rows.filter(outcome=Outcome.WRITTEN).order_by("number"))
    traces = [trace for row in rows for trace in row.traces]
    reasons = undoing.take_back(traces)
    undone: list[Touched] = []
    for row in rows:
        own = [reasons.pop(0) for _trace in row.traces]
        undone += [trace for trace, why in zip(row.traces, own, strict=True) if not why]
        _note(row, [why for why in own if why])
    _finish(batch, now, undone, rows)


def _note(row: ImportRow, reasons: list[str]) -> None:
    row.outcome = Outcome.LEFT if reasons else Outcome.UNDONE
    row.plan = row.plan | {"problems": [["", why] for why in dict.fromkeys(reasons)]}
    row.save(update_fields=["outcome", "plan"])


def _finish(
    batch: ImportBatch, now: datetime, undone: list[Touched], rows: list[ImportRow]
) -> None:
    batch.state, batch.undone_at, batch.seen_at, batch.done = State.UNDONE, now, now, len(rows)
    batch.save()
    left = sum(row.outcome == Outcome.LEFT for row in rows)
    counts = {"undone": len(rows) - left, "left": left}
    record(by=batch.acting, action="imports.undo", subject=batch, now=now, facts=counts)
    done = Committed(batch.pk, batch.context, undone, counts)
    batch.kind_of.after_undo(done, by=batch.acting, now=now)
