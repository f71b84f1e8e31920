"""The journal of domain events and how far each consumer has read."""

from django.conf import settings
from django.db import models

from core.records.classification import classified
from core.records.models import Record
from core.visibility.querysets import VisibleManager


class DomainEvent(models.Model):
    """Something that happened; the payload holds ids only. Its key is its place in the journal."""

    sequence = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=80)
    subject_type = models.CharField(max_length=80)
    subject_id = models.UUIDField()
    payload = models.JSONField(default=dict)
    occurred_at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = VisibleManager()

    fields_are = classified(
        retention="program", internal="sequence kind subject_type subject_id payload occurred_at by"
    )

    class Meta:
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="event_subject")]

    def __str__(self) -> str:
        return f"{self.sequence} {self.kind}"


class ConsumerCursor(Record):
    """The last place in the journal that a consumer has dealt with."""

    name = models.CharField(max_length=80, unique=True)
    position = models.BigIntegerField(default=0)

    fields_are = classified(retention="system", internal="name position")

    def __str__(self) -> str:
        return f"{self.name} at {self.position}"
