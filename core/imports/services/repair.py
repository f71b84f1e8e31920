"""Repair faulty cells without touching the file: one cell, or one value wherever it stands."""

from datetime import datetime
from typing import Any

from django.db import transaction

from core.imports import cells
from core.imports.enums import OPEN
from core.imports.models import ImportBatch
from core.imports.services import preview
from core.imports.services.locking import locked


def fix_cell(*, batch_id: Any, number: int, column: str, text: str, now: datetime) -> ImportBatch:
    """Write `text` in place of one cell and check again. Raises NotNow."""
    with transaction.atomic():
        batch = locked(batch_id, *OPEN)
        repairs = batch.repairs or {}
        repairs.setdefault("cells", {}).setdefault(str(number), {})[column] = cells.plain(text)
        _save(batch, repairs)
    return preview.check(batch_id=batch_id, now=now)


def replace_value(*, batch_id: Any, column: str, bad: str, good: str, now: datetime) -> ImportBatch:
    """Read `bad` as `good` in every row of a column and check again. Raises NotNow."""
    with transaction.atomic():
        batch = locked(batch_id, *OPEN)
        repairs = batch.repairs or {}
        replaced = repairs.setdefault("values", {}).setdefault(column, {})
        earlier = [original for original, now_read in replaced.items() if now_read == bad]
        replaced |= dict.fromkeys((bad, *earlier), cells.plain(good))
        _save(batch, repairs)
    return preview.check(batch_id=batch_id, now=now)


def _save(batch: ImportBatch, repairs: dict[str, Any]) -> None:
    batch.repairs = repairs
    batch.save(update_fields=["repairs"])
