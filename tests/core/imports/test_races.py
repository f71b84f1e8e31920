"""Two at once: the database decides, and the same race without the guard shows that it has to."""

from datetime import datetime

import pytest
from django.db import connection

from core.accounts.models import User
from core.imports.enums import State
from core.imports.models import ImportBatch
from core.imports.services import commit
from tests.core.imports.accounts_kind import Accounts
from tests.core.imports.conftest import Make
from tests.races import together

NAME = "race.csv"
ROWS = "email,language\n" + "".join(f"n{n}@race.example,en\n" for n in range(12))


def written() -> int:
    return User.objects.filter(email__endswith="@race.example").count()


def test_two_workers_share_one_import(
    committing_db: None,
    checked: Make,
    kind: Accounts,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(commit, "CHUNK", 1)
    batch = checked(ROWS, name=NAME)
    ImportBatch.objects.filter(pk=batch.pk).update(
        state=State.COMMITTING, total=12, done=0, seen_at=now
    )

    def work() -> None:
        commit.run_commit(batch_id=batch.pk, now=now)

    assert together(work, work, work) == [None, None, None]
    batch.refresh_from_db()
    assert (batch.state, batch.done, written()) == (State.COMMITTED, 12, 12)
    assert kind.finished == [("commit", {"new": 12, "changed": 0, "refused": 0}, 12)]


def test_two_imports_of_a_kind_do_not_start_together(
    committing_db: None, checked: Make, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commit, "ring_for", lambda batch: None)
    batches = [checked(ROWS, name=NAME), checked(ROWS, name=NAME)]
    starts = [
        lambda pk=batch.pk: commit.start_commit(batch_id=pk, by=None, now=now) for batch in batches
    ]
    kinds = sorted(type(result).__name__ for result in together(*starts))
    assert kinds == ["ImportBatch", "NotNow"]
    assert ImportBatch.objects.filter(state=State.COMMITTING, file_name=NAME).count() == 1


def test_without_the_guard_both_would_start(
    committing_db: None, checked: Make, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: neither the lock nor the constraint."""
    monkeypatch.setattr(commit, "ring_for", lambda batch: None)
    monkeypatch.setattr(commit, "wait_for_turn", lambda batch: None)
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX import_one_writer_per_kind")
    batches = [checked(ROWS, name=NAME), checked(ROWS, name=NAME)]
    starts = [
        lambda pk=batch.pk: commit.start_commit(batch_id=pk, by=None, now=now) for batch in batches
    ]
    assert all(isinstance(result, ImportBatch) for result in together(*starts))
    assert ImportBatch.objects.filter(state=State.COMMITTING, file_name=NAME).count() == 2
