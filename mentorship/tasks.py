"""Background work of the top room: this module is where Celery looks for it."""

import logging

from celery import shared_task
from django.utils import timezone

from mentorship.rights.retention import purge
from mentorship.sample.tasks import load_sample, sweep_sample

__all__ = ["load_sample", "purge_what_is_due", "sweep_sample"]

logger = logging.getLogger(__name__)


@shared_task
def purge_what_is_due() -> None:
    """Let go what has been kept long enough."""
    logger.info("Retention: %s", purge(now=timezone.now()) or "nothing was due")
