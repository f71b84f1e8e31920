"""Undo touches only what nobody has changed or built upon since."""

from datetime import datetime, timedelta

import pytest

from core.accounts.models import User
from core.imports.enums import Outcome, State
from core.imports.models import ImportBatch
from core.imports.services import undo
from core.imports.services.locking import NotNow
from core.imports.services.purge import KEPT_FOR, purge
from tests.core.imports.accounts_kind import Accounts
from tests.core.imports.conftest import Make
from tests.core.imports.test_commit import THREE, accounts, write

pytestmark = pytest.mark.django_db


def take_back(batch: ImportBatch, now: datetime) -> ImportBatch:
    undo.start_undo(batch_id=batch.pk, by=None, now=now)
    undo.run_undo(batch_id=batch.pk, now=now)
    batch.refresh_from_db()
    return batch


def left(batch: ImportBatch) -> dict[int, str]:
    rows = batch.rows.filter(outcome=Outcome.LEFT)
    return {row.number: row.problems[0].message for row in rows}


def test_deletes_what_it_created_and_restores_what_it_changed(
    checked: Make, kind: Accounts, now: datetime
) -> None:
    User.objects.create_user("a@x.example", language="es", timezone="Asia/Tokyo")
    batch = write(checked(THREE), now)
    assert ("a@x.example", "en", "Europe/Berlin") in accounts()
    batch = take_back(batch, now)
    assert accounts() == {("a@x.example", "es", "Asia/Tokyo")}
    assert (batch.state, left(batch)) == (State.UNDONE, {})
    assert kind.finished[-1] == ("undo", {"undone": 3, "left": 0}, 3)


def test_leaves_alone_what_somebody_changed(checked: Make, now: datetime) -> None:
    User.objects.create_user("a@x.example", language="es")
    batch = write(checked(THREE), now)
    User.objects.filter(email="a@x.example").update(language="pl")
    User.objects.filter(email="b@x.example").update(language="pl")
    batch = take_back(batch, now)
    assert left(batch) == {2: "It has been changed since.", 3: "It has been changed since."}
    assert {email for email, *_ in accounts()} == {"a@x.example", "b@x.example"}
    assert ("a@x.example", "pl", "Europe/Berlin") in accounts()


def test_leaves_alone_what_others_refer_to(checked: Make, now: datetime) -> None:
    batch = write(checked(THREE), now)
    user = User.objects.get(email="b@x.example")
    mine = ImportBatch.objects.create(kind="other", file_name="x.csv", created_by=user)
    batch = take_back(batch, now)
    assert left(batch) == {3: "Something else refers to it by now."}
    mine.refresh_from_db()
    assert mine.created_by == user


def test_what_is_gone_already_is_no_news(checked: Make, now: datetime) -> None:
    batch = write(checked(THREE), now)
    User.objects.filter(email="b@x.example").delete()
    assert left(take_back(batch, now)) == {}
    assert accounts() == set()


def test_twice_is_once(checked: Make, kind: Accounts, now: datetime) -> None:
    batch = take_back(write(checked(THREE), now), now)
    take_back(batch, now)
    assert [name for name, *_ in kind.finished] == ["commit", "undo"]


def test_a_file_can_be_imported_again_after_undo(checked: Make, now: datetime) -> None:
    take_back(write(checked(THREE), now), now)
    write(checked(THREE), now)
    assert len(accounts()) == 3


def test_not_before_it_was_written(checked: Make, now: datetime) -> None:
    with pytest.raises(NotNow):
        undo.start_undo(batch_id=checked(THREE).pk, by=None, now=now)


def test_forgets_rows_after_a_month(no_imports: None, checked: Make, now: datetime) -> None:
    done, unfinished = write(checked(THREE), now), checked(THREE)
    early = purge(now=now + timedelta(days=6))
    assert (early.discarded, early.emptied) == (0, 0)
    later = purge(now=now + KEPT_FOR + timedelta(seconds=1))
    assert (later.discarded, later.emptied) == (1, 1)
    assert not ImportBatch.objects.filter(pk=unfinished.pk).exists()
    assert done.rows.count() == 0
    with pytest.raises(NotNow, match="too old"):
        undo.start_undo(batch_id=done.pk, by=None, now=now)
    assert len(accounts()) == 3
