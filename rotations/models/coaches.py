"""The pool: coaches who work elsewhere, and what they cost."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.records.classification import classified
from core.records.models import Record


class CoachProfile(Record):
    """A coach of the pool. Competencies, languages and clock stand with the person."""

    person = models.OneToOneField(
        "participants.Person", models.CASCADE, related_name="coach_profile"
    )
    introduction = models.TextField(_("introduction"), max_length=1000, blank=True)
    left_pool_at = models.DateTimeField(null=True, blank=True)

    fields_are = classified(
        retention="employment", internal="person left_pool_at", personal="introduction"
    )

    class Meta:
        ordering = ["person__sort_key", "id"]

    def __str__(self) -> str:
        return str(self.person)


class CoachRate(Record):
    """What an hour with a coach costs; a row of its own, so that only HR gets it."""

    coach = models.OneToOneField(CoachProfile, models.CASCADE, related_name="rate")
    amount = models.DecimalField(
        _("rate an hour"), max_digits=9, decimal_places=2, validators=[MinValueValidator(0)]
    )
    currency = models.CharField(_("currency"), max_length=3)

    fields_are = classified(retention="employment", internal="coach", sensitive="amount currency")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="coach_rate_not_negative"),
        ]

    def __str__(self) -> str:
        return str(self.coach)
