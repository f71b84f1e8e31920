"""Background work of this room."""

import logging

from celery import shared_task
from django.utils import timezone

from rotations.coaching.services.contracts import expire
from rotations.services.upkeep import keep_up

logger = logging.getLogger(__name__)


@shared_task
def tend_rotations() -> None:
    """Begin and end placements by their days, open checkpoints, schedule reminders."""
    logger.info("Placements moved: %d", keep_up(today=timezone.localdate(), now=timezone.now()))


@shared_task
def expire_hours() -> None:
    """Write off what is left of coaching contracts whose days are over."""
    logger.info("Coaching contracts expired: %d", expire(now=timezone.now()))
