"""What somebody reads, attends or watches to grow, planned and done."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.crypto.fields import EncryptedTextField
from core.records.classification import classified
from core.records.models import Record
from engagements.enums import LearningKind


class Learning(Record):
    """Something a person learns by, on a day of their own; under a goal, its partner reads it too.

    What is taken away stays for a while with `removed_at`, for the way back.
    """

    person = models.ForeignKey("participants.Person", models.CASCADE, related_name="learning")
    goal = models.ForeignKey(
        "engagements.Goal", models.SET_NULL, null=True, blank=True, related_name="learning"
    )
    competency = models.ForeignKey(
        "participants.Competency", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(max_length=12, choices=LearningKind, default=LearningKind.READING)
    title = EncryptedTextField(_("what it is"))
    planned_on = models.DateField(_("planned for"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    title_shared = models.BooleanField(_("show the title to the program owner"), default=False)
    manager_until = models.DateField(_("show to my manager until"), null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    fields_are = classified(
        retention="relationship",
        internal="goal competency kind planned_on done_on removed_at",
        personal="person title_shared manager_until",
        confidential="title",
    )

    class Meta:
        ordering = ["person", "planned_on", "id"]
        verbose_name_plural = "learning"
        constraints = [
            models.CheckConstraint(
                condition=Q(planned_on__isnull=False) | Q(done_on__isnull=False),
                name="learning_dated",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
