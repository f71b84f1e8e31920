"""The pages, from file to undo, and what they say when something is wrong."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.accounts.models import User
from core.imports.enums import State
from core.imports.models import ImportBatch
from core.imports.services import commit, undo
from tests.core.imports.accounts_kind import ACCOUNTS, Accounts
from tests.core.imports.conftest import Make
from tests.world import World

START = f"/imports/start/?kind={ACCOUNTS.key}"
TEXT = "contact,language,tz,gender\na@x.example,en,Berlin,f\nb@x.example,de,Brlin,m\n"


@pytest.fixture
def admin(world: World, kind: Accounts, client: Client) -> Client:
    client.force_login(world.user("hr_admin"))
    return client


def send(client: Client, data: bytes, name: str = "list.csv") -> Any:
    return client.post(START, {"file": SimpleUploadedFile(name, data), "context": "Rome"})


def newest() -> ImportBatch:
    batch = ImportBatch.objects.filter(context_id="Rome").last()
    assert batch is not None
    return batch


def at(name: str, batch: ImportBatch) -> str:
    return reverse(f"imports:{name}", args=[batch.pk])


def test_from_the_file_to_undo(admin: Client, now: datetime) -> None:
    response = send(admin, TEXT.encode("utf-16"))
    batch = newest()
    assert response["Location"] == at("mapping", batch)
    assert (str(batch.created_by), batch.context_label) == ("hr_admin@world.test", "Rome")
    page = admin.get(at("mapping", batch)).content.decode()
    assert "Protected, dropped" in page
    assert "UTF-16 LE" in page

    response = admin.post(at("mapping", batch), {"column-1": "language"})
    assert "No column is chosen for: E-mail." in response.content.decode()
    answers = {"column-0": "email", "column-1": "language", "column-2": "zone"}
    response = admin.post(at("mapping", batch), answers)
    assert response["Location"] == at("preview", batch)

    page = admin.get(at("preview", batch) + "?show=faulty").content.decode()
    assert "Not known. Expected one of: Berlin, Tokyo, UTC." in page
    response = admin.post(at("fix", batch), {"column": "zone", "bad": "Brlin", "good": "Tokyo"})
    assert response["Location"] == at("preview", batch) + "?show=faulty"
    assert "Import 2 rows" in admin.get(at("preview", batch)).content.decode()

    for _click in range(2):
        response = admin.post(at("commit", batch))
        assert response["Location"] == at("progress", batch)
    assert "hx-get" in admin.get(at("progress", batch)).content.decode()
    commit.run_commit(batch_id=batch.pk, now=now)
    assert User.objects.get(email="b@x.example").timezone == "Asia/Tokyo"
    done = admin.get(at("progress", batch), headers={"HX-Request": "true"})
    assert (done.status_code, at("result", batch) in done.content.decode()) == (286, True)
    assert admin.get(at("progress", batch))["Location"] == at("result", batch)
    assert "The import is done" in admin.get(at("result", batch)).content.decode()

    for _click in range(2):
        assert admin.post(at("undo", batch))["Location"] == at("progress", batch)
    undo.run_undo(batch_id=batch.pk, now=now)
    assert "The import is undone" in admin.get(at("result", batch)).content.decode()
    assert not User.objects.filter(email__endswith="@x.example").exists()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.4", "This is a PDF file, not a table."),
        (b"email\n", "The file has column names but no rows below them."),
        (b"", "The submitted file is empty."),
        (",".join(f"c{n}" for n in range(10_000)).encode() + b"\n1\n", "10,000 columns"),
    ],
)
def test_a_wrong_file_gets_a_plain_message(admin: Client, data: bytes, words: str) -> None:
    response = send(admin, data)
    assert response.status_code == 200
    assert words in response.content.decode()


@pytest.mark.parametrize("excess", [1, 2_000_000])
def test_a_file_beyond_the_limit_is_not_even_kept(
    admin: Client, settings: Any, excess: int
) -> None:
    settings.UPLOAD_LIMIT_BYTES = 1024 * 1024
    response = send(admin, b"email\n" + b"x" * (1024 * 1024 + excess))
    assert response.status_code == 200
    page = response.content.decode()
    assert "The file is too large: at most 1 MB can be uploaded." in page
    assert "Choose a file." not in page


def test_a_file_within_the_limit_arrives_whole(admin: Client) -> None:
    rows = "".join(f"n{n}@x.example,{'y' * 200}\n" for n in range(1_000))
    assert send(admin, ("email,about\n" + rows).encode()).status_code == 302
    assert newest().total == 1_000


def test_no_file_at_all(admin: Client) -> None:
    assert "id_file_error" in admin.post(START, {}).content.decode()


def test_reads_again(admin: Client) -> None:
    send(admin, b"email;language\na@x.example;en\n")
    batch = newest()
    ask = {"encoding": "utf-8", "delimiter": ",", "header_line": "1"}
    assert admin.post(at("reread", batch), ask)["Location"] == at("mapping", batch)
    batch.refresh_from_db()
    assert batch.header == ["email;language"]
    response = admin.post(at("reread", batch), ask | {"header_line": "77"})
    assert "Line 77 is empty." in response.content.decode()
    response = admin.post(at("reread", batch), ask | {"delimiter": "x"})
    assert response.status_code == 200


Ask = Callable[[Client, ImportBatch], Any]


@pytest.mark.parametrize(
    ("state", "place"),
    [
        (State.UPLOADED, "mapping"),
        (State.PREVIEWED, "preview"),
        (State.PREVIEWING, "progress"),
        (State.COMMITTING, "progress"),
        (State.COMMITTED, "result"),
        (State.UNDONE, "result"),
        (State.FAILED, "result"),
    ],
)
def test_each_page_leads_to_where_the_import_stands(
    admin: Client, checked: Make, world: World, now: datetime, state: State, place: str
) -> None:
    batch = checked("email\na@x.example\n", by=world.user("hr_admin"))
    batch.state, batch.committed_at, batch.failed_in = state, now, "committing"
    batch.undone_at = now if state == State.UNDONE else None
    batch.save()
    for name in ("mapping", "preview", "progress", "result"):
        response = admin.get(at(name, batch))
        open_for_mapping = name == "mapping" and batch.is_open
        if name == place or open_for_mapping:
            assert response.status_code == 200
        else:
            assert response["Location"] == at(place, batch)


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("commit", State.UPLOADED),
        ("undo", State.PREVIEWED),
        ("fix", State.COMMITTED),
        ("discard", State.COMMITTED),
        ("reread", State.COMMITTED),
        ("retry", State.COMMITTED),
    ],
)
def test_what_comes_too_late_or_too_early_is_told(
    admin: Client, checked: Make, world: World, now: datetime, name: str, state: State
) -> None:
    batch = checked("email\na@x.example\n", by=world.user("hr_admin"))
    ImportBatch.objects.filter(pk=batch.pk).update(state=state, committed_at=now)
    data = {"column": "email", "good": "x", "encoding": "utf-8", "delimiter": ",", "header_line": 1}
    response = admin.post(at(name, batch), data, follow=True)
    assert response.status_code == 200
    assert "This import is in another state now" in response.content.decode()


def test_a_stopped_import_is_taken_up(
    admin: Client, checked: Make, world: World, now: datetime
) -> None:
    batch = checked("email\na@x.example\n", by=world.user("hr_admin"))
    ImportBatch.objects.filter(pk=batch.pk).update(state="failed", failed_in="committing")
    assert "The import stopped" in admin.get(at("result", batch)).content.decode()
    assert admin.post(at("retry", batch))["Location"] == at("progress", batch)


def test_discards(admin: Client, checked: Make, world: World) -> None:
    batch = checked("email\na@x.example\n", by=world.user("hr_admin"))
    assert admin.post(at("discard", batch))["Location"] == "/imports/"
    assert admin.get(at("preview", batch)).status_code == 404


def test_a_kind_that_is_no_more_is_hidden(admin: Client, world: World) -> None:
    batch = ImportBatch.objects.create(
        kind="gone", file_name="x.csv", created_by=world.user("hr_admin")
    )
    assert admin.get(at("result", batch)).status_code == 404
    assert "gone" in admin.get("/imports/").content.decode()


def test_chooses_among_kinds(admin: Client, kind: Accounts) -> None:
    page = admin.get("/imports/start/").content.decode()
    assert f'href="{START}"' in page
    assert admin.get("/imports/start/?kind=nonsense").status_code == 404


def test_the_only_kind_needs_no_choice(
    admin: Client, kind: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.imports.kinds.open_to", lambda user: [kind])
    assert "Import: Test accounts" in admin.get("/imports/start/").content.decode()


def test_downloads(admin: Client, world: World) -> None:
    response = admin.get(at("rejected", world.import_written))
    assert "not an address" in response.content.decode("utf-8-sig")
    response = admin.get(at("rejected", world.import_written) + "?as=xlsx")
    assert response.content.startswith(b"PK")
    assert admin.get("/imports/sample/nonsense/").status_code == 404


def test_an_unknown_column_repairs_nothing(admin: Client, world: World) -> None:
    batch = world.import_checked
    admin.post(at("fix", batch), {"column": "secret", "bad": "x", "good": "y"})
    batch.refresh_from_db()
    assert batch.repairs is None


def own_queries(admin: Client, address: str) -> int:
    """Those to our tables; how many the menu asks is the other rooms' business."""
    with CaptureQueriesContext(connection) as found:
        assert admin.get(address).status_code == 200
    return sum('FROM "imports_' in query["sql"] for query in found)


def test_the_list_asks_the_same_whatever_its_length(
    no_imports: None, admin: Client, checked: Make, world: World
) -> None:
    for count in (1, 3):
        while ImportBatch.objects.count() < count:
            checked("email\na@x.example\n", by=world.user("hr_admin"))
        assert own_queries(admin, "/imports/") == 2


def test_the_preview_asks_the_same_whatever_its_length(
    admin: Client, checked: Make, world: World
) -> None:
    for count in (1, 3):
        text = "email,tz\n" + "".join(f"n{n}@x.example,Brlin\n" for n in range(count))
        batch = checked(text, by=world.user("hr_admin"))
        assert own_queries(admin, at("preview", batch)) == 5
