"""What a person tells about themselves for the sake of being matched."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.crypto.fields import EncryptedTextField
from core.records.classification import classified
from core.records.models import Record


class Profile(Record):
    """One per person, made when first needed."""

    person = models.OneToOneField("participants.Person", models.CASCADE, related_name="profile")
    headline = models.CharField(_("in one sentence"), max_length=160, blank=True)
    experience_years = models.PositiveSmallIntegerField(
        _("years of experience"), null=True, blank=True
    )
    languages = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    working_style = models.CharField(_("working style"), max_length=20, blank=True)
    hours_a_month = models.PositiveSmallIntegerField(_("hours a month"), null=True, blank=True)
    objectives = EncryptedTextField(_("career objectives"), blank=True)
    adjustments = EncryptedTextField(_("what would help you take part"), blank=True)

    fields_are = classified(
        retention="employment",
        internal="person",
        personal="headline experience_years languages working_style hours_a_month",
        confidential="objectives adjustments",
    )

    def __str__(self) -> str:
        return str(self.person)
