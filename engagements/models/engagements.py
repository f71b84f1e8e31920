"""A relationship and its members; never two named columns, so circles and peers fit as well."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.crypto.fields import EncryptedTextField
from core.records.classification import classified
from core.records.models import Record
from engagements.enums import ClosingReason, EngagementState, MemberRole
from programs.enums import Format


class Engagement(Record):
    """People who meet in a track of a cohort."""

    cohort = models.ForeignKey("programs.Cohort", models.PROTECT, related_name="engagements")
    track = models.ForeignKey("programs.Track", models.PROTECT, related_name="engagements")
    format = models.CharField(max_length=20, choices=Format, default=Format.ONE_TO_ONE)
    state = models.CharField(max_length=10, choices=EngagementState, default=EngagementState.ACTIVE)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    closing_category = models.CharField(max_length=20, choices=ClosingReason, blank=True)
    closed_by = models.ForeignKey(
        "participants.Person", models.SET_NULL, null=True, blank=True, related_name="+"
    )

    fields_are = classified(
        retention="relationship",
        internal="cohort track format state started_at ended_at closing_category closed_by",
    )

    class Meta:
        ordering = ["-started_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["active", "paused"], ended_at__isnull=True)
                | Q(state__in=["completed", "ended"], ended_at__isnull=False),
                name="engagement_ended_dated",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class EngagementMember(Record):
    """A person in a relationship."""

    engagement = models.ForeignKey(Engagement, models.CASCADE, related_name="members")
    person = models.ForeignKey("participants.Person", models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=MemberRole)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    manager_may_see = models.BooleanField(
        _("my line manager may see that I take part"), default=False
    )

    fields_are = classified(
        retention="relationship",
        internal="engagement person role joined_at left_at",
        personal="manager_may_see",
    )

    class Meta:
        ordering = ["engagement", "role", "id"]
        constraints = [
            models.UniqueConstraint(fields=["engagement", "person"], name="member_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()}"


class ClosingReview(Record):
    """What one member says as it ends; theirs alone. Only the neutral reason goes further."""

    engagement = models.ForeignKey(Engagement, models.CASCADE, related_name="reviews")
    person = models.ForeignKey("participants.Person", models.CASCADE, related_name="+")
    written_at = models.DateTimeField()
    words = EncryptedTextField(_("what you take with you"), blank=True)

    fields_are = classified(
        retention="relationship", internal="engagement person written_at", confidential="words"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["engagement", "person"], name="closing_review_once"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
