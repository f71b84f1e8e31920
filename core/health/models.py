"""Signs of life of the processes that nobody calls."""

from datetime import datetime

from django.db import models

from core.records.classification import classified
from core.records.models import Record


class Heartbeat(Record):
    """When a process was last seen: one row for each kind and host."""

    class Kind(models.TextChoices):
        """Who was seen."""

        WORKER = "worker"  # the worker says so itself
        BEAT = "beat"  # a tick of beat went through the broker and a worker

    kind = models.CharField(max_length=10, choices=Kind)
    host = models.CharField(max_length=255, default="", blank=True)
    seen_at = models.DateTimeField()

    fields_are = classified(retention="system", internal="kind host seen_at")

    class Meta:
        constraints = [
            models.UniqueConstraint("kind", "host", name="heartbeat_once_per_host"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["worker", "beat"]), name="heartbeat_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.host}".strip()

    def age(self, now: datetime) -> float:
        """Seconds since the process was seen."""
        return (now - self.seen_at).total_seconds()
