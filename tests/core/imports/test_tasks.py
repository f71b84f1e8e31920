"""Each task loads by id and calls its service."""

from datetime import datetime

import pytest

from core.imports import tasks
from core.imports.enums import State
from core.imports.services import columns, commit, preview, undo
from tests.core.imports.accounts_kind import Accounts
from tests.core.imports.conftest import Make
from tests.core.imports.test_commit import THREE, accounts

pytestmark = pytest.mark.django_db


def test_from_check_to_undo(
    no_imports: None,
    uploaded: Make,
    kind: Accounts,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(preview, "AT_ONCE", 0)
    batch = uploaded(THREE)
    columns.choose_columns(batch_id=batch.pk, chosen={0: "email"}, now=now)
    tasks.preview_import(batch_id=str(batch.pk))
    commit.start_commit(batch_id=batch.pk, by=None, now=now)
    tasks.sweep_imports()
    tasks.commit_import(batch_id=str(batch.pk))
    assert len(accounts()) == 3
    undo.start_undo(batch_id=batch.pk, by=None, now=now)
    tasks.undo_import(batch_id=str(batch.pk))
    batch.refresh_from_db()
    assert (batch.state, accounts()) == (State.UNDONE, set())


def test_tasks_of_what_is_over_do_nothing(checked: Make, now: datetime) -> None:
    batch = checked(THREE)
    for task in (tasks.preview_import, tasks.commit_import, tasks.undo_import):
        task(batch_id=str(batch.pk))
    batch.refresh_from_db()
    assert (batch.state, batch.rows.count()) == (State.PREVIEWED, 3)
    tasks.purge_imports()
