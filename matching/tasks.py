"""Background work of this room: an id in, one service call."""

import logging

from celery import shared_task
from django.utils import timezone

from matching.services import closing, declared, fairness, offers, runs, ways

logger = logging.getLogger(__name__)


@shared_task
def execute_run(*, run_id: str) -> None:
    """Compute one run."""
    run = runs.execute(run_id, timezone.now(), timezone.now)
    logger.info("Match run %s: %s", run_id, run.state if run else "nothing to do")


@shared_task
def count_fairness(*, run_id: str) -> None:
    """Count the figures about fairness of one run."""
    report = fairness.count(run_id, timezone.now)
    logger.info("Fairness of %s: %s", run_id, report.draft_version if report else "nothing to do")


@shared_task
def look_again() -> None:
    """Each day: count this month's figures by declared groups where that is still to do."""
    logger.info("Cohorts counted again: %d", declared.tell_month(now=timezone.now()))


@shared_task
def sweep_matching() -> None:
    """Find runs and figures that a lost ring or a dead worker left lying, and offers past their day."""
    rung = runs.sweep(now=timezone.now())
    asked = fairness.sweep(now=timezone.now())
    started = closing.start_due(timezone.now())
    expired = offers.expire_due(now=timezone.now()) + ways.expire_due(now=timezone.now())
    logger.info(
        "Matching sweep: %d runs and %d figures rung, %d runs started, %d offers expired",
        rung,
        asked,
        started,
        expired,
    )
