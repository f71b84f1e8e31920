"""Two models with confidential fields, known to these tests only."""

import pytest
from django.db import connection, models
from django.test.utils import isolate_apps

from core.crypto.fields import EncryptedJSONField, EncryptedTextField
from core.records.models import Record

with isolate_apps("core.crypto", attr_name="apps") as apps:

    class Note(Record):
        """A row with two texts and a value."""

        title = models.CharField(max_length=50, default="")
        text = EncryptedTextField(blank=True, default="", max_length=100)
        other = EncryptedTextField(null=True, blank=True)
        value = EncryptedJSONField(null=True, blank=True)

        class Meta:
            app_label = "crypto"

    class Memo(Record):
        """A row of another table with a column of the same name."""

        text = EncryptedTextField()

        class Meta:
            app_label = "crypto"


@pytest.fixture
def notes(db: None) -> None:
    """The two tables, until the test's transaction rolls back."""
    with connection.schema_editor() as editor:
        editor.create_model(Note)
        editor.create_model(Memo)


def stored(note: models.Model, column: str) -> str | None:
    """What the database holds."""
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT "{column}" FROM {note._meta.db_table} WHERE id = %s',
            [str(note.pk)],
        )
        found: str | None = cursor.fetchone()[0]
        return found


def plant(note: models.Model, column: str, token: str) -> None:
    """Write a column behind Django's back."""
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE {note._meta.db_table} SET "{column}" = %s WHERE id = %s',
            [token, str(note.pk)],
        )
