"""Background work: the sample organisation."""

import logging

from celery import shared_task
from django.utils import timezone

from mentorship.sample import work

logger = logging.getLogger(__name__)


@shared_task
def load_sample(*, work_id: str) -> None:
    """Make the sample organisation."""
    walked = work.perform(work_id, now=timezone.now())
    logger.info("Sample %s: %s", work_id, walked or "nothing to do")


@shared_task
def sweep_sample() -> None:
    """Find a loading that nobody has begun."""
    logger.info("Sample sweep: %d", work.sweep(now=timezone.now()))
