"""A private journal; an entry may be shared into one relationship."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.crypto.fields import EncryptedTextField
from core.records.classification import classified
from core.records.models import Record


class JournalEntry(Record):
    """Read by its author alone, unless they share this one entry with their partner."""

    author = models.ForeignKey("participants.Person", models.CASCADE, related_name="journal")
    written_at = models.DateTimeField()
    prompt = models.SlugField(max_length=60, blank=True)
    text = EncryptedTextField(_("entry"))
    shared_with = models.ForeignKey(
        "engagements.Engagement",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="shared_entries",
    )
    shared_at = models.DateTimeField(null=True, blank=True)

    fields_are = classified(
        retention="relationship",
        personal="author written_at prompt shared_with shared_at",
        confidential="text",
    )

    class Meta:
        ordering = ["-written_at", "id"]
        verbose_name_plural = "journal entries"

    def __str__(self) -> str:
        return str(self.pk)
