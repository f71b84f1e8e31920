"""The command line."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from core.accounts.models import User
from core.imports.models import ImportBatch
from tests.core.imports.accounts_kind import Accounts

pytestmark = pytest.mark.django_db
TEXT = "email,gender,tz\na@x.example,f,Berlin\nb@x.example,m,Brlin\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "list.csv"
    path.write_text(TEXT)
    return path


def run(*args: object) -> list[str]:
    out = StringIO()
    call_command("import_file", *map(str, args), stdout=out)
    return out.getvalue().splitlines()


def test_imports(kind: Accounts, file: Path) -> None:
    lines = run(kind.key, file, "--as", "HR_admin@world.test", "--context", "Rome")
    assert lines[:3] == [
        "Left out, protected: gender",
        "1 new, 0 changed, 0 unchanged, 1 faulty",
        "  1 × Time zone: Not known. Expected one of: Berlin, Tokyo, UTC.",
    ]
    batch = ImportBatch.objects.get(context_id="Rome")
    assert lines[3] == f"1 written, 0 set aside ({batch.pk})"
    assert User.objects.get(email="a@x.example").timezone == "Europe/Berlin"
    assert run(kind.key, file)[1] == "0 new, 0 changed, 1 unchanged, 1 faulty"


def test_a_dry_run_leaves_nothing(kind: Accounts, file: Path) -> None:
    batches = ImportBatch.objects.count()
    assert run(kind.key, file, "--dry-run")[1] == "1 new, 0 changed, 0 unchanged, 1 faulty"
    assert not User.objects.filter(email="a@x.example").exists()
    assert ImportBatch.objects.count() == batches


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["nonsense", "list.csv"], "There is no kind 'nonsense'"),
        (["test-accounts", "list.csv", "--as", "x@x"], "There is no user x@x"),
        (["test-accounts", "list.csv", "--as", "mentee@world.test"], "may not import this"),
        (["test-accounts", "absent.csv"], "No such file"),
        (["test-accounts", "other.csv"], "No column is chosen for: E-mail"),
        (["test-accounts", "broken.xlsx"], "damaged"),
    ],
)
def test_says_plainly_why_not(
    kind: Accounts, file: Path, args: list[str], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(file.parent)
    Path("other.csv").write_text("shoe size\n44\n")
    Path("broken.xlsx").write_bytes(b"PK\x03\x04")
    with pytest.raises(CommandError, match=words):
        run(*args)


def test_purges(no_imports: None) -> None:
    out = StringIO()
    call_command("purge_imports", stdout=out)
    assert out.getvalue() == "0 discarded, 0 emptied\n"
