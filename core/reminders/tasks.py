"""Background work of reminders."""

import logging

from celery import shared_task
from django.utils import timezone

from core.reminders import ticking

logger = logging.getLogger(__name__)


@shared_task
def tick_reminders() -> None:
    """Put what is due into the outbox."""
    logger.info("Reminders put into the outbox: %d", ticking.tick(now=timezone.now()))
