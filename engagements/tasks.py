"""Background work of this room."""

import logging

from celery import shared_task
from django.utils import timezone

from engagements.services.pooled import release_due
from engagements.services.upkeep import keep_up

logger = logging.getLogger(__name__)


@shared_task
def tend_relationships() -> None:
    """Open due check-ins and schedule reminders."""
    logger.info("Relationships tended: %d", keep_up(now=timezone.now()))


@shared_task
def release_input() -> None:
    """Release what has come to be enough by this Monday; at any other time there is nothing to do."""
    logger.info("Batches of input released: %d", release_due(now=timezone.now()))
