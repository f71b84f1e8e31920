"""Mentors change in a track, all at once."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.records.classification import classified
from core.records.models import Record


class MentorChange(Record):
    """The change of mentors of one day: which relationships it ended, each of them knows."""

    cohort = models.ForeignKey("programs.Cohort", models.CASCADE, related_name="+")
    track = models.ForeignKey("programs.Track", models.CASCADE, related_name="+")
    day = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    fields_are = classified(
        retention="program", internal="cohort track day made_at made_by undone_at"
    )

    class Meta:
        ordering = ["-day", "-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "track", "day"],
                condition=Q(undone_at=None),
                name="mentor_change_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.track}: {self.day}"
