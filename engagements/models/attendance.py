"""Who came to a session of a circle."""

from django.db import models

from core.records.classification import classified
from core.records.models import Record


class Attendance(Record):
    """Whether one member came to one session; without a row nobody has said."""

    session = models.ForeignKey("engagements.Session", models.CASCADE, related_name="attendance")
    person = models.ForeignKey("participants.Person", models.CASCADE, related_name="+")
    came = models.BooleanField()

    fields_are = classified(retention="relationship", internal="session person", personal="came")

    class Meta:
        verbose_name_plural = "attendance"
        constraints = [
            models.UniqueConstraint(fields=["session", "person"], name="attendance_once"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
