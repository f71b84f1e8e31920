"""The organisation's grades in their order, where they are words rather than numbers."""

from django.db import models
from django.db.models.functions import Lower

from core.records.classification import classified
from core.records.models import Record


class Grade(Record):
    """One grade; `position` counts from 1 at the bottom and is its holders' seniority."""

    name = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField(unique=True)

    fields_are = classified(retention="system", public="name position")

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(Lower("name"), name="grade_name_unique")]

    def __str__(self) -> str:
        return self.name
