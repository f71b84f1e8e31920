"""What a member says about who comes next: for themselves alone."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.records.classification import classified
from core.records.models import Record


class PartnerWish(Record):
    """Whether a member would like another partner after this one, and this one again.

    Read by its author alone. Of `again` matching learns only where all members of a relationship
    said so; of `seeks` those who run the program learn that somebody looks for a partner.
    """

    engagement = models.ForeignKey(
        "engagements.Engagement", models.CASCADE, related_name="partner_wishes"
    )
    person = models.ForeignKey("participants.Person", models.CASCADE, related_name="+")
    again = models.BooleanField(_("I would work with them again"), default=False)
    seeks = models.BooleanField(null=True, blank=True)
    said_at = models.DateTimeField()

    fields_are = classified(
        retention="relationship", internal="engagement person said_at", personal="again seeks"
    )

    class Meta:
        verbose_name_plural = "partner wishes"
        constraints = [
            models.UniqueConstraint(fields=["engagement", "person"], name="partner_wish_once"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
