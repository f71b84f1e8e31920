"""Confidential fields behave like text on the model and like nothing in the database."""

import copy
import pickle
import uuid
from typing import Any

import pytest
from django.core.exceptions import FieldError, ValidationError
from django.core.serializers import serialize
from django.db import models, transaction
from django.db.models import F, Value
from django.db.models.functions import Length
from django.forms import Textarea, modelform_factory
from pytest_django import DjangoAssertNumQueries, Settings

from core.crypto.ciphertext import Ciphertext
from core.crypto.errors import KeyMissing, Misused, Tampered
from core.crypto.fields import EncryptedJSONField, EncryptedTextField
from tests.core.crypto.notes import Memo, Note, plant, stored

pytestmark = pytest.mark.usefixtures("notes")
SECRET = "I want to leave. 😀"


def test_the_database_holds_no_text() -> None:
    note = Note.objects.create(text=SECRET, value={"answer": SECRET})
    for column in ("text", "value"):
        token = stored(note, column)
        assert token is not None
        assert token.startswith("v1.open1.")
        assert "leave" not in token
    loaded = Note.objects.get(pk=note.pk)
    assert (loaded.text, loaded.other, loaded.value) == (
        SECRET,
        None,
        {"answer": SECRET},
    )


def test_empty_stays_empty_and_can_be_asked_for() -> None:
    empty = Note.objects.create()
    full = Note.objects.create(text=SECRET, other="", value={})
    assert (stored(empty, "text"), stored(empty, "other"), stored(empty, "value")) == (
        "",
        None,
        None,
    )
    assert (stored(full, "other"), Note.objects.get(pk=full.pk).other) == ("", "")
    assert Note.objects.get(pk=full.pk).value == {}
    assert [*Note.objects.filter(text="")] == [empty]
    assert [*Note.objects.exclude(text="")] == [full]
    assert [*Note.objects.filter(value__isnull=True)] == [empty]
    assert Note.objects.filter(other="").update(text="", other=None) == 1
    assert stored(full, "text") == ""


def test_an_empty_json_value_is_a_value() -> None:
    note = Note.objects.create(value="")
    assert str(stored(note, "value")).startswith("v1.open1.")
    assert Note.objects.get(pk=note.pk).value == ""


def test_an_unchanged_text_is_written_back_as_it_was() -> None:
    note = Note.objects.create(text=SECRET, value=[1])
    before = stored(note, "text"), stored(note, "value")
    for read in (False, True):
        loaded = Note.objects.get(pk=note.pk)
        if read:
            assert (loaded.text, loaded.value) == (SECRET, [1])
            loaded.text = SECRET[:5] + SECRET[5:]
            loaded.full_clean()
        loaded.title = "changed"
        loaded.save()
        assert (stored(note, "text"), stored(note, "value")) == before
    note.save()
    assert (stored(note, "text"), stored(note, "value")) == before


def test_a_changed_value_is_encrypted_anew() -> None:
    note = Note.objects.create(text=SECRET, value={"a": [1]})
    loaded = Note.objects.get(pk=note.pk)
    loaded.text = "other"
    loaded.value["a"].append(2)  # type: ignore[index]
    loaded.save()
    again = Note.objects.get(pk=note.pk)
    assert (again.text, again.value) == ("other", {"a": [1, 2]})


def test_values_yield_something_that_says_nothing() -> None:
    note = Note.objects.create(text=SECRET)
    (found,) = Note.objects.values_list("text", flat=True)
    assert isinstance(found, Ciphertext)
    assert (repr(found), str(found), f"{found}") == ("<Ciphertext>",) * 3
    assert Note.objects.values("text").get() == {"text": found}
    assert len({found, Ciphertext(found.token)}) == 1
    assert found != found.token
    assert SECRET not in repr(note) + repr(vars(note)) + repr(vars(Note.objects.get()))


@pytest.mark.parametrize(
    "ask",
    [
        lambda notes: notes.filter(text="plain"),
        lambda notes: notes.exclude(text="plain"),
        lambda notes: notes.filter(text__icontains="plain"),
        lambda notes: notes.filter(text__in=["plain"]),
        lambda notes: notes.filter(text__length=5),
        lambda notes: notes.order_by("text"),
        lambda notes: notes.order_by("-text"),
        lambda notes: notes.annotate(n=Length("text")).filter(n=2).order_by("n"),
    ],
)
def test_the_database_is_asked_nothing_else(ask: Any) -> None:
    with pytest.raises((FieldError, Misused), match="is encrypted"):
        list(ask(Note.objects.all()))


@pytest.mark.parametrize(
    "change",
    [
        lambda note: Note.objects.update(text="plain"),
        lambda note: Note.objects.update(text=Value("plain")),
        lambda note: Note.objects.update(text=F("other")),
        lambda note: Note.objects.bulk_update([note], ["text"]),
        lambda note: Note(text=F("title")).save(),
    ],
)
def test_writing_past_the_row_is_refused(change: Any) -> None:
    note = Note.objects.create()
    note.text = "plain"
    with pytest.raises(Misused):
        change(note)


def test_a_row_without_a_key_has_no_place() -> None:
    with pytest.raises(Misused, match="primary key"):
        Note._meta.get_field("text").place(Note(pk=None))


def test_bulk_create_encrypts_each_row() -> None:
    rows = Note.objects.bulk_create([Note(text="one"), Note(text="two"), Note()])
    assert [Note.objects.get(pk=row.pk).text for row in rows] == ["one", "two", ""]
    assert str(stored(rows[0], "text")).startswith("v1.")


