"""The base of every model."""

import uuid

from django.db import models
from django.utils import timezone

from core.visibility.querysets import VisibleManager


class Record(models.Model):
    """A row whose key is known before it is written, so that text can be bound to it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = VisibleManager()

    class Meta:
        abstract = True
