"""Cohorts: one run of a program, and where it stands."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.records.classification import classified
from core.records.models import Record
from programs.enums import Stage


class Cohort(Record):
    """People who go through a program together."""

    program = models.ForeignKey("programs.Program", models.CASCADE, related_name="cohorts")
    name = models.CharField(_("name"), max_length=120)
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    mentors_change_on = models.DateField(_("mentors change on"), null=True, blank=True)
    places = models.PositiveIntegerField(_("places for mentees"), null=True, blank=True)
    stage = models.CharField(max_length=12, choices=Stage, default=Stage.DRAFT)
    stage_since = models.DateTimeField()
    is_pilot = models.BooleanField(_("this is a pilot"), default=False)

    fields_are = classified(
        retention="program",
        public="program name starts_on ends_on mentors_change_on places stage stage_since is_pilot",
    )

    class Meta:
        ordering = ["program", "-starts_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["program", "name"], name="cohort_name_unique"),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="cohort_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(mentors_change_on=None)
                | Q(mentors_change_on__gt=F("starts_on"), mentors_change_on__lt=F("ends_on")),
                name="cohort_mentors_change_within",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class StageChange(Record):
    """A step a cohort took, forward or back, and why."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="stage_changes")
    before = models.CharField(max_length=12, choices=Stage)
    after = models.CharField(max_length=12, choices=Stage)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    reason = models.CharField(max_length=200, blank=True)

    fields_are = classified(retention="program", internal="cohort before after at by reason")

    class Meta:
        ordering = ["cohort", "at", "id"]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"
