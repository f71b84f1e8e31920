"""The organisation and its units."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.accounts.models import validate_timezone
from core.records.classification import classified
from core.records.models import Record
from participants.enums import UnitKind


class Organisation(Record):
    """The one organisation of this deployment."""

    name = models.CharField(_("name"), max_length=120)
    timezone = models.CharField(_("time zone"), max_length=64, validators=[validate_timezone])
    language = models.CharField(max_length=10, default="en")
    has_sample = models.BooleanField(default=False)
    only_one = models.BooleanField(default=True, unique=True, editable=False)

    fields_are = classified(
        retention="system", public="name timezone language", internal="has_sample only_one"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(only_one=True), name="organisation_one")
        ]

    def __str__(self) -> str:
        return self.name


class Unit(Record):
    """A business unit, function or site."""

    kind = models.CharField(max_length=20, choices=UnitKind)
    name = models.CharField(_("name"), max_length=120)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    is_sample = models.BooleanField(default=False)

    fields_are = classified(retention="system", public="kind name parent", internal="is_sample")

    class Meta:
        ordering = ["kind", "name"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "name"], name="unit_name_unique"),
        ]

    def __str__(self) -> str:
        return self.name