def test_an_upsert_of_text_is_refused() -> None:
    row = Note.objects.create(text="one")
    again = [Note(pk=row.pk, text="two", title="new")]
    rule: dict[str, Any] = {"update_conflicts": True, "unique_fields": ["id"]}
    with pytest.raises(Misused, match="no upsert"), transaction.atomic():
        Note.objects.bulk_create(again, update_fields=["text"], **rule)
    Note.objects.bulk_create(again, update_fields=["title"], **rule)
    loaded = Note.objects.get()
    assert (loaded.title, loaded.text) == ("new", "one")


def test_deferred_texts_load_when_read(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    Note.objects.create(text=SECRET, title="a")
    for rows in (Note.objects.defer("text"), Note.objects.only("title")):
        loaded = rows.get()
        assert loaded.get_deferred_fields() >= {"text"}
        with django_assert_num_queries(1):
            assert (loaded.text, loaded.text) == (SECRET, SECRET)
    loaded.refresh_from_db()
    assert loaded.text == SECRET
    del loaded.text
    with django_assert_num_queries(1):
        assert loaded.text == SECRET


def test_a_pickle_holds_ciphertext_only() -> None:
    Note.objects.create(text=SECRET)
    note = Note.objects.get()
    assert note.text == SECRET
    pickled = pickle.dumps(note.__getstate__())
    assert b"leave" not in pickled
    for state in (pickle.loads(pickled), copy.deepcopy(vars(note))):  # noqa: S301 - our own
        twin = Note()
        twin.__dict__.update(state)
        assert twin.text == SECRET


def test_serialising_is_refused() -> None:
    note = Note.objects.create(text=SECRET)
    with pytest.raises(Misused, match="not serialised"):
        serialize("json", [note])


def test_a_text_moved_to_another_row_field_or_table_does_not_open() -> None:
    note, twin = Note.objects.create(text=SECRET), Note.objects.create(text="mine")
    memo = Memo.objects.create(text="mine")
    token = str(stored(note, "text"))
    for row, column in ((twin, "text"), (note, "other"), (memo, "text")):
        plant(row, column, token)
        moved = type(row).objects.get(pk=row.pk)
        with pytest.raises(Tampered):
            getattr(moved, column)
        with pytest.raises(Tampered), transaction.atomic():
            moved.save()
    assert Note.objects.get(pk=note.pk).text == SECRET


def test_a_copied_row_needs_its_text_read_and_assigned() -> None:
    note = Note.objects.create(text=SECRET)
    clone = Note.objects.get()
    clone.pk, clone._state.adding = uuid.uuid4(), True
    with pytest.raises(Tampered), transaction.atomic():
        clone.save()
    clone.text = note.text
    clone.save()
    assert {Note.objects.get(pk=pk).text for pk in (note.pk, clone.pk)} == {SECRET}


def test_a_ciphertext_of_another_row_is_refused() -> None:
    note = Note.objects.create(text=SECRET)
    (found,) = Note.objects.values_list("text", flat=True)
    with pytest.raises(Tampered), transaction.atomic():
        Note.objects.create(text=found)
    note.text = found
    note.save()
    assert Note.objects.get().text == SECRET


def test_a_lost_key_stops_reading_but_not_the_rest_of_the_row(
    settings: Settings,
) -> None:
    note = Note.objects.create(text=SECRET)
    before = stored(note, "text")
    settings.CONFIDENTIAL_KEYS = "new:" + "B" * 43 + "="
    loaded = Note.objects.get()
    with pytest.raises(KeyMissing):
        _ = loaded.text
    loaded.title = "still works"
    loaded.save()
    assert (stored(note, "text"), Note.objects.get().title) == (before, "still works")


def test_old_keys_decrypt_and_the_first_encrypts(settings: Settings) -> None:
    note = Note.objects.create(text=SECRET)
    settings.CONFIDENTIAL_KEYS = "new:" + "B" * 43 + "=," + settings.CONFIDENTIAL_KEYS
    loaded = Note.objects.get()
    assert loaded.text == SECRET
    loaded.text = "changed"
    loaded.save()
    assert str(stored(note, "text")).startswith("v1.new.")
    assert Note.objects.get().text == "changed"


def test_a_form_asks_in_a_text_area_and_counts() -> None:
    form_class = modelform_factory(Note, fields=["text", "value"])
    assert isinstance(form_class().fields["text"].widget, Textarea)
    assert form_class({"text": "x" * 101}).errors["text"] == [
        "Ensure this value has at most 100 characters (it has 101)."
    ]
    form = form_class({"text": "new", "value": '{"a": 1}'}, instance=Note(text="old"))
    form.save()
    assert (Note.objects.get().text, Note.objects.get().value) == ("new", {"a": 1})


def test_values_are_validated_on_the_model_too() -> None:
    with pytest.raises(ValidationError) as caught:
        Note(title="t", text="x" * 101, value={"a": object()}).full_clean()
    assert set(caught.value.message_dict) == {"text", "value"}
    with pytest.raises(ValidationError):
        Memo(text="").full_clean()


def test_a_renamed_field_can_stay_bound_to_its_old_name() -> None:
    field = EncryptedTextField(bound_to="old_table.old_column")
    assert field.deconstruct()[3] == {"bound_to": "old_table.old_column"}
    assert field.place(Note()).column == "old_table.old_column"
    assert EncryptedJSONField().deconstruct()[3] == {}
    assert issubclass(EncryptedJSONField, models.Field)
