"""Write the rows: in chunks, each one transaction with its progress, so a killed worker loses none.

A row that has been written is marked in the same transaction; taking up again goes on behind it.
The database allows one writing import per kind, and each chunk holds the import's row, so two
workers, or a double click, share the work instead of doing it twice.
"""

from collections.abc import Mapping
from dataclasses import astuple
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import DataError, IntegrityError, InternalError, transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from core.audit.services import record
from core.imports import planning
from core.imports.enums import WRITING, Action, Outcome, State
from core.imports.kinds import Committed, RowPlan, RowRefused, Touched
from core.imports.models import ImportBatch, ImportRow, ImportSource
from core.imports.services.attempts import begin, ring_for
from core.imports.services.locking import NotNow, locked, one_writer

if TYPE_CHECKING:
    from core.accounts.models import User

CHUNK = 100
WRITTEN_BY = (Action.NEW, Action.CHANGED)


@transaction.atomic
def start_commit(*, batch_id: Any, by: "User | None", now: datetime) -> ImportBatch:
    """Hand the import to a worker; harmless when it has begun or is done.

    Raises NotNow in another state, and while another import of the kind is being written.
    """
    batch = locked(batch_id, State.PREVIEWED, State.COMMITTING, State.COMMITTED)
    if batch.state != State.PREVIEWED:
        return batch
    wait_for_turn(batch)
    batch.state, batch.acting, batch.attempts, batch.seen_at = State.COMMITTING, by, 0, now
    batch.done, batch.total = 0, batch.rows.filter(action__in=WRITTEN_BY).count()
    batch.save()
    ring_for(batch)
    return batch


def wait_for_turn(batch: ImportBatch) -> None:
    """Raises NotNow while another import of the same kind writes."""
    one_writer(batch.kind)
    others = ImportBatch.objects.filter(kind=batch.kind, state__in=WRITING).exclude(pk=batch.pk)
    if others.exists():
        raise NotNow(_("Another file of this kind is being imported. Try again in a minute."))


def run_commit(*, batch_id: Any, now: datetime) -> None:
    """Write what is still to be written. Harmless when there is nothing left to do."""
    batch = begin(batch_id=batch_id, state=State.COMMITTING, now=now)
    if batch is None:
        return
    fresh = _plans(batch)
    while _chunk(batch_id, fresh, now):
        pass


def _plans(batch: ImportBatch) -> Mapping[int, RowPlan]:
    """Every row planned anew, to notice what has changed since the preview."""
    kind = batch.kind_of
    rows = batch.rows.exclude(action=Action.FAULTY).order_by("number")
    mapped = [planning.parsed(kind, row.number, row.cells) for row in rows]
    return planning.plans_of(kind, mapped, batch.context)[0]


@transaction.atomic
def _chunk(batch_id: Any, fresh: Mapping[int, RowPlan], now: datetime) -> bool:
    """Write the next rows; False when that was the end."""
    batch = locked(batch_id)
    if batch.state != State.COMMITTING:
        return False
    one_writer(batch.kind)
    waiting = batch.rows.filter(outcome=Outcome.PENDING, action__in=WRITTEN_BY)
    rows = list(waiting.order_by("number")[:CHUNK])
    for row in rows:
        _write(batch, row, fresh[row.number], now)
    if not rows:
        _finish(batch, now)
        return False
    ImportBatch.objects.filter(pk=batch_id).update(
        done=F("done") + len(rows), seen_at=Now(), attempts=0
    )
    return True


def _write(batch: ImportBatch, row: ImportRow, plan: RowPlan, now: datetime) -> None:
    """One row, or the reason why not; the others go on."""
    try:
        with transaction.atomic():
            traces = _commit_row(batch, row, plan, now)
    except RowRefused as refusal:
        return _refuse(row, str(refusal))
    except (IntegrityError, DataError, InternalError):
        return _refuse(row, _("The database refused this row: it contradicts another record."))
    row.outcome, row.touched = Outcome.WRITTEN, [list(astuple(trace)) for trace in traces]
    return row.save(update_fields=["outcome", "touched"])


def _commit_row(batch: ImportBatch, row: ImportRow, plan: RowPlan, now: datetime) -> list[Touched]:
    if planning.is_stale(plan, row.plan, row.action):
        raise RowRefused(_("Somebody has changed this since the preview. Import the row again."))
    kind = batch.kind_of
    return kind.commit_row(plan, context=batch.context, by=batch.acting, now=now)


def _refuse(row: ImportRow, why: str) -> None:
    row.outcome = Outcome.REFUSED
    row.plan = row.plan | {"problems": [["", why]]}
    row.save(update_fields=["outcome", "plan"])


def _finish(batch: ImportBatch, now: datetime) -> None:
    batch.state, batch.committed_at, batch.seen_at = State.COMMITTED, now, now
    batch.repairs = None
    batch.save()
    ImportSource.objects.filter(batch=batch).delete()
    written = batch.rows.filter(outcome=Outcome.WRITTEN)
    counts = {action.value: written.filter(action=action).count() for action in WRITTEN_BY}
    counts["refused"] = batch.rows.filter(outcome=Outcome.REFUSED).count()
    record(by=batch.acting, action="imports.commit", subject=batch, now=now, facts=counts)
    touched = (trace for row in written.order_by("number").iterator() for trace in row.traces)
    done = Committed(batch.pk, batch.context, touched, counts)
    batch.kind_of.after_commit(done, by=batch.acting, now=now)
