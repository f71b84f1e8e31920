"""Background work of the outbox."""

import logging
from time import monotonic

from celery import shared_task
from django.utils import timezone

from core.doorbell import ring
from core.outbox import batches, delivery
from core.outbox.turns import alone

logger = logging.getLogger(__name__)
#: Seconds after which a worker lets other tasks have their turn.
LONGEST = 30


@shared_task
def send_message(*, message_id: str) -> None:
    """Send one message."""
    sent = delivery.send(message_id=message_id, now=timezone.now())
    logger.info("Outbox message %s: %s", message_id, "sent" if sent else "not sent now")


@shared_task
def send_waiting(*, lane: str) -> None:
    """Send what is due, batch by batch, as long as there is more and nobody is at it in this lane."""
    until, more = monotonic() + LONGEST, True
    with alone(f"outbox {lane}") as free:
        while free and more and monotonic() < until:
            more = batches.send_batch(now=timezone.now())
    if free and more:
        ring(send_waiting, lane=lane)


@shared_task
def sweep_outbox() -> None:
    """Find what a lost ring or a dead worker left behind."""
    rung = delivery.sweep(now=timezone.now())
    logger.info("Outbox sweep: %d due", rung)
