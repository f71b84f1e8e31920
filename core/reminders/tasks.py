"""Background work of reminders."""

import logging
from time import monotonic

from celery import shared_task
from django.utils import timezone

from core.doorbell import ring
from core.outbox.turns import alone
from core.reminders import ticking

logger = logging.getLogger(__name__)


#: Seconds after which a worker lets other tasks have their turn.
LONGEST = 30


@shared_task
def tick_reminders() -> None:
    """Put what is due into the outbox, as long as more people wait and nobody else is at it."""
    until, sent = monotonic() + LONGEST, 1
    with alone("reminders") as free:
        while free and sent and monotonic() < until:
            sent = ticking.tick(now=timezone.now())
            logger.info("Reminders put into the outbox: %d", sent)
    if free and sent:
        ring(tick_reminders)
