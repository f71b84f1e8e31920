"""Writing: chunks, resumption, second clicks, and what has changed meanwhile."""

from datetime import datetime, timedelta

import pytest

from core.accounts.models import User
from core.audit.models import AuditEntry
from core.imports.enums import Outcome, State
from core.imports.models import ImportBatch, ImportSource
from core.imports.selectors import counts, outcomes
from core.imports.services import attempts, commit
from core.imports.services.locking import NotNow
from tests.core.imports.accounts_kind import Accounts
from tests.core.imports.conftest import Make

pytestmark = pytest.mark.django_db
THREE = "email,language,zone\nA@x.example,en,Berlin\nb@x.example,de,Tokyo\nc@x.example,fr,\n"


def write(batch: ImportBatch, now: datetime, by: User | None = None) -> ImportBatch:
    commit.start_commit(batch_id=batch.pk, by=by, now=now)
    commit.run_commit(batch_id=batch.pk, now=now)
    batch.refresh_from_db()
    return batch


def accounts() -> set[tuple[str, str, str]]:
    rows = User.objects.filter(email__endswith="@x.example")
    return set(rows.values_list("email", "language", "timezone"))


def test_writes_the_good_rows(checked: Make, kind: Accounts, now: datetime) -> None:
    batch = checked(THREE + "nonsense,en,\n")
    assert counts(batch) == {"new": 3, "changed": 0, "unchanged": 0, "faulty": 1}
    assert accounts() == set()
    batch = write(batch, now)
    assert accounts() == {
        ("a@x.example", "en", "Europe/Berlin"),
        ("b@x.example", "de", "Asia/Tokyo"),
        ("c@x.example", "fr", "UTC"),
    }
    assert (batch.state, batch.done, batch.total) == (State.COMMITTED, 3, 3)
    assert kind.finished == [("commit", {"new": 3, "changed": 0, "refused": 0}, 3)]
    assert not ImportSource.objects.filter(batch=batch).exists()
    entry = AuditEntry.objects.get(action="imports.commit", subject_id=batch.pk)
    assert entry.facts == {"new": 3, "changed": 0, "refused": 0}


def test_the_same_file_again_writes_nothing(checked: Make, now: datetime) -> None:
    write(checked(THREE), now)
    before = list(User.objects.order_by("pk").values())
    again = checked(THREE)
    assert counts(again) == {"new": 0, "changed": 0, "unchanged": 3, "faulty": 0}
    assert outcomes(write(again, now))["written"] == 0
    assert list(User.objects.order_by("pk").values()) == before


def test_absent_rows_stay(checked: Make, now: datetime) -> None:
    write(checked(THREE), now)
    write(checked("email,language\na@x.example,it\n"), now)
    assert {email for email, *_ in accounts()} == {"a@x.example", "b@x.example", "c@x.example"}
    assert ("a@x.example", "it", "Europe/Berlin") in accounts()


def test_a_second_click_changes_nothing(checked: Make, kind: Accounts, now: datetime) -> None:
    batch = write(checked(THREE), now)
    commit.start_commit(batch_id=batch.pk, by=None, now=now)
    commit.run_commit(batch_id=batch.pk, now=now)
    assert len(accounts()) == 3
    assert len(kind.finished) == 1


def test_goes_on_behind_what_a_killed_worker_has_written(
    checked: Make, kind: Accounts, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commit, "CHUNK", 1)
    batch = checked(THREE)
    kind.fail_at.add("b@x.example")
    with pytest.raises(RuntimeError):
        write(batch, now)
    batch.refresh_from_db()
    assert (batch.state, batch.done) == (State.COMMITTING, 1)
    assert {email for email, *_ in accounts()} == {"a@x.example"}
    kind.fail_at.clear()
    commit.run_commit(batch_id=batch.pk, now=now)
    batch.refresh_from_db()
    assert (batch.state, batch.done) == (State.COMMITTED, 3)
    assert len(accounts()) == 3
    assert kind.finished == [("commit", {"new": 3, "changed": 0, "refused": 0}, 3)]


def test_a_chunk_is_written_whole_or_not(checked: Make, kind: Accounts, now: datetime) -> None:
    batch = checked(THREE)
    kind.fail_at.add("c@x.example")
    with pytest.raises(RuntimeError):
        write(batch, now)
    assert accounts() == set()
    assert batch.rows.filter(outcome=Outcome.WRITTEN).count() == 0


def test_stops_after_five_falls_and_can_be_taken_up(
    checked: Make, kind: Accounts, now: datetime
) -> None:
    batch = checked(THREE)
    kind.fail_at.add("c@x.example")
    commit.start_commit(batch_id=batch.pk, by=None, now=now)
    for _fall in range(attempts.MOST):
        with pytest.raises(RuntimeError):
            commit.run_commit(batch_id=batch.pk, now=now)
    commit.run_commit(batch_id=batch.pk, now=now)
    batch.refresh_from_db()
    assert (batch.state, batch.failed_in) == (State.FAILED, State.COMMITTING)
    kind.fail_at.clear()
    attempts.try_again(batch_id=batch.pk, now=now)
    commit.run_commit(batch_id=batch.pk, now=now)
    assert len(accounts()) == 3


def test_sets_a_refused_row_aside(checked: Make, kind: Accounts, now: datetime) -> None:
    kind.refuse.add("b@x.example")
    batch = write(checked(THREE), now)
    row = batch.rows.get(outcome=Outcome.REFUSED)
    assert (row.number, row.problems[0].message) == (3, "We don't like this one.")
    assert len(accounts()) == 2


def test_sets_aside_what_changed_since_the_preview(checked: Make, now: datetime) -> None:
    User.objects.create_user("b@x.example", language="en")
    batch = checked(THREE)
    User.objects.filter(email="b@x.example").update(language="pl")
    User.objects.create_user("c@x.example", language="es")
    batch = write(batch, now)
    assert {row.number for row in batch.rows.filter(outcome=Outcome.REFUSED)} == {3, 4}
    assert ("b@x.example", "pl", "UTC") in accounts()
    assert ("c@x.example", "es", "UTC") in accounts()


def test_one_import_of_a_kind_at_a_time(checked: Make, now: datetime) -> None:
    first, second = checked(THREE), checked("email\nd@x.example\n")
    commit.start_commit(batch_id=first.pk, by=None, now=now)
    with pytest.raises(NotNow, match="Another file of this kind"):
        commit.start_commit(batch_id=second.pk, by=None, now=now)
    commit.run_commit(batch_id=first.pk, now=now)
    assert write(second, now).state == State.COMMITTED


def test_not_before_its_rows_are_checked(uploaded: Make, now: datetime) -> None:
    with pytest.raises(NotNow):
        commit.start_commit(batch_id=uploaded(THREE).pk, by=None, now=now)


def test_the_sweep_rings_for_silent_imports_only(
    no_imports: None, checked: Make, now: datetime
) -> None:
    batch = checked(THREE)
    commit.start_commit(batch_id=batch.pk, by=None, now=now)
    assert attempts.sweep(now=now + timedelta(minutes=1)) == 0
    assert attempts.sweep(now=now + timedelta(minutes=3)) == 1
