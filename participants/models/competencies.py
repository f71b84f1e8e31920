"""What people can share and want to grow."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.records.classification import classified
from core.records.models import Record
from participants.enums import Direction


class Competency(Record):
    """Something one can be good at, in the organisation's own words."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    description = models.TextField(_("description"), blank=True, max_length=2000)
    is_sample = models.BooleanField(default=False)

    fields_are = classified(retention="system", public="name description", internal="is_sample")

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "competencies"

    def __str__(self) -> str:
        return self.name


class ProficiencyLevel(Record):
    """A step of a competency, described by behaviour."""

    competency = models.ForeignKey(Competency, models.CASCADE, related_name="levels")
    level = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    behaviour = models.TextField(blank=True, max_length=2000)

    fields_are = classified(retention="system", public="competency level name behaviour")

    class Meta:
        ordering = ["competency", "level"]
        constraints = [
            models.UniqueConstraint(fields=["competency", "level"], name="proficiency_level_once"),
        ]

    def __str__(self) -> str:
        return f"{self.competency} {self.level}"


class PersonCompetency(Record):
    """A person offers or wants a competency."""

    person = models.ForeignKey("participants.Person", models.CASCADE, related_name="competencies")
    competency = models.ForeignKey(Competency, models.CASCADE, related_name="holders")
    direction = models.CharField(max_length=10, choices=Direction)

    fields_are = classified(retention="employment", personal="person competency direction")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "competency", "direction"], name="person_competency_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.competency}"
