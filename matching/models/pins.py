"""Pairs that are set before anybody is matched."""

from django.conf import settings
from django.db import models

from core.records.classification import classified
from core.records.models import Record


class PinnedPair(Record):
    """These two are to be paired in every run until the pin is taken out."""

    mentee = models.ForeignKey("programs.Enrolment", models.CASCADE, related_name="pins")
    mentor = models.ForeignKey("programs.Enrolment", models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    fields_are = classified(retention="program", internal="mentee mentor by ended_at")

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["mentee"],
                condition=models.Q(ended_at__isnull=True),
                name="pinned_mentee_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
