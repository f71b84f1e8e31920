"""Background work of this room."""

import logging

from celery import shared_task
from django.utils import timezone

from programs.enums import Stage
from programs.models import Cohort
from programs.services.milestones import schedule_reminders

logger = logging.getLogger(__name__)


@shared_task
def tend_milestones() -> None:
    """See daily that whoever joined or got an account meanwhile is reminded as well."""
    for cohort in Cohort.objects.filter(stage=Stage.RUNNING):
        count = schedule_reminders(cohort=cohort, now=timezone.now())
        logger.info("cohort %s: %d reminders of milestones", cohort.pk, count)
