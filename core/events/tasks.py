"""Background work of the journal."""

import logging

from celery import shared_task
from django.utils import timezone

from core.doorbell import ring
from core.events import services
from core.events.consumers import all_consumers

logger = logging.getLogger(__name__)


@shared_task
def consume_events(*, consumer: str) -> None:
    """Let one consumer catch up."""
    handled = services.consume(name=consumer, now=timezone.now())
    logger.info("%s handled %d events", consumer, handled)


@shared_task
def sweep_events() -> None:
    """Ring for every consumer, in case a ring was lost; each has a task of its own."""
    for consumer in all_consumers():
        ring(consume_events, consumer=consumer.name)
