"""Tiers of mentors: what each is, whom it suits, what it asks for, and which training comes first."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.records.classification import classified
from core.records.models import Record
from programs.models.tracks import Criterion


class Training(Record):
    """What a mentor has to have done before they are matched; tiers may ask for the same one."""

    program = models.ForeignKey("programs.Program", models.CASCADE, related_name="trainings")
    name = models.CharField(_("name"), max_length=120)
    url = models.URLField(_("where to find it"), max_length=300, blank=True)
    description = models.TextField(_("description"), max_length=2000, blank=True)
    #: None is for good.
    valid_months = models.PositiveSmallIntegerField(_("valid for months"), null=True, blank=True)

    fields_are = classified(retention="program", public="program name url description valid_months")

    class Meta:
        ordering = ["program", "name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["program", "name"], name="training_name_unique"),
            models.CheckConstraint(
                condition=Q(valid_months=None) | Q(valid_months__gte=1),
                name="training_valid_positive",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class MentorTier(Record):
    """A step on the way from peer to senior guide; the higher `position`, the higher the tier."""

    program = models.ForeignKey("programs.Program", models.CASCADE, related_name="tiers")
    name = models.CharField(_("name"), max_length=80)
    description = models.TextField(_("what it is"), max_length=2000, blank=True)
    training = models.ForeignKey(
        Training, models.RESTRICT, null=True, blank=True, related_name="tiers"
    )
    hours_a_month = models.PositiveSmallIntegerField(_("hours a month"), null=True, blank=True)
    #: None leaves it to the track, and to what the mentor offers.
    most_mentees = models.PositiveSmallIntegerField(
        _("most mentees at once"), null=True, blank=True
    )
    position = models.PositiveSmallIntegerField(default=0)

    fields_are = classified(
        retention="program",
        public="program name description training hours_a_month most_mentees position",
    )

    class Meta:
        ordering = ["program", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["program", "name"], name="tier_name_unique"),
            models.UniqueConstraint(
                fields=["program", "position"],
                name="tier_position_unique",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=Q(most_mentees=None) | Q(most_mentees__gte=1),
                name="tier_mentees_positive",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TierCriterion(Criterion):
    """What a tier asks of a mentor."""

    tier = models.ForeignKey(MentorTier, models.CASCADE, related_name="criteria")

    fields_are = classified(retention="program", public="tier fact operator value position")

    class Meta:
        ordering = ["tier", "position", "id"]


class TierChange(Record):
    """A mentor was given a tier, or another one, and why; those of one act share a batch."""

    enrolment = models.ForeignKey("programs.Enrolment", models.CASCADE, related_name="tier_changes")
    number = models.PositiveSmallIntegerField()
    batch = models.UUIDField()
    before = models.ForeignKey(MentorTier, models.SET_NULL, null=True, related_name="+")
    after = models.ForeignKey(MentorTier, models.SET_NULL, null=True, related_name="+")
    #: What a file had proposed: settled by this, open again without it.
    proposed = models.ForeignKey(
        MentorTier, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    fields_are = classified(
        retention="program",
        internal="number batch before after proposed at by undone_at",
        personal="enrolment reason",
    )

    class Meta:
        ordering = ["enrolment", "number"]
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "number"], name="tier_change_numbered"),
        ]
        indexes = [models.Index(fields=["batch"], name="tier_change_batch")]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"


class TrainingCompletion(Record):
    """A person has done a training on a day; what was recorded in one act shares a batch.

    It is the person's and not an enrolment's: whoever mentors again need not do it again.
    """

    training = models.ForeignKey(Training, models.CASCADE, related_name="completions")
    person = models.ForeignKey(
        "participants.Person", models.CASCADE, related_name="training_completions"
    )
    completed_on = models.DateField()
    batch = models.UUIDField()
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    fields_are = classified(
        retention="program",
        internal="batch at by undone_at",
        personal="training person completed_on",
    )

    class Meta:
        ordering = ["training", "person", "-completed_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["training", "person", "completed_on"],
                condition=Q(undone_at=None),
                name="training_done_once_a_day",
            ),
        ]
        indexes = [models.Index(fields=["batch"], name="training_completion_batch")]

    def __str__(self) -> str:
        return f"{self.training}: {self.completed_on}"
