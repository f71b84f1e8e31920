"""How a member says the relationship is going; numbers only through the privacy gateway."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.crypto.fields import EncryptedTextField
from core.records.classification import classified
from core.records.models import Record


class CheckIn(Record):
    """One member's answer to one due check-in."""

    engagement = models.ForeignKey(
        "engagements.Engagement", models.CASCADE, related_name="checkins"
    )
    person = models.ForeignKey("participants.Person", models.CASCADE, related_name="checkins")
    due_on = models.DateField()
    answered_at = models.DateTimeField(null=True, blank=True)
    fit = models.PositiveSmallIntegerField(_("how well we fit"), null=True, blank=True)
    progress = models.PositiveSmallIntegerField(_("how far I get"), null=True, blank=True)
    comment = EncryptedTextField(_("anything to add"), blank=True)
    wants_help = models.BooleanField(_("I would like help from the program team"), default=False)
    help_handled_at = models.DateTimeField(null=True, blank=True)

    fields_are = classified(
        retention="relationship",
        internal="engagement person due_on answered_at wants_help help_handled_at",
        sensitive="fit progress",
        confidential="comment",
    )

    class Meta:
        ordering = ["engagement", "due_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["engagement", "person", "due_on"], name="checkin_once"),
            models.CheckConstraint(
                condition=(Q(fit__isnull=True) | Q(fit__gte=1, fit__lte=5))
                & (Q(progress__isnull=True) | Q(progress__gte=1, progress__lte=5)),
                name="checkin_scales",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
