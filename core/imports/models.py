"""What is kept of an import, and for how long."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.crypto.fields import EncryptedJSONField
from core.imports import kinds
from core.imports.enums import OPEN, RUNNING, WRITING, Action, Outcome, State
from core.records.classification import classified
from core.records.models import Record


class ImportBatch(Record):
    """One file on its way into the database, and the account of what it did."""

    kind = models.CharField(max_length=40)
    context_type = models.CharField(max_length=60, blank=True)
    context_id = models.CharField(max_length=60, blank=True)
    context_label = models.CharField(max_length=200, blank=True)
    options = models.JSONField(default=dict, blank=True)
    file_name = models.CharField(max_length=255)
    encoding = models.CharField(max_length=20, blank=True)
    delimiter = models.CharField(max_length=1, blank=True)
    sheet = models.CharField(max_length=100, blank=True)
    sheets = models.JSONField(default=list, blank=True)
    row_count = models.PositiveIntegerField(default=0)
    header_line = models.PositiveIntegerField(default=1)
    header = models.JSONField(default=list, blank=True)
    protected = models.JSONField(default=list, blank=True)
    notes = models.JSONField(default=list, blank=True)
    notices = models.JSONField(default=list, blank=True)
    mapping = models.JSONField(default=dict, blank=True)
    repairs = EncryptedJSONField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.UPLOADED)
    failed_in = models.CharField(max_length=12, choices=State, blank=True)
    round = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    seen_at = models.DateTimeField(null=True, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    acting = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    committed_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    purged_at = models.DateTimeField(null=True, blank=True)

    fields_are = classified(
        retention="program",
        internal=(
            "kind context_type context_id context_label options encoding delimiter sheet sheets row_count"
            " header_line header protected notes notices mapping state failed_in round attempts seen_at done"
            " total created_by acting committed_at undone_at purged_at"
        ),
        personal="file_name",
        confidential="repairs",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind"], condition=Q(state__in=WRITING), name="import_one_writer_per_kind"
            ),
            models.CheckConstraint(
                condition=Q(committed_at__isnull=False) | ~Q(state=State.COMMITTED),
                name="import_committed_has_time",
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True) ^ Q(state=State.UNDONE),
                name="import_undone_has_time",
            ),
            models.CheckConstraint(
                condition=Q(done__lte=models.F("total")), name="import_done_in_total"
            ),
        ]
        indexes = [models.Index(fields=["state", "seen_at"], name="import_state_seen")]

    def __str__(self) -> str:
        return self.file_name

    @property
    def kind_of(self) -> kinds.ImportKind:
        """What its rows mean. Raises KeyError when no room registers that kind any more."""
        return kinds.get(self.kind)

    @property
    def context(self) -> kinds.Context:
        """What it is about."""
        return kinds.Context(self.context_type, self.context_id, self.context_label, self.options)

    @property
    def audit_label(self) -> str:
        """Neutral words for the log; a file's name may be somebody's."""
        return self.kind

    @property
    def is_open(self) -> bool:
        """Whether it can still be mapped, repaired or discarded."""
        return self.state in OPEN

    @property
    def is_running(self) -> bool:
        """Whether a worker has something to do for it."""
        return self.state in RUNNING


class ImportSource(Record):
    """The file itself, protected columns emptied; gone when its rows are written."""

    batch = models.OneToOneField(ImportBatch, on_delete=models.CASCADE, related_name="source")
    content = EncryptedJSONField()

    fields_are = classified(retention="short", internal="batch", confidential="content")


class ImportRow(Record):
    """A row of the file: its mapped cells, what it would do, what it did."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    action = models.CharField(max_length=10, choices=Action)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.PENDING)
    cells = EncryptedJSONField()
    plan = EncryptedJSONField()
    touched = EncryptedJSONField(null=True, blank=True)

    fields_are = classified(
        retention="short", internal="batch number action outcome", confidential="cells plan touched"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="import_row_number_unique")
        ]
        indexes = [models.Index(fields=["batch", "action", "number"], name="import_row_by_action")]

    def __str__(self) -> str:
        return str(self.number)

    @property
    def problems(self) -> list[kinds.Problem]:
        """Why it is faulty or was set aside."""
        return [kinds.Problem(*each) for each in self.plan["problems"]]

    @property
    def traces(self) -> list[kinds.Touched]:
        """What it wrote."""
        found: list[list[Any]] = self.touched or []
        return [kinds.Touched(*each) for each in found]


class SavedMapping(Record):
    """The mapping last confirmed for files with the same columns."""

    kind = models.CharField(max_length=40)
    signature = models.CharField(max_length=64)
    mapping = models.JSONField(default=dict)

    fields_are = classified(retention="system", internal="kind signature mapping")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "signature"], name="import_mapping_unique")
        ]

    def __str__(self) -> str:
        return self.kind
