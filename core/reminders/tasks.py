"""Background work of reminders."""

import logging

from celery import shared_task
from django.utils import timezone

from core.doorbell import ring
from core.reminders import ticking

logger = logging.getLogger(__name__)


@shared_task
def tick_reminders() -> None:
    """Put what is due into the outbox, and go on as long as more people wait."""
    now = timezone.now()
    sent = ticking.tick(now=now)
    logger.info("Reminders put into the outbox: %d", sent)
    if sent and ticking.due(now).exists():
        ring(tick_reminders)
