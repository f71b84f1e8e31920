"""Writing the two logs, in the transaction of what they tell of."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Model

from core.accounts.models import User
from core.audit.facts import clean
from core.audit.models import AuditEntry, ReadLogEntry

SYSTEM = "system"
READ_WINDOW = timedelta(minutes=10)  # one reading may take several requests


@transaction.atomic(savepoint=False)
def record(
    *,
    by: User | None,
    action: str,
    subject: Model | None,
    now: datetime,
    facts: dict[str, Any] | None = None,
    label: str = "",
) -> AuditEntry:
    """The entry, written with the caller's changes or not at all.

    `action` is a dotted key such as "programs.publish"; `by=None` is the system. `label` names
    the subject in neutral words; without it, the model's `audit_label` or verbose name does.
    Raises UnfitFact for anything that looks like private text.
    """
    return AuditEntry.objects.create(
        occurred_at=now,
        actor=by,
        actor_label=str(by) if by else SYSTEM,
        action=action,
        subject_type=subject._meta.label if subject else "",
        subject_id=subject.pk if subject else None,
        subject_label=_label(subject, label),
        facts=clean(facts, subject),
    )


@transaction.atomic
def log_read(
    *, by: User, subject: Model, now: datetime, purpose: str, label: str = ""
) -> ReadLogEntry:
    """The entry of this reading; the same reading within ten minutes is one entry.

    `purpose` is a dotted key such as "engagements.session". Needs no call for one's own texts.
    """
    same = ReadLogEntry.objects.filter(
        reader=by, subject_id=subject.pk, purpose=purpose, occurred_at__gt=now - READ_WINDOW
    )
    return same.first() or ReadLogEntry.objects.create(
        occurred_at=now,
        reader=by,
        reader_label=str(by),
        subject_type=subject._meta.label,
        subject_id=subject.pk,
        subject_label=_label(subject, label),
        purpose=purpose,
    )


def _label(subject: Model | None, label: str) -> str:
    """Never str(subject): that may show a person's words."""
    if subject is None:
        return label[:120]
    return str(label or getattr(subject, "audit_label", "") or subject._meta.verbose_name)[:120]
