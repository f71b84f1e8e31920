"""What a mentee says to the mentor, or a peer to the peer, whom they ask themselves."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.crypto.fields import EncryptedTextField
from core.records.classification import classified
from core.records.models import Record


class MentorRequest(Record):
    """Somebody asked this mentor or peer: `offer` is the question to them, `words` come with it.

    That somebody asked whom and when stands in the offer; this row holds what nobody but the two
    may read.
    """

    offer = models.OneToOneField("matching.Offer", models.CASCADE, related_name="request")
    words = EncryptedTextField(_("a word to the mentor"), blank=True)

    fields_are = classified(retention="program", internal="offer", confidential="words")

    class Meta:
        ordering = ["created_at", "id"]

    def __str__(self) -> str:
        return str(self.pk)
