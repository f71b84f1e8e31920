"""The two logs. A database trigger refuses to change or delete their rows.

The exceptions are in `core.audit.retention`: erasing a person and the end of the retention period.
The labels are snapshots, so that an entry still reads well when user or subject are gone.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.records.classification import classified
from core.records.models import Record


class AuditEntry(Record):
    """One change: who did what to which object when, in neutral words."""

    occurred_at = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="audit_entries"
    )
    actor_label = models.CharField(max_length=254)
    action = models.CharField(max_length=80)
    subject_type = models.CharField(max_length=80, blank=True)
    subject_id = models.UUIDField(null=True)
    subject_label = models.CharField(max_length=120, blank=True)
    facts = models.JSONField(default=dict)

    fields_are = classified(
        retention="employment",
        internal="occurred_at action subject_type subject_id subject_label facts",
        personal="actor actor_label",
    )

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        ordering = ["-occurred_at", "-created_at"]
        indexes = [
            models.Index(fields=["subject_id", "-occurred_at"], name="audit_entry_subject"),
            models.Index(fields=["actor", "-occurred_at"], name="audit_entry_actor"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(subject_type="", subject_id=None)
                | (~Q(subject_type="") & Q(subject_id__isnull=False)),
                name="audit_entry_subject_is_whole",
            )
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.subject_label}".strip()


class ReadLogEntry(Record):
    """One reading: who opened which confidential object when, and what for."""

    occurred_at = models.DateTimeField()
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="read_log_entries"
    )
    reader_label = models.CharField(max_length=254)
    subject_type = models.CharField(max_length=80)
    subject_id = models.UUIDField()
    subject_label = models.CharField(max_length=120, blank=True)
    purpose = models.CharField(max_length=80)

    fields_are = classified(
        retention="employment",
        internal="occurred_at subject_type subject_id subject_label purpose",
        personal="reader reader_label",
    )

    class Meta:
        verbose_name = _("read log entry")
        verbose_name_plural = _("read log entries")
        ordering = ["-occurred_at", "-created_at"]
        indexes = [
            models.Index(fields=["subject_id", "-occurred_at"], name="audit_read_subject"),
            models.Index(fields=["reader", "-occurred_at"], name="audit_read_reader"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.subject_label}".strip()
