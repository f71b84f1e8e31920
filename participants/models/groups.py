"""The groups that people may say they belong to, and what each one said, for nobody else to read."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.crypto.fields import EncryptedJSONField
from core.records.classification import classified
from core.records.models import Record


class GroupQuestion(Record):
    """What people are asked, such as "Gender". Never renamed: an answer must keep its meaning."""

    name = models.CharField(_("question"), max_length=80, unique=True)
    position = models.PositiveSmallIntegerField()
    is_sample = models.BooleanField(default=False)
    retired_at = models.DateTimeField(null=True, blank=True)

    fields_are = classified(
        retention="system", public="name", internal="position is_sample retired_at"
    )

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name


class GroupOption(Record):
    """One answer that can be chosen. "I'd rather not say" is always there, and is no option."""

    question = models.ForeignKey(GroupQuestion, models.CASCADE, related_name="options")
    name = models.CharField(_("answer"), max_length=80)
    position = models.PositiveSmallIntegerField()

    fields_are = classified(retention="system", public="question name position")

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["question", "name"], name="group_option_once"),
        ]

    def __str__(self) -> str:
        return self.name


class GroupDeclaration(Record):
    """What a person said: question to option, both by key. Gone as soon as they take it back."""

    person = models.OneToOneField("participants.Person", models.CASCADE, related_name="groups")
    choices = EncryptedJSONField()
    declared_at = models.DateTimeField()

    fields_are = classified(
        retention="employment", internal="person declared_at", confidential="choices"
    )

    def __str__(self) -> str:
        return str(self.pk)
