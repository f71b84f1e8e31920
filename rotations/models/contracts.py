"""Contracts about hours, and the ledger that nobody can change afterwards."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.records.classification import classified
from core.records.models import Record
from rotations.coaching.enums import HoursKind


class CoachingContract(Record):
    """Hours that a program has bought, from one coach or from a provider of several.

    How many minutes it holds is told by its ledger alone.
    """

    program = models.ForeignKey(
        "programs.Program", models.PROTECT, related_name="coaching_contracts"
    )
    coach = models.ForeignKey(
        "rotations.CoachProfile",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contracts",
    )
    provider = models.CharField(_("provider"), max_length=120, blank=True)
    rate = models.DecimalField(
        _("rate an hour"), max_digits=9, decimal_places=2, validators=[MinValueValidator(0)]
    )
    currency = models.CharField(_("currency"), max_length=3)
    starts_on = models.DateField(_("from"))
    expires_on = models.DateField(_("until"))

    fields_are = classified(
        retention="program", internal="program coach provider rate currency starts_on expires_on"
    )

    class Meta:
        ordering = ["expires_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on__gt=F("starts_on")), name="contract_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(coach__isnull=False) | ~Q(provider=""), name="contract_with_somebody"
            ),
            models.CheckConstraint(condition=Q(rate__gte=0), name="contract_rate_not_negative"),
        ]

    def __str__(self) -> str:
        return self.provider or str(self.coach)


class HoursEntry(Record):
    """One line of a contract's ledger, in minutes; what is left is the sum of them all.

    A trigger refuses to change or delete a line, and a booking beyond what is left. It lets go
    of who wrote it (an erased account) and of the session (a relationship that is gone).
    """

    contract = models.ForeignKey(CoachingContract, models.CASCADE, related_name="entries")
    coaching = models.ForeignKey(
        "rotations.CoachingEngagement",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="entries",
    )
    session = models.ForeignKey(
        "engagements.Session", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(max_length=10, choices=HoursKind)
    minutes = models.IntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reverses = models.OneToOneField(
        "self", models.CASCADE, null=True, blank=True, related_name="reversal"
    )

    fields_are = classified(
        retention="program", internal="contract coaching session kind minutes at by reverses"
    )

    class Meta:
        ordering = ["contract", "at", "created_at", "id"]
        verbose_name_plural = "hours entries"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["bought", "released"], minutes__gt=0)
                | Q(kind__in=["reserved", "used", "expired"], minutes__lt=0)
                | Q(kind="reversed", reverses__isnull=False),
                name="hours_signed_by_kind",
            ),
        ]
        indexes = [models.Index(fields=["session", "kind"], name="hours_of_session")]

    def __str__(self) -> str:
        return f"{self.kind} {self.minutes}"
