"""Rotation encrypts everything with the first key, and never overwrites what people write."""

import io

import pytest
from django.apps import apps as installed
from django.core.management import CommandError, call_command
from pytest_django import Settings

from core.crypto import rotation
from core.crypto.cipher import Place, seal
from core.crypto.management.commands import rotate_keys
from core.crypto.rotation import Count, encrypted_fields, rotate
from tests.core.crypto.notes import Memo, Note, apps, plant, stored

pytestmark = pytest.mark.usefixtures("notes")
NEW = "new:" + "B" * 43 + "="
TEXT = Note._meta.get_field("text")
VALUE = Note._meta.get_field("value")


def both_keys(settings: Settings) -> None:
    settings.CONFIDENTIAL_KEYS = f"{NEW},{settings.CONFIDENTIAL_KEYS}"


def test_every_encrypted_field_is_found() -> None:
    names = sorted(map(str, encrypted_fields(apps or installed)))
    assert names == [
        "crypto.Memo.text",
        "crypto.Note.other",
        "crypto.Note.text",
        "crypto.Note.value",
    ]


def test_rotating_leaves_nothing_to_the_old_key(settings: Settings) -> None:
    rows = [Note.objects.create(text=f"text {n}", value=n) for n in range(5)]
    Note.objects.create()
    both_keys(settings)
    Note.objects.create(text="already new")
    assert rotate(TEXT, batch=2) == Count("crypto.Note.text", rotated=5)
    assert rotate(VALUE, batch=2) == Count("crypto.Note.value", rotated=5)
    assert rotate(TEXT) == Count("crypto.Note.text")
    settings.CONFIDENTIAL_KEYS = NEW
    loaded = [Note.objects.get(pk=row.pk) for row in rows]
    assert [(note.text, note.value) for note in loaded] == [(f"text {n}", n) for n in range(5)]


def test_a_dry_run_writes_nothing(settings: Settings) -> None:
    note = Note.objects.create(text="text")
    before = stored(note, "text")
    both_keys(settings)
    assert rotate(TEXT, dry_run=True) == Count("crypto.Note.text", rotated=1)
    assert stored(note, "text") == before


def test_a_concurrent_save_wins(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    note = Note.objects.create(text="old")
    both_keys(settings)

    def somebody_saves(plain: bytes, place: Place) -> str:
        mine = Note.objects.get(pk=note.pk)
        mine.text = "newer"
        mine.save()
        return seal(plain, place)

    monkeypatch.setattr(rotation, "seal", somebody_saves)
    assert rotate(TEXT) == Count("crypto.Note.text", overtaken=1)
    assert Note.objects.get(pk=note.pk).text == "newer"


def test_unreadable_texts_are_counted_and_left(settings: Settings) -> None:
    notes = [Note.objects.create(text="text") for _ in range(3)]
    plant(notes[0], "text", "v1.gone.AAAA")
    plant(notes[1], "text", "v1.open1.AAAA")
    both_keys(settings)
    assert rotate(TEXT, batch=1) == Count("crypto.Note.text", rotated=1, unreadable=2)
    assert stored(notes[0], "text") == "v1.gone.AAAA"


def test_the_command_reports_and_fails_on_the_unreadable(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    memo = Memo.objects.create(text="text")
    both_keys(settings)
    monkeypatch.setattr(rotate_keys, "encrypted_fields", lambda: [Memo._meta.get_field("text")])
    out = io.StringIO()
    call_command("rotate_keys", dry_run=True, stdout=out)
    call_command("rotate_keys", stdout=out)
    assert out.getvalue().splitlines() == [
        "Key new, dry run",
        "crypto.Memo.text: 1 rotated, 0 overtaken, 0 unreadable",
        "Key new",
        "crypto.Memo.text: 1 rotated, 0 overtaken, 0 unreadable",
    ]
    plant(memo, "text", "v1.gone.AAAA")
    with pytest.raises(CommandError, match="1 texts could not be read"):
        call_command("rotate_keys", stdout=out)


def test_the_command_walks_the_models_of_this_product() -> None:
    out = io.StringIO()
    call_command("rotate_keys", stdout=out)
    assert len(out.getvalue().splitlines()) == 1 + len(encrypted_fields())
