"""Reading the two logs; the caller decides who may see the answer."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Model

from core.audit.models import AuditEntry, ReadLogEntry

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from core.accounts.models import User


def history_of(subject: Model) -> "QuerySet[AuditEntry]":
    """What happened to an object, latest first."""
    return AuditEntry.objects.filter(subject_type=subject._meta.label, subject_id=subject.pk)


def done_by(user: "User") -> "QuerySet[AuditEntry]":
    """What somebody did, latest first."""
    return AuditEntry.objects.filter(actor=user)


def readers_of(subject: Model) -> "QuerySet[ReadLogEntry]":
    """Who opened an object, latest first."""
    return ReadLogEntry.objects.filter(subject_type=subject._meta.label, subject_id=subject.pk)


def read_by(user: "User", *, since: datetime | None = None) -> "QuerySet[ReadLogEntry]":
    """What somebody opened, latest first."""
    found = ReadLogEntry.objects.filter(reader=user)
    return found.filter(occurred_at__gte=since) if since else found
