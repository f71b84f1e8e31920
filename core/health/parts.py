"""The parts that every deployment has."""

import os
from datetime import timedelta
from pathlib import Path

import redis
from django.conf import settings
from django.db import connection
from django.utils import timezone

from core.health.checks import Finding
from core.health.models import Heartbeat

LATE = timedelta(minutes=3)  # beat ticks each minute, a worker writes three times a minute
BROKER_PATIENCE = 2.0  # seconds


def database() -> Finding:
    """Whether a query comes back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return Finding(True, "answers")


def broker() -> Finding:
    """Whether the queue takes messages: Redis answers, or the demo's folder can be written."""
    if settings.REDIS_URL != "none":
        return _redis(settings.REDIS_URL)
    folder = Path(str(settings.CELERY_BROKER_TRANSPORT_OPTIONS["data_folder_out"]))
    usable = folder.is_dir() and os.access(folder, os.W_OK)
    return Finding(usable, "takes messages" if usable else "its folder is missing or closed")


def worker() -> Finding:
    """Whether any worker has been seen lately."""
    return _seen(Heartbeat.Kind.WORKER)


def beat() -> Finding:
    """Whether a tick of beat came through broker and worker lately."""
    return _seen(Heartbeat.Kind.BEAT)


def _redis(url: str) -> Finding:
    client = redis.Redis.from_url(
        url, socket_connect_timeout=BROKER_PATIENCE, socket_timeout=BROKER_PATIENCE
    )
    try:
        client.ping()
    except redis.RedisError as error:
        return Finding(False, f"does not answer: {type(error).__name__}")
    finally:
        client.close()
    return Finding(True, "takes messages")


def _seen(kind: str) -> Finding:
    latest = Heartbeat.objects.filter(kind=kind).order_by("-seen_at").first()
    if latest is None:
        return Finding(False, "never seen")
    age = round(latest.age(timezone.now()), 1)
    return Finding(age <= LATE.total_seconds(), f"seen {age:.0f} s ago", age)
