"""The logs only grow; erasure and retention are the only ways around that."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from core.accounts.models import User
from core.audit.models import AuditEntry, ReadLogEntry
from core.audit.retention import forget, prune
from core.audit.services import log_read, record

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def user(empty_db: None) -> User:
    user = User.objects.create_user("ada@example.org")
    for days in (0, 10):
        now = NOON + timedelta(days=days)
        record(by=user, action="a.b", subject=user, now=now)
        log_read(by=user, subject=user, now=now, purpose="a.look")
    return user


@pytest.mark.parametrize("model", [AuditEntry, ReadLogEntry])
def test_the_database_refuses_changes(
    model: type[AuditEntry] | type[ReadLogEntry], user: User
) -> None:
    actor = "actor" if model is AuditEntry else "reader"
    for change in ({"subject_label": "x"}, {actor: None, "subject_label": "x"}):
        with pytest.raises(IntegrityError, match="is append-only"), transaction.atomic():
            model.objects.update(**change)
    with pytest.raises(IntegrityError, match="is append-only"), transaction.atomic():
        model.objects.all().delete()
    other = User.objects.create_user("bo@example.org")
    with pytest.raises(IntegrityError, match="is append-only"), transaction.atomic():
        model.objects.update(**{actor: other})
    with pytest.raises(IntegrityError), connection.cursor() as cursor, transaction.atomic():
        cursor.execute(f"DELETE FROM {model._meta.db_table}")
    assert model.objects.filter(**{actor: user}).count() == 2


def test_a_deleted_user_leaves_the_entries(user: User) -> None:
    user.delete()
    entry = AuditEntry.objects.filter(actor=None, actor_label="ada@example.org")
    assert entry.count() == 2
    assert ReadLogEntry.objects.filter(reader=None).count() == 2


def test_an_erased_person_leaves_no_name(user: User) -> None:
    other = User.objects.create_user("bo@example.org")
    kept = record(by=other, action="a.b", subject=user, now=NOON)
    assert forget(user=user) == 4
    name = "somebody who was erased"
    assert AuditEntry.objects.filter(actor=None, actor_label=name).count() == 2
    assert ReadLogEntry.objects.filter(reader=None, reader_label=name).count() == 2
    assert AuditEntry.objects.get(actor=other) == kept


def test_old_entries_go_and_the_lock_closes_again(user: User) -> None:
    assert prune(before=NOON + timedelta(days=10)) == 2
    assert (AuditEntry.objects.count(), ReadLogEntry.objects.count()) == (1, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditEntry.objects.all().delete()
