"""What juniors tell the leaders of a program: given one by one, read only in a pool of many."""

from datetime import UTC, date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.crypto.fields import EncryptedJSONField, EncryptedTextField
from core.records.classification import classified
from core.records.models import Record

#: Nobody but its author has read it, and it is still meant to be read.
WAITS = Q(released_at=None, taken_back_at=None)


class Theme(Record):
    """A question that leaders of a program put to those who mentor upwards in it."""

    program = models.ForeignKey("programs.Program", models.CASCADE, related_name="themes")
    question = models.CharField(_("question"), max_length=200)
    asked_by = models.ForeignKey(
        "participants.Person", models.SET_NULL, null=True, related_name="+"
    )
    asked_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    fields_are = classified(
        retention="program", internal="program question asked_by asked_at closed_at"
    )

    class Meta:
        ordering = ["-asked_at", "id"]

    def __str__(self) -> str:
        return self.question

    @property
    def is_open(self) -> bool:
        """Whether it still takes input."""
        return self.closed_at is None


class ThemeInput(Record):
    """What one person says to a theme. It is their own copy: a release holds the words again,
    without a way back to this row, so it doesn't change when this row goes.
    """

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="inputs")
    author = models.ForeignKey("participants.Person", models.CASCADE, related_name="+")
    given_at = models.DateTimeField()
    words = EncryptedTextField(_("what leaders should hear"))
    #: At most one of the two. With neither, it waits.
    released_at = models.DateTimeField(null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    fields_are = classified(
        retention="relationship",
        internal="theme",
        personal="author given_at released_at taken_back_at",
        confidential="words",
    )

    class Meta:
        ordering = ["-given_at", "id"]
        constraints = [
            # A person is one voice in a release: the number of texts is the number of people.
            models.UniqueConstraint(
                fields=["theme", "author"],
                condition=WAITS,
                name="input_waits_once",
            ),
            models.CheckConstraint(
                condition=Q(released_at=None) | Q(taken_back_at=None), name="input_of_one_fate"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def waits(self) -> bool:
        """Whether nobody but its author has read it, and it is still meant to be read."""
        return self.released_at is None and self.taken_back_at is None

    @property
    def released_on(self) -> date | None:
        """The Monday of its batch, by the clock that cuts the weeks."""
        return self.released_at and self.released_at.astimezone(UTC).date()


class PooledRelease(Record):
    """A batch of what was said to a theme, in the order of its letters and without anybody's name.

    Written once. No service changes it; only the rotation of keys writes its words anew.
    """

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="releases")
    #: What was given before this moment could be in it.
    cut_at = models.DateTimeField()
    number = models.PositiveIntegerField()
    words = EncryptedJSONField()

    fields_are = classified(
        retention="program", internal="theme cut_at number", confidential="words"
    )

    class Meta:
        ordering = ["-cut_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["theme", "cut_at"], name="pooled_once_a_week"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def day(self) -> date:
        """The Monday on which it came out, by the clock that cuts the weeks."""
        return self.cut_at.astimezone(UTC).date()


class LeaderAnswer(Record):
    """What a leader answers to a batch, for all who mentor upwards in the program and their partners."""

    release = models.OneToOneField(PooledRelease, models.CASCADE, related_name="answer")
    author = models.ForeignKey("participants.Person", models.CASCADE, related_name="+")
    answered_at = models.DateTimeField()
    text = EncryptedTextField(_("answer"))

    fields_are = classified(
        retention="program", internal="release author answered_at", confidential="text"
    )

    class Meta:
        ordering = ["-answered_at", "id"]

    def __str__(self) -> str:
        return str(self.pk)
