"""The tick that proves the whole chain: beat sent it, the broker carried it, a worker ran it."""

from celery import shared_task
from django.utils import timezone

from core.health.models import Heartbeat
from core.health.services import note_heartbeat


@shared_task(ignore_result=True)
def tick() -> None:
    """Write beat's sign of life."""
    note_heartbeat(kind=Heartbeat.Kind.BEAT, now=timezone.now())
