"""The two ways in which the logs may lose something: a person's erasure, and old age."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.audit.models import AuditEntry, ReadLogEntry


@contextmanager
def unlocked() -> Iterator[None]:
    """Let this transaction change the logs. For this module and migrations only."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('audit.unlocked', 'on', true)")
        yield
        cursor.execute("SELECT set_config('audit.unlocked', 'off', true)")


def forget(*, user: User) -> int:
    """Take a person's name out of both logs; what was done stays. Returns the entries changed."""
    name = _("somebody who was erased")
    with unlocked():
        changed = AuditEntry.objects.filter(actor=user).update(actor=None, actor_label=name)
        return changed + ReadLogEntry.objects.filter(reader=user).update(
            reader=None, reader_label=name
        )


def prune(*, before: datetime) -> int:
    """Delete the entries of both logs that are older. Returns how many."""
    with unlocked():
        entries, _each = AuditEntry.objects.filter(occurred_at__lt=before).delete()
        reads, _each = ReadLogEntry.objects.filter(occurred_at__lt=before).delete()
    return entries + reads


def forget_invented(*, users: Iterable[UUID], subjects: Iterable[UUID]) -> int:
    """Delete what invented people did and what was done to them: nobody real is in it.

    For taking out sample data only. Returns how many entries of both logs went.
    """
    actors, things = list(users), list(subjects)
    with unlocked():
        done = AuditEntry.objects.filter(Q(actor__in=actors) | Q(subject_id__in=things))
        read = ReadLogEntry.objects.filter(Q(reader__in=actors) | Q(subject_id__in=things))
        return done.delete()[0] + read.delete()[0]
