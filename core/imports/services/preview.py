"""Check the rows of a file: what each would do, without doing it.

Small files are checked at once, large ones by a worker. Each check has a `round` of its own, and
stops at its next step when a later one (a new mapping, a repair, a second worker) has begun.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from core.imports import planning, reading
from core.imports.enums import OPEN, State
from core.imports.kinds import RowPlan
from core.imports.models import ImportBatch, ImportRow
from core.imports.selectors import table_of
from core.imports.services.attempts import begin, ring_for
from core.imports.services.locking import locked

AT_ONCE = 2_000  # rows; about two seconds
STEP = 500


class _OvertakenError(Exception):
    """Another check of the same import has begun."""


def check(*, batch_id: Any, now: datetime, wait: bool = False) -> ImportBatch:
    """Begin to check; done on return for a small file, or with `wait`. Raises NotNow."""
    with transaction.atomic():
        batch = locked(batch_id, *OPEN)
        batch.state = State.PREVIEWING
        batch.attempts, batch.done, batch.seen_at = 0, 0, now
        batch.total = batch.row_count
        batch.save()
        wait = wait or batch.total <= AT_ONCE
        if not wait:
            ring_for(batch)
    if wait:
        run_preview(batch_id=batch_id, now=now)
    batch.refresh_from_db()
    return batch


def run_preview(*, batch_id: Any, now: datetime) -> None:
    """Plan every row and store the plans, step by step. Harmless when done or overtaken."""
    batch = begin(batch_id=batch_id, state=State.PREVIEWING, now=now)
    if batch is None:
        return
    found, plans, notices = _planned(batch)
    try:
        _forget_rows(batch)
        for start in range(0, len(found), STEP):
            some = found[start : start + STEP]
            _step(batch, [_row(batch, plans[row.number], texts) for row, texts in some])
        _finish(batch, now, notices)
    except _OvertakenError:
        return


def _planned(
    batch: ImportBatch,
) -> tuple[list[tuple[reading.Row, planning.Texts]], Mapping[int, RowPlan], list[str]]:
    kind, found = batch.kind_of, planning.rows_of(table_of(batch), batch)
    mapped = [planning.parsed(kind, row.number, texts, row.broken) for row, texts in found]
    return found, *planning.plans_of(kind, mapped, batch.context)


def _row(batch: ImportBatch, plan: RowPlan, texts: planning.Texts) -> ImportRow:
    return ImportRow(
        batch=batch,
        number=plan.row.number,
        action=plan.action,
        cells=texts,
        plan=planning.kept(plan),
    )


@transaction.atomic
def _forget_rows(batch: ImportBatch) -> None:
    held = _still(batch)
    held.rows.all().delete()
    ImportBatch.objects.filter(pk=batch.pk).update(done=0, seen_at=Now())


@transaction.atomic
def _step(batch: ImportBatch, rows: list[ImportRow]) -> None:
    _still(batch)
    ImportRow.objects.bulk_create(rows)
    ImportBatch.objects.filter(pk=batch.pk).update(done=F("done") + len(rows), seen_at=Now())


@transaction.atomic
def _finish(batch: ImportBatch, now: datetime, notices: list[str]) -> None:
    held = _still(batch)
    held.state, held.notices, held.seen_at = State.PREVIEWED, [str(n) for n in notices], now
    held.save(update_fields=["state", "notices", "seen_at"])


def _still(batch: ImportBatch) -> ImportBatch:
    held = locked(batch.pk)
    if (held.state, held.round) != (State.PREVIEWING, batch.round):
        raise _OvertakenError
    return held
