"""How far the making of the sample organisation is."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.records.classification import classified
from core.records.models import Record


class SampleWork(Record):
    """One loading of the sample: asked for, under way, done or failed."""

    class State(models.TextChoices):
        """Where it stands."""

        QUEUED = "queued", _("Waiting")
        RUNNING = "running", _("Under way")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    people = models.PositiveIntegerField()
    percent = models.PositiveSmallIntegerField(default=0)
    step = models.CharField(max_length=20, blank=True)
    beat_at = models.DateTimeField()
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    fields_are = classified(
        retention="short", internal="state people percent step beat_at started_by"
    )

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.state} {self.percent} %"
