"""Why a program exists, in versions that stay readable."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.records.classification import classified
from core.records.models import Record


class Charter(Record):
    """One version of a program's charter; at most one draft at a time."""

    program = models.ForeignKey("programs.Program", models.CASCADE, related_name="charters")
    version = models.PositiveSmallIntegerField(default=1)
    purpose = models.TextField(_("purpose"), max_length=4000, blank=True)
    guidelines = models.TextField(_("guidelines"), max_length=4000, blank=True)
    commitment = models.TextField(_("what taking part asks of you"), max_length=4000, blank=True)
    cadence = models.CharField(_("governance cadence"), max_length=200, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    fields_are = classified(
        retention="program",
        public="program version purpose guidelines commitment cadence published_at",
    )

    class Meta:
        ordering = ["program", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["program", "version"], name="charter_version_once"),
            models.UniqueConstraint(
                fields=["program"], condition=Q(published_at__isnull=True), name="charter_one_draft"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.program} {self.version}"


class CharterGoal(Record):
    """A measurable goal of a charter."""

    charter = models.ForeignKey(Charter, models.CASCADE, related_name="goals")
    title = models.CharField(_("goal"), max_length=200)
    target = models.CharField(_("target"), max_length=120, blank=True)
    due_on = models.DateField(_("by"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    fields_are = classified(retention="program", public="charter title target due_on position")

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.title
