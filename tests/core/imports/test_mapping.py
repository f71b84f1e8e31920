"""Suggested columns: by name, by synonym, by likeness, by memory."""

import csv
from datetime import datetime
from pathlib import Path

import pytest

from core.imports import mapping
from core.imports.models import SavedMapping
from core.imports.services import columns
from core.imports.services.locking import NotNow
from tests.core.imports.accounts_kind import Accounts
from tests.core.imports.conftest import Make


def suggested(kind: Accounts, *header: str) -> dict[str, tuple[str, str]]:
    found = mapping.suggest(header, kind)
    return {header[index]: (each.column, each.how) for index, each in found.items()}


def test_by_name_synonym_and_likeness(kind: Accounts) -> None:
    assert suggested(kind, "E_Mail Address", "Langauge", "TZ", "Shoe size") == {
        "E_Mail Address": ("email", "name"),
        "Langauge": ("language", "similar"),
        "TZ": ("zone", "name"),
    }


def test_the_better_name_wins(kind: Accounts) -> None:
    assert suggested(kind, "mail", "E-mail") == {"E-mail": ("email", "name")}


def test_protected_columns_are_never_suggested(kind: Accounts) -> None:
    assert suggested(kind, "mother's name", "secret", "Gender") == {}
    assert [kind.protects(name) for name in ("Secret", "Mothers name", "Time zone")] == [
        True,
        True,
        False,
    ]


def test_the_order_of_columns_does_not_matter_to_memory() -> None:
    assert mapping.signature(["a", "b"]) == mapping.signature(["B", "A"])
    assert mapping.signature(["a", "b"]) != mapping.signature(["a", "c"])


@pytest.mark.django_db
def test_remembers_what_was_confirmed(no_imports: None, uploaded: Make, now: datetime) -> None:
    batch = uploaded("contact,tz,language\na@x.example,UTC,en\n")
    assert batch.mapping == {"1": "zone", "2": "language"}
    chosen = {0: "email", 2: "language"}
    columns.choose_columns(batch_id=batch.pk, chosen=chosen, now=now)
    again = uploaded("language,contact,tz\nen,a@x.example,UTC\n")
    assert again.mapping == {"0": "language", "1": "email"}
    assert SavedMapping.objects.get(kind="test-accounts").mapping == {
        "contact": "email",
        "tz": "",
        "language": "language",
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("chosen", "wrong"),
    [
        ({1: "language"}, {None: "No column is chosen for: E-mail."}),
        ({0: "email", 1: "email"}, {1: "“email” is already imported as this."}),
        ({0: "email", 2: "zone"}, {2: "This column cannot be imported."}),
        ({0: "email", 1: "secret"}, {1: "This column cannot be imported."}),
        ({0: "email", 9: "zone"}, {9: "This column cannot be imported."}),
    ],
)
def test_refuses_what_cannot_be(
    uploaded: Make, now: datetime, chosen: dict[int, str], wrong: dict[int | None, str]
) -> None:
    batch = uploaded("email,language,gender\na@x.example,en,f\n")
    with pytest.raises(columns.MappingRefused) as refusal:
        columns.choose_columns(batch_id=batch.pk, chosen=chosen, now=now)
    assert refusal.value.by_column == wrong


@pytest.mark.django_db
def test_not_after_the_commit_began(checked: Make, now: datetime) -> None:
    batch = checked("email\na@x.example\n")
    batch.state = "committing"
    batch.save()
    with pytest.raises(NotNow):
        columns.choose_columns(batch_id=batch.pk, chosen={0: "email"}, now=now)


def test_the_columns_of_the_public_files(kind: Accounts, shared_data: Path) -> None:
    with (shared_data / "matching" / "mentormatch_small_mentees.csv").open() as file:
        header = next(csv.reader(file))
    assert [name for name in header if kind.protects(name)] == [
        "match with similar identity",
        "identity to match",
    ]
    with (shared_data / "hr" / "ibm_attrition_1470.csv").open(encoding="utf-8-sig") as file:
        header = next(csv.reader(file))
    assert [n for n in header if kind.protects(n)] == ["Age", "Gender", "MaritalStatus", "Over18"]
