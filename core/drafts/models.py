"""What somebody has typed into the long fields of one form and has not sent."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.crypto.fields import EncryptedJSONField
from core.records.classification import classified
from core.records.models import Record


class Draft(Record):
    """The words of one form, by field. A settled draft was sent or thrown away.

    When it was sent, its words are gone; the row stays for some days, so that an autosave that
    was on its way meanwhile finds the door shut. What was thrown away can be had back.
    `stands` tells whether the stored text has changed since the draft was begun.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    form = models.CharField(max_length=300)
    address = models.CharField(max_length=500, blank=True)
    words = EncryptedJSONField(null=True, blank=True)
    stands = models.CharField(max_length=64, blank=True)
    began_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    fields_are = classified(
        retention="short",
        internal="user form address stands began_at updated_at settled_at",
        confidential="words",
    )

    class Meta:
        verbose_name = _("draft")
        ordering = ["-updated_at"]
        constraints = [
            models.UniqueConstraint(fields=["user", "form"], name="draft_once"),
            models.CheckConstraint(
                condition=Q(words__isnull=False) | Q(settled_at__isnull=False),
                name="draft_has_words_or_is_settled",
            ),
        ]

    def __str__(self) -> str:
        return f"Draft {self.pk}"
