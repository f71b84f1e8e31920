"""Choosing a coach, the coaching itself, and what is agreed about who sees what."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.crypto.fields import EncryptedTextField
from core.records.classification import classified
from core.records.models import Record
from rotations.coaching.enums import SearchState


class CoachSearch(Record):
    """Coaching was opened for somebody who takes part; they choose among three coaches."""

    enrolment = models.ForeignKey("programs.Enrolment", models.CASCADE, related_name="+")
    contract = models.ForeignKey(
        "rotations.CoachingContract", models.PROTECT, related_name="searches"
    )
    minutes = models.PositiveIntegerField(_("minutes granted"))
    state = models.CharField(max_length=10, choices=SearchState, default=SearchState.CHOOSING)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    fields_are = classified(
        retention="program", internal="enrolment contract minutes state opened_by closed_at"
    )

    class Meta:
        ordering = ["-created_at", "id"]
        verbose_name_plural = "coach searches"
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=Q(state__in=["choosing", "asked"]),
                name="coach_search_one_open",
            ),
            models.CheckConstraint(condition=Q(minutes__gt=0), name="coach_search_grants_time"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class CoachProposal(Record):
    """One of the coaches proposed, why, and the call in which the two get to know each other."""

    search = models.ForeignKey(CoachSearch, models.CASCADE, related_name="proposals")
    coach = models.ForeignKey("rotations.CoachProfile", models.CASCADE, related_name="proposals")
    position = models.PositiveSmallIntegerField()
    quality = models.PositiveSmallIntegerField()
    reasons = models.JSONField(default=list)
    call_at = models.DateTimeField(null=True, blank=True)
    call_place = models.CharField(_("link or number of the call"), max_length=300, blank=True)
    call_sequence = models.PositiveSmallIntegerField(default=0)
    chosen_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)

    fields_are = classified(
        retention="program",
        internal="search coach position quality call_at call_sequence chosen_at declined_at",
        personal="reasons call_place",
    )

    class Meta:
        ordering = ["search", "position"]
        constraints = [
            models.UniqueConstraint(fields=["search", "coach"], name="coach_proposed_once"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class CoachingEngagement(Record):
    """What coaching adds to a relationship: whose hours it uses, and how many at most."""

    engagement = models.OneToOneField(
        "engagements.Engagement", models.CASCADE, related_name="coaching"
    )
    contract = models.ForeignKey(
        "rotations.CoachingContract", models.PROTECT, related_name="coachings"
    )
    minutes = models.PositiveIntegerField(_("minutes granted"))

    fields_are = classified(retention="relationship", internal="engagement contract minutes")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(minutes__gt=0), name="coaching_grants_time"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class ThreeWayContract(Record):
    """One version of what those who pay for the coaching see; the coachee decides."""

    coaching = models.ForeignKey(
        CoachingEngagement, models.CASCADE, related_name="three_way_contracts"
    )
    version = models.PositiveSmallIntegerField(default=1)
    shows_titles = models.BooleanField(_("titles of shared goals"), default=False)
    seen_at = models.DateTimeField(null=True, blank=True)
    seen_by = models.ForeignKey(
        "participants.Person", models.SET_NULL, null=True, blank=True, related_name="+"
    )

    fields_are = classified(
        retention="relationship", internal="coaching version shows_titles seen_at seen_by"
    )

    class Meta:
        ordering = ["coaching", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["coaching", "version"], name="three_way_version_once"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class ThreeWaySignature(Record):
    """Coachee or coach has signed a version."""

    contract = models.ForeignKey(ThreeWayContract, models.CASCADE, related_name="signatures")
    person = models.ForeignKey("participants.Person", models.CASCADE, related_name="+")
    signed_at = models.DateTimeField()

    fields_are = classified(retention="relationship", internal="contract person signed_at")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "person"], name="three_way_signed_once"),
        ]

    def __str__(self) -> str:
        return str(self.person)


class CoachNote(Record):
    """What a coach notes for themselves: nobody else reads it, the coachee neither."""

    coaching = models.ForeignKey(CoachingEngagement, models.CASCADE, related_name="notes")
    author = models.ForeignKey("participants.Person", models.CASCADE, related_name="+")
    written_at = models.DateTimeField()
    text = EncryptedTextField(_("note"))

    fields_are = classified(
        retention="relationship", internal="coaching author written_at", confidential="text"
    )

    class Meta:
        ordering = ["-written_at", "id"]

    def __str__(self) -> str:
        return str(self.pk)


class FactsConsent(Record):
    """The coachee lets the coach read facts from the business, until a day, revocable at once."""

    coaching = models.ForeignKey(CoachingEngagement, models.CASCADE, related_name="facts_consents")
    given_at = models.DateTimeField()
    until = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    fields_are = classified(retention="relationship", personal="coaching given_at until revoked_at")

    class Meta:
        ordering = ["coaching", "-given_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["coaching"],
                condition=Q(revoked_at__isnull=True),
                name="facts_consent_one_live",
            ),
            models.CheckConstraint(
                condition=Q(until__gt=F("given_at")), name="facts_consent_lasts"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
