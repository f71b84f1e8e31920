"""Background work of imports: an id in, one service call."""

import logging

from celery import shared_task
from django.utils import timezone

from core.imports.services import attempts, commit, preview, purge, undo

logger = logging.getLogger(__name__)


@shared_task
def preview_import(*, batch_id: str) -> None:
    """Check the rows of a large file."""
    preview.run_preview(batch_id=batch_id, now=timezone.now())
    logger.info("Import %s checked", batch_id)


@shared_task
def commit_import(*, batch_id: str) -> None:
    """Write the rows."""
    commit.run_commit(batch_id=batch_id, now=timezone.now())
    logger.info("Import %s written", batch_id)


@shared_task
def undo_import(*, batch_id: str) -> None:
    """Take the rows back."""
    undo.run_undo(batch_id=batch_id, now=timezone.now())
    logger.info("Import %s undone", batch_id)


@shared_task
def sweep_imports() -> None:
    """Find imports that a lost ring or a dead worker left lying."""
    rung = attempts.sweep(now=timezone.now())
    logger.info("Imports sweep: %d waiting", rung)


@shared_task
def purge_imports() -> None:
    """Forget what is beyond its time."""
    purged = purge.purge(now=timezone.now())
    logger.info("Imports purged: %d discarded, %d emptied", purged.discarded, purged.emptied)
