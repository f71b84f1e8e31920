"""What a mentee wants to reach, the steps towards it, and the evidence."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.crypto.fields import EncryptedTextField
from core.records.classification import classified
from core.records.models import Record
from engagements.enums import GoalState


class Goal(Record):
    """A goal of a person, worked on in a relationship."""

    person = models.ForeignKey("participants.Person", models.CASCADE, related_name="goals")
    engagement = models.ForeignKey(
        "engagements.Engagement", models.CASCADE, null=True, blank=True, related_name="goals"
    )
    competency = models.ForeignKey(
        "participants.Competency", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    title = EncryptedTextField(_("goal"))
    success = EncryptedTextField(_("how we will know"), blank=True)
    due_on = models.DateField(_("by"), null=True, blank=True)
    progress = models.PositiveSmallIntegerField(_("progress"), default=0)
    state = models.CharField(max_length=10, choices=GoalState, default=GoalState.OPEN)
    title_shared = models.BooleanField(_("show the title to the program owner"), default=False)
    manager_until = models.DateField(_("show to my manager until"), null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    fields_are = classified(
        retention="relationship",
        internal="engagement competency due_on progress state closed_at",
        personal="person title_shared manager_until",
        confidential="title success",
    )

    class Meta:
        ordering = ["person", "created_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(progress__lte=100), name="goal_progress_percent"),
            models.CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True)
                | (~Q(state="open") & Q(closed_at__isnull=False)),
                name="goal_closed_dated",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class GoalUpdate(Record):
    """One dated step of a goal's progress, with evidence."""

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="updates")
    by = models.ForeignKey("participants.Person", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    before = models.PositiveSmallIntegerField()
    after = models.PositiveSmallIntegerField()
    evidence = EncryptedTextField(_("what shows it"), blank=True)

    fields_are = classified(
        retention="relationship", internal="goal by at before after", confidential="evidence"
    )

    class Meta:
        ordering = ["goal", "at", "id"]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"


class ActionItem(Record):
    """Something a member promised to do; open ones are carried to the next session."""

    engagement = models.ForeignKey("engagements.Engagement", models.CASCADE, related_name="actions")
    session = models.ForeignKey(
        "engagements.Session", models.SET_NULL, null=True, blank=True, related_name="actions"
    )
    goal = models.ForeignKey(Goal, models.SET_NULL, null=True, blank=True, related_name="actions")
    owner = models.ForeignKey("participants.Person", models.CASCADE, related_name="actions")
    text = EncryptedTextField(_("action"))
    due_on = models.DateField(_("by"), null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    fields_are = classified(
        retention="relationship",
        internal="engagement session goal owner due_on done_at",
        confidential="text",
    )

    class Meta:
        ordering = ["engagement", "created_at", "id"]

    def __str__(self) -> str:
        return str(self.pk)
