"""A questionnaire, its questions, somebody's response to it, and the answers in that.

Nothing here points up: respondent and context are a label and a key, such as "participants.Person"
and "programs.Enrolment". Free text is always encrypted; other answers are stored plain where
matching and metrics need them, or encrypted where the question is `sealed`.
"""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.crypto.fields import EncryptedJSONField
from core.questionnaires.enums import WORDS, Ask
from core.records.classification import classified
from core.records.models import Record


class Questionnaire(Record):
    """One version of a questionnaire. Once answered it stays as it is; a change is a new version."""

    key = models.CharField(max_length=120)
    version = models.PositiveIntegerField(default=1)
    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=160)
    intro = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    fields_are = classified(retention="program", public="key version kind title intro published_at")

    class Meta:
        verbose_name = _("questionnaire")
        ordering = ["key", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["key", "version"], name="questionnaire_version")
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.version})"


class Question(Record):
    """One question. `options` hold what its kind needs (see core.questionnaires.definition)."""

    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="questions")
    key = models.SlugField(max_length=60)
    position = models.PositiveSmallIntegerField()
    step = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=20, choices=Ask)
    text = models.CharField(max_length=300)
    help = models.CharField(max_length=500, blank=True)
    why_we_ask = models.CharField(max_length=300, blank=True)
    audience = models.CharField(max_length=80, blank=True)
    required = models.BooleanField(default=True)
    sealed = models.BooleanField(default=False)
    prefill = models.CharField(max_length=80, blank=True)
    options = models.JSONField(default=dict, blank=True)

    fields_are = classified(
        retention="program",
        public=(
            "questionnaire key position step kind text help why_we_ask audience required sealed"
            " prefill options"
        ),
    )

    class Meta:
        verbose_name = _("question")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "key"], name="question_key"),
            models.UniqueConstraint(fields=["questionnaire", "position"], name="question_position"),
            models.CheckConstraint(
                condition=~Q(kind__in=[str(kind) for kind in sorted(WORDS)]) | Q(sealed=True),
                name="question_words_are_sealed",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Response(Record):
    """What one respondent answers on one occasion; a draft until it is submitted."""

    class State(models.TextChoices):
        """Drafts are the respondent's alone."""

        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Submitted")

    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="responses")
    key = models.CharField(max_length=120)
    respondent_type = models.CharField(max_length=80)
    respondent_id = models.UUIDField()
    context_type = models.CharField(max_length=80)
    context_id = models.UUIDField()
    occasion = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    submitted_at = models.DateTimeField(null=True, blank=True)

    fields_are = classified(
        retention="program",
        internal="questionnaire key context_type context_id occasion state submitted_at",
        personal="respondent_type respondent_id",
    )

    class Meta:
        verbose_name = _("response")
        verbose_name_plural = _("responses")
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["context_id"], name="response_context"),
            models.Index(fields=["respondent_id"], name="response_respondent"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["key", "respondent_id", "context_id", "occasion"], name="response_once"
            ),
            models.CheckConstraint(
                condition=Q(state="draft", submitted_at=None)
                | Q(state="submitted", submitted_at__isnull=False),
                name="response_submitted_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.get_state_display()}"

    @property
    def is_draft(self) -> bool:
        """Whether it can still be changed."""
        return self.state == self.State.DRAFT


class Answer(Record):
    """The answer to one question: sealed or plain, never both. An emptied answer holds neither."""

    response = models.ForeignKey(Response, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    value = models.JSONField(null=True, blank=True)
    words = EncryptedJSONField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()

    fields_are = classified(
        retention="program",
        internal="response question revision changed_at",
        sensitive="value",
        confidential="words",
    )

    class Meta:
        verbose_name = _("answer")
        constraints = [
            models.UniqueConstraint(fields=["response", "question"], name="answer_once"),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(words__isnull=True), name="answer_in_one_place"
            ),
        ]

    def __str__(self) -> str:
        return f"Answer {self.pk}"

    @property
    def content(self) -> Any:
        """The answer, wherever it is stored; None when it is empty. Raises Unreadable."""
        return self.words if self.question.sealed else self.value

    def put(self, content: Any) -> None:
        """Set the answer in the place that its question asks for; the caller saves it."""
        if self.question.sealed:
            self.words = content
        else:
            self.value = content
