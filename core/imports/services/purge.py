"""Forget files and rows after a while; the account of what was done stays."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from core.audit.services import record
from core.imports.enums import OPEN, State
from core.imports.models import ImportBatch, ImportSource

OPEN_FOR = timedelta(days=7)
KEPT_FOR = timedelta(days=30)


@dataclass(frozen=True)
class Purged:
    """How many imports were thrown away unfinished, and how many lost their rows."""

    discarded: int
    emptied: int


@transaction.atomic
def purge(*, now: datetime) -> Purged:
    """Delete what is beyond its time. After this, an import can't be undone any more."""
    stale = ImportBatch.objects.filter(state__in=OPEN, created_at__lt=now - OPEN_FOR)
    discarded = stale.count()
    stale.delete()
    old = ImportBatch.objects.filter(
        state__in=(State.COMMITTED, State.UNDONE, State.FAILED),
        purged_at=None,
        created_at__lt=now - KEPT_FOR,
    )
    emptied = [_empty(batch, now) for batch in old.select_for_update()]
    if discarded or emptied:
        facts = {"discarded": discarded, "emptied": len(emptied)}
        record(by=None, action="imports.purge", subject=None, now=now, facts=facts)
    return Purged(discarded, len(emptied))


def _empty(batch: ImportBatch, now: datetime) -> ImportBatch:
    batch.rows.all().delete()
    ImportSource.objects.filter(batch=batch).delete()
    batch.purged_at, batch.repairs = now, None
    batch.save(update_fields=["purged_at", "repairs"])
    return batch
