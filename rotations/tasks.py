"""Background work of this room."""

import logging

from celery import shared_task
from django.utils import timezone

from rotations.services.upkeep import keep_up

logger = logging.getLogger(__name__)


@shared_task
def tend_rotations() -> None:
    """Begin and end placements by their days, open checkpoints, schedule reminders."""
    logger.info("Placements moved: %d", keep_up(today=timezone.localdate(), now=timezone.now()))
