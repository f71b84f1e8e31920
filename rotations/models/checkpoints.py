"""How a placement goes, as its mentee, its host and the mentor see it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.crypto.fields import EncryptedTextField
from core.records.classification import classified
from core.records.models import Record
from rotations.enums.rotating import CheckpointKind, PlacementRole


class Checkpoint(Record):
    """A day on which three people say how it goes.

    `opened_at` is when they could read each other: all had answered, or the day had passed.
    """

    placement = models.ForeignKey("rotations.Placement", models.CASCADE, related_name="checkpoints")
    kind = models.CharField(max_length=12, choices=CheckpointKind)
    due_on = models.DateField()
    opened_at = models.DateTimeField(null=True, blank=True)

    fields_are = classified(retention="program", internal="placement kind due_on opened_at")

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["placement", "kind"], name="checkpoint_once"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class CheckpointRating(Record):
    """What one of the three says; the others read it once the checkpoint is open."""

    checkpoint = models.ForeignKey(Checkpoint, models.CASCADE, related_name="ratings")
    person = models.ForeignKey("participants.Person", models.CASCADE, related_name="+")
    role = models.CharField(max_length=10, choices=PlacementRole)
    rated_at = models.DateTimeField()
    knowledge = models.PositiveSmallIntegerField(_("knowledge transferred"))
    impact = models.PositiveSmallIntegerField(_("business impact"))
    note = EncryptedTextField(_("what stands behind it"), blank=True)

    fields_are = classified(
        retention="program",
        internal="checkpoint person role rated_at",
        sensitive="knowledge impact",
        confidential="note",
    )

    class Meta:
        ordering = ["checkpoint", "role", "id"]
        constraints = [
            models.UniqueConstraint(fields=["checkpoint", "person"], name="checkpoint_rating_once"),
            models.CheckConstraint(
                condition=Q(knowledge__gte=1, knowledge__lte=5, impact__gte=1, impact__lte=5),
                name="checkpoint_rating_scales",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
