"""A relationship and its members; never two named columns, so circles and peers fit as well."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.crypto.fields import EncryptedTextField
from core.records.classification import classified
from core.records.models import Record
from engagements.enums import ClosingReason, EngagementState, MemberRole
from programs.enums import Format

#: Fields of a relationship that the database writes by itself.
KEPT = frozenset({"last_held_at", "planned_until"})


class Engagement(Record):
    """People who meet in a track of a cohort."""

    cohort = models.ForeignKey("programs.Cohort", models.PROTECT, related_name="engagements")
    track = models.ForeignKey("programs.Track", models.PROTECT, related_name="engagements")
    format = models.CharField(max_length=20, choices=Format, default=Format.ONE_TO_ONE)
    state = models.CharField(max_length=10, choices=EngagementState, default=EngagementState.ACTIVE)
    #: What those who lead a circle call it.
    name = models.CharField(_("name"), max_length=60, blank=True, db_default="")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    closing_category = models.CharField(max_length=20, choices=ClosingReason, blank=True)
    closed_by = models.ForeignKey(
        "participants.Person", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    #: The change of mentors that ended it, if one did.
    mentor_change = models.ForeignKey(
        "engagements.MentorChange", models.SET_NULL, null=True, blank=True, related_name="ended"
    )
    #: Days between sessions in the newest agreement that all have signed; kept by signing it.
    agreed_every_days = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    #: What its sessions say, kept by a trigger of theirs (migration 0005), so that thousands of
    #: relationships are asked without looking at their sessions. Nobody else writes the two.
    last_held_at = models.DateTimeField(null=True, blank=True, editable=False)
    planned_until = models.DateTimeField(null=True, blank=True, editable=False)

    fields_are = classified(
        retention="relationship",
        internal=(
            "cohort track format state name started_at ended_at closing_category closed_by"
            " mentor_change agreed_every_days last_held_at planned_until"
        ),
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

    def save(self, **options: Any) -> None:
        """As ever, without what the trigger keeps: it may have moved since this row was read."""
        if not self._state.adding and options.get("update_fields") is None:
            names = {field.name for field in self._meta.concrete_fields if not field.primary_key}
            options["update_fields"] = names - KEPT
        super().save(**options)


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
