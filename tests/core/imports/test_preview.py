"""Checking rows, and repairing them."""

from datetime import datetime, timedelta

import pytest
from django.db import connection

from core.accounts.models import User
from core.imports import selectors
from core.imports.enums import State
from core.imports.models import ImportBatch
from core.imports.reading import Choices, Unreadable
from core.imports.services import columns, discard, preview, purge, repair, upload
from core.imports.services.locking import NotNow
from tests.core.imports.accounts_kind import Accounts
from tests.core.imports.conftest import Make

pytestmark = pytest.mark.django_db
MIXED = (
    "email,language,zone,about\n"
    "a@x.example,en,Berlin,I sing\n"
    "b@x.example,de,Brlin,\n"
    "c@x.example,fr,Brlin,\n"
    ",fr,,\n"
    '"x"x\n'
    "a@x.example,en,Tokyo,\n"
)


def faults(batch: ImportBatch) -> dict[int, list[tuple[str, str]]]:
    rows = selectors.rows(batch, "faulty")
    return {row.number: [(p.column, p.message) for p in row.problems] for row in rows}


def test_gives_each_row_its_reasons(checked: Make) -> None:
    batch = checked(MIXED)
    assert batch.state == State.PREVIEWED
    zone = "Not known. Expected one of: Berlin, Tokyo, UTC."
    assert faults(batch) == {
        3: [("zone", zone)],
        4: [("zone", zone)],
        5: [("email", "This cell must not be empty.")],
        6: [("", "The quotation marks on this line don’t match.")],
        7: [("email", "Twice in this file.")],
    }
    group = selectors.groups(batch)[0]
    assert (group.label, group.count, group.values) == ("Time zone", 2, [("Brlin", 2)])


def test_shows_differences(checked: Make) -> None:
    user = User.objects.create_user("a@x.example", language="it", timezone="Asia/Tokyo")
    batch = checked("email,language,zone,about\na@x.example,it,Berlin,I sing\nz@x.example,en,,\n")
    row = selectors.rows(batch, "changed").get()
    view = selectors.shown(batch.kind_of, [row])[0]
    assert row.plan["target"] == str(user.pk)
    assert view.title == "a@x.example · it · Berlin"
    assert view.differences == [selectors.Difference("Time zone", "Asia/Tokyo", "Europe/Berlin")]
    new = selectors.shown(batch.kind_of, selectors.rows(batch, "new"))[0]
    assert [each.label for each in new.differences] == ["E-mail", "Language"]


def test_a_value_is_repaired_wherever_it_stands(checked: Make, now: datetime) -> None:
    batch = checked(MIXED)
    ask = {"batch_id": batch.pk, "column": "zone", "now": now}
    repair.replace_value(**ask, bad="Brlin", good="Bern")  # type: ignore[arg-type]
    assert len(faults(batch)) == 5
    repair.replace_value(**ask, bad="Bern", good=" Berlin ")  # type: ignore[arg-type]
    assert set(faults(batch)) == {5, 6, 7}
    assert batch.rows.get(number=3).cells["zone"] == "Berlin"


def test_a_cell_is_repaired_and_stays_so(checked: Make, now: datetime) -> None:
    batch = checked(MIXED)
    repair.fix_cell(batch_id=batch.pk, number=5, column="email", text="d@x.example", now=now)
    assert 5 not in faults(batch)
    columns.choose_columns(batch_id=batch.pk, chosen={0: "email", 1: "language"}, now=now)
    assert set(faults(batch)) == {6, 7}
    batch.refresh_from_db()
    assert batch.notices == ["Nobody gets a time zone."]


def test_padding_and_apostrophes_of_exports_are_taken_off(checked: Make) -> None:
    batch = checked("email,about\n  A@X.example ,'=1+1\nb@x.example,'tis\nc@x.example,'+49 30\n")
    assert [row.cells["about"] for row in batch.rows.order_by("number")] == [
        "=1+1",
        "'tis",
        "+49 30",
    ]
    assert batch.rows.get(number=2).plan["after"] == {"email": "a@x.example"}


