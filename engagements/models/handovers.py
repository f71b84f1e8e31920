"""What is handed on to the next mentor, or the next peer."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.crypto.fields import EncryptedTextField
from core.records.classification import classified
from core.records.models import Record


class HandOver(Record):
    """A note about a mentee's way, by the mentee or a mentor of theirs, for the mentor who follows. Each
    of two peers writes about the other, who stands in `mentee`, for the peer who follows.

    Its author's alone until they hand it to the mentee (`offered_at`), and read by the mentors or the
    peer of `shared_with` alone if the mentee shows it there. Both can take it back.
    """

    engagement = models.ForeignKey(
        "engagements.Engagement", models.CASCADE, related_name="hand_overs"
    )
    author = models.ForeignKey("participants.Person", models.CASCADE, related_name="+")
    mentee = models.ForeignKey("participants.Person", models.CASCADE, related_name="+")
    text = EncryptedTextField(_("note"))
    written_at = models.DateTimeField()
    offered_at = models.DateTimeField(null=True, blank=True)
    shared_with = models.ForeignKey(
        "engagements.Engagement", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    shared_at = models.DateTimeField(null=True, blank=True)

    fields_are = classified(
        retention="relationship",
        personal="engagement author mentee written_at offered_at shared_with shared_at",
        confidential="text",
    )

    class Meta:
        ordering = ["-written_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["engagement", "author"], name="hand_over_once"),
            models.CheckConstraint(
                condition=Q(shared_with=None) | Q(offered_at__isnull=False),
                name="hand_over_shared_with_consent",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
