"""Background work of the outbox."""

import logging

from celery import shared_task
from django.utils import timezone

from core.doorbell import ring
from core.outbox import batches, delivery

logger = logging.getLogger(__name__)


@shared_task
def send_message(*, message_id: str) -> None:
    """Send one message."""
    sent = delivery.send(message_id=message_id, now=timezone.now())
    logger.info("Outbox message %s: %s", message_id, "sent" if sent else "not sent now")


@shared_task
def send_waiting(*, lane: str) -> None:
    """Send a batch of what is due, and go on as long as there is more."""
    if batches.send_batch(now=timezone.now()):
        ring(send_waiting, lane=lane)


@shared_task
def sweep_outbox() -> None:
    """Find what a lost ring or a dead worker left behind."""
    rung = delivery.sweep(now=timezone.now())
    logger.info("Outbox sweep: %d due", rung)
