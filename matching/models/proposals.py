"""The pairs that a run proposes, what humans decided, and who is left."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.crypto.fields import EncryptedTextField
from core.records.classification import classified
from core.records.models import Record
from matching.enums import DecisionKind, ProposalState


class Proposal(Record):
    """A mentor and a mentee that the engine would bring together, with its reasons.

    In a peer track these are the two peers, the lesser key as `mentee`: a pair is there once. Where one
    asked the other, whoever asked is the `mentee`.
    """

    run = models.ForeignKey("matching.MatchRun", models.CASCADE, related_name="proposals")
    mentor = models.ForeignKey("programs.Enrolment", models.CASCADE, related_name="+")
    mentee = models.ForeignKey("programs.Enrolment", models.CASCADE, related_name="+")
    #: Who would lead the circle together with its mentor; all proposals of a circle say the same.
    second = models.ForeignKey(
        "programs.Enrolment", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=10, choices=ProposalState, default=ProposalState.DRAFT)
    quality = models.PositiveSmallIntegerField()
    reasons = models.JSONField(default=list)
    counter_reasons = models.JSONField(default=list)
    alternatives = models.JSONField(default=list)
    #: What became of it; the proposals of a circle share one.
    engagement = models.ForeignKey(
        "engagements.Engagement", models.SET_NULL, null=True, blank=True, related_name="+"
    )

    fields_are = classified(
        retention="program",
        internal="run mentor mentee second state quality engagement",
        personal="reasons counter_reasons alternatives",
    )

    class Meta:
        ordering = ["run", "mentee__person__sort_key", "id"]
        constraints = [
            models.UniqueConstraint(fields=["run", "mentor", "mentee"], name="proposal_pair_once"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class PairDecision(Record):
    """A human's lock or veto on a pair, or that they have reviewed it; taken back by a date alone.

    `step` made it and `ended_by` ended it, where a step of the draft did: undoing a step brings back
    what it ended.
    """

    run = models.ForeignKey("matching.MatchRun", models.CASCADE, related_name="decisions")
    mentor = models.ForeignKey("programs.Enrolment", models.CASCADE, related_name="+")
    mentee = models.ForeignKey("programs.Enrolment", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=5, choices=DecisionKind)
    reason = EncryptedTextField(_("reason"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    step = models.ForeignKey("matching.DraftStep", models.SET_NULL, null=True, related_name="made")
    ended_by = models.ForeignKey(
        "matching.DraftStep", models.SET_NULL, null=True, related_name="ended"
    )

    fields_are = classified(
        retention="program",
        internal="run mentor mentee kind by undone_at step ended_by",
        confidential="reason",
    )

    class Meta:
        ordering = ["run", "created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "mentor", "mentee"],
                condition=models.Q(undone_at__isnull=True),
                name="pair_decision_one_live",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class UnmatchedPerson(Record):
    """Somebody the run could not place, and why, without naming a confidential rule; `told_at` when
    a publication of it put the mail about that on its way.
    """

    run = models.ForeignKey("matching.MatchRun", models.CASCADE, related_name="unmatched")
    enrolment = models.ForeignKey("programs.Enrolment", models.CASCADE, related_name="+")
    reasons = models.JSONField(default=list)
    told_at = models.DateTimeField(null=True, blank=True)

    fields_are = classified(
        retention="program", internal="run enrolment told_at", personal="reasons"
    )

    class Meta:
        ordering = ["run", "enrolment__person__sort_key", "id"]
        constraints = [
            models.UniqueConstraint(fields=["run", "enrolment"], name="unmatched_once"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
