"""Background work of this room."""

import logging

from celery import shared_task
from django.utils import timezone

from metrics.services.publishing import keep_up

logger = logging.getLogger(__name__)


@shared_task
def keep_up_figures() -> None:
    """Every few minutes: count again whom something has happened to, publish what is due."""
    logger.info("Months released: %d", keep_up(now=timezone.now()))


@shared_task
def count_again() -> None:
    """Every night: count everybody in the open months, in case an event was not enough."""
    logger.info("Months released: %d", keep_up(now=timezone.now(), full=True))
