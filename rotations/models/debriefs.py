"""A look back at a placement, question by question."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.crypto.fields import EncryptedTextField
from core.records.classification import classified
from core.records.models import Record


class DebriefSection(Record):
    """The mentee's answer to one question; theirs alone, unless they show this one to the mentor."""

    placement = models.ForeignKey(
        "rotations.Placement", models.CASCADE, related_name="debrief_sections"
    )
    author = models.ForeignKey("participants.Person", models.CASCADE, related_name="+")
    prompt = models.SlugField(max_length=40)
    written_at = models.DateTimeField()
    text = EncryptedTextField(_("your words"))
    shared_with = models.ForeignKey(
        "engagements.Engagement",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="shared_debriefs",
    )
    shared_at = models.DateTimeField(null=True, blank=True)

    fields_are = classified(
        retention="program",
        internal="placement",
        personal="author prompt written_at shared_with shared_at",
        confidential="text",
    )

    class Meta:
        ordering = ["placement", "created_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["placement", "prompt"], name="debrief_section_once"),
            models.CheckConstraint(
                condition=Q(shared_with__isnull=True) | Q(shared_at__isnull=False),
                name="debrief_section_shared_dated",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
