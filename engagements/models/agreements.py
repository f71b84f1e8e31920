"""What the members promise one another, signed by each."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.crypto.fields import EncryptedTextField
from core.records.classification import classified
from core.records.models import Record


class Agreement(Record):
    """One version of the agreement; a change makes a new version that is signed anew."""

    engagement = models.ForeignKey(
        "engagements.Engagement", models.CASCADE, related_name="agreements"
    )
    version = models.PositiveSmallIntegerField(default=1)
    expectations = EncryptedTextField(_("what we expect of each other"), blank=True)
    boundaries = EncryptedTextField(_("what is out of bounds"), blank=True)
    confidentiality = EncryptedTextField(_("what stays between us"), blank=True)
    meeting_every_days = models.PositiveSmallIntegerField(_("days between sessions"), default=21)
    written_by = models.ForeignKey(
        "participants.Person", models.SET_NULL, null=True, related_name="+"
    )

    fields_are = classified(
        retention="relationship",
        internal="engagement version meeting_every_days written_by",
        confidential="expectations boundaries confidentiality",
    )

    class Meta:
        ordering = ["engagement", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["engagement", "version"], name="agreement_version_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class AgreementSignature(Record):
    """A member has signed a version."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="signatures")
    person = models.ForeignKey("participants.Person", models.CASCADE, related_name="+")
    signed_at = models.DateTimeField()

    fields_are = classified(retention="relationship", internal="agreement person signed_at")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "person"], name="signature_once"),
        ]

    def __str__(self) -> str:
        return str(self.person)
