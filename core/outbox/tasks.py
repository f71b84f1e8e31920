"""Background work of the outbox."""

import logging

from celery import shared_task
from django.utils import timezone

from core.outbox import delivery

logger = logging.getLogger(__name__)


@shared_task
def send_message(*, message_id: str) -> None:
    """Send one message."""
    sent = delivery.send(message_id=message_id, now=timezone.now())
    logger.info("Outbox message %s: %s", message_id, "sent" if sent else "not sent now")


@shared_task
def sweep_outbox() -> None:
    """Find what a lost ring or a dead worker left behind."""
    rung = delivery.sweep(now=timezone.now())
    logger.info("Outbox sweep: %d due", rung)
