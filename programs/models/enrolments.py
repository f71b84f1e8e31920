"""Who takes part in a cohort, as what, and how far they are."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.records.classification import classified
from core.records.models import Record
from programs.enums import EnrolmentState, ParticipantRole


class Enrolment(Record):
    """A person in a cohort and track as mentor or mentee, or both; in a peer track as a peer."""

    person = models.ForeignKey("participants.Person", models.CASCADE, related_name="enrolments")
    cohort = models.ForeignKey("programs.Cohort", models.CASCADE, related_name="enrolments")
    track = models.ForeignKey("programs.Track", models.PROTECT, related_name="enrolments")
    role = models.CharField(max_length=10, choices=ParticipantRole)
    state = models.CharField(max_length=12, choices=EnrolmentState, default=EnrolmentState.INVITED)
    capacity = models.PositiveSmallIntegerField(null=True, blank=True)
    #: Of a mentor, where the program has tiers and somebody has decided on one.
    tier = models.ForeignKey(
        "programs.MentorTier", models.RESTRICT, null=True, blank=True, related_name="enrolments"
    )
    #: What a file says of a mentor; a person decides on it.
    proposed_tier = models.ForeignKey(
        "programs.MentorTier", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    applied_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decision_reason = models.CharField(max_length=300, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)

    fields_are = classified(
        retention="program",
        internal=(
            "cohort track role state capacity tier proposed_tier applied_at decided_at decided_by"
            " told_at"
        ),
        personal="person decision_reason",
    )

    class Meta:
        ordering = ["cohort", "role", "person__sort_key", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "cohort", "track", "role"], name="enrolment_once"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["selected", "waitlisted", "declined"])
                | Q(decided_at__isnull=False),
                name="enrolment_decision_dated",
            ),
            models.CheckConstraint(
                condition=Q(tier=None) | Q(role=ParticipantRole.MENTOR),
                name="enrolment_tier_of_mentors",
            ),
            models.CheckConstraint(
                condition=Q(proposed_tier=None) | Q(role=ParticipantRole.MENTOR),
                name="enrolment_proposed_tier_of_mentors",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()}"


class EnrolmentChange(Record):
    """A step of an enrolment from one state to another, and why; steps of one act share a batch."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="changes")
    number = models.PositiveSmallIntegerField()
    batch = models.UUIDField()
    before = models.CharField(max_length=12, choices=EnrolmentState, blank=True)
    after = models.CharField(max_length=12, choices=EnrolmentState)
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    fields_are = classified(
        retention="program",
        internal="number batch before after at by undone_at",
        personal="enrolment reason",
    )

    class Meta:
        ordering = ["enrolment", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "number"], name="enrolment_change_numbered"
            ),
        ]
        indexes = [models.Index(fields=["batch"], name="enrolment_change_batch")]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"


class MilestoneProgress(Record):
    """A participant has reached a milestone."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="progress")
    milestone = models.ForeignKey("programs.Milestone", models.CASCADE, related_name="progress")
    reached_at = models.DateTimeField()

    fields_are = classified(retention="program", personal="enrolment milestone reached_at")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "milestone"], name="milestone_progress_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment}: {self.milestone}"
