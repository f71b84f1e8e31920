"""What a person agreed to, and since when."""

from django.db import models
from django.db.models import Q

from core.records.classification import classified
from core.records.models import Record
from participants.enums import ConsentPurpose


class Consent(Record):
    """One agreement to one version of one purpose; revoked by a date, never deleted."""

    person = models.ForeignKey("participants.Person", models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=40, choices=ConsentPurpose)
    version = models.PositiveSmallIntegerField(default=1)
    given_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    fields_are = classified(
        retention="employment", personal="person purpose version given_at revoked_at"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose"],
                condition=Q(revoked_at__isnull=True),
                name="consent_one_live",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.purpose}"