def test_a_large_file_waits_for_a_worker(
    uploaded: Make, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preview, "AT_ONCE", 1)
    monkeypatch.setattr(preview, "STEP", 2)
    batch = uploaded(MIXED)
    chosen = {int(index): key for index, key in batch.mapping.items()}
    batch = columns.choose_columns(batch_id=batch.pk, chosen=chosen, now=now)
    assert (batch.state, batch.done) == (State.PREVIEWING, 0)
    preview.run_preview(batch_id=batch.pk, now=now)
    batch.refresh_from_db()
    assert (batch.state, batch.done, batch.rows.count()) == (State.PREVIEWED, 6, 6)


def test_a_check_stops_when_another_has_begun(
    uploaded: Make, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = uploaded(MIXED)
    planned = preview._planned

    def overtaken(held: ImportBatch) -> object:
        ImportBatch.objects.filter(pk=held.pk).update(round=held.round + 1)
        return planned(held)

    monkeypatch.setattr(preview, "_planned", overtaken)
    preview.check(batch_id=batch.pk, now=now)
    batch.refresh_from_db()
    assert (batch.state, batch.rows.count()) == (State.PREVIEWING, 0)


def test_a_file_can_be_read_in_another_way(uploaded: Make) -> None:
    batch = uploaded("email;language,zone\na@x.example;en,UTC\n")
    batch = columns.read_again(batch_id=batch.pk, choices=Choices(delimiter=";"))
    assert batch.header == ["email", "language,zone"]
    batch = columns.read_again(batch_id=batch.pk, choices=Choices(delimiter=","))
    assert (batch.header, batch.delimiter) == (["email;language", "zone"], ",")


@pytest.mark.parametrize(
    ("text", "words"),
    [("email\n", "no rows"), ("gender,age\nf,7\n", "Every column holds protected data")],
)
def test_nothing_to_import(uploaded: Make, text: str, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        uploaded(text)


def test_refuses_more_than_the_limit(uploaded: Make, settings: object) -> None:
    settings.UPLOAD_LIMIT_BYTES = 10  # type: ignore[attr-defined]
    with pytest.raises(Unreadable, match="too large"):
        uploaded("email\na@x.example\n")


def test_the_name_of_the_file_is_harmless(uploaded: Make) -> None:
    assert uploaded("email\na@x.example\n", name="C:\\x\\\x00li/st.csv").file_name == "st.csv"
    assert uploaded("email\na@x.example\n", name="").file_name == "unnamed file"


def test_discarding_leaves_nothing(checked: Make, now: datetime) -> None:
    batch = checked(MIXED)
    discard.discard(batch_id=batch.pk, by=None, now=now)
    assert not ImportBatch.objects.filter(pk=batch.pk).exists()


def test_discarding_is_for_what_is_not_written(checked: Make, now: datetime) -> None:
    batch = checked(MIXED)
    ImportBatch.objects.filter(pk=batch.pk).update(state="failed", failed_in="committing")
    with pytest.raises(NotNow, match="Undo it instead"):
        discard.discard(batch_id=batch.pk, by=None, now=now)


def test_a_kind_that_skips_rows_is_found_out(
    checked: Make, kind: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kind, "plan", lambda rows, context: [])
    with pytest.raises(ValueError, match="each row once"):
        checked(MIXED)


def test_nothing_protected_and_nothing_readable_is_in_the_database(
    checked: Make, now: datetime
) -> None:
    batch = checked(
        "email,gender,about\na@x.example,canary-1,canary-2\nb@x.example,canary-1,x,canary-1\n"
    )
    with connection.cursor() as cursor:
        for table in ("imports_importbatch", "imports_importrow", "imports_importsource"):
            cursor.execute(f"SELECT string_agg(t::text, ' ') FROM {table} t")
            assert "canary" not in cursor.fetchone()[0]
    assert "canary-1" not in str([row.cells for row in batch.rows.all()])
    assert "canary-1" not in str(batch.source.content)
    assert batch.protected == ["gender"]


def test_purge_keeps_the_young(checked: Make, now: datetime) -> None:
    checked(MIXED)
    assert purge.purge(now=now + timedelta(days=1)) == purge.Purged(0, 0)


def test_the_upload_is_in_the_log(uploaded: Make) -> None:
    from core.audit.models import AuditEntry

    batch = uploaded(MIXED)
    entry = AuditEntry.objects.get(subject_id=batch.pk)
    assert (entry.action, entry.subject_label) == ("imports.upload", "test-accounts")
    assert upload.too_large().startswith("The file is too large")
