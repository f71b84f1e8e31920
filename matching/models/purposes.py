"""Why something protected may count in a program's matching, by law, and until when."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.records.classification import classified
from core.records.models import Record


class LawfulPurpose(Record):
    """One purpose for one protected attribute of one program; ended by a date, never deleted."""

    program = models.ForeignKey("programs.Program", models.CASCADE, related_name="lawful_purposes")
    attribute = models.CharField(_("protected attribute"), max_length=80)
    basis = models.TextField(_("legal basis and purpose"))
    until = models.DateField(_("until"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    recorded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    fields_are = classified(
        retention="program",
        internal="program attribute basis until recorded_by recorded_at ended_at",
    )

    class Meta:
        ordering = ["-recorded_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "attribute"],
                condition=Q(ended_at__isnull=True),
                name="lawful_purpose_one_live",
            ),
            models.CheckConstraint(condition=~Q(basis=""), name="lawful_purpose_has_a_basis"),
        ]

    def __str__(self) -> str:
        return self.attribute
