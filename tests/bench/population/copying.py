"""Rows by COPY: what bulk_create would write, without an INSERT to build, send and parse.

Each value passes through its field as for an INSERT, so text is encrypted, and the database checks
every row against the same constraints.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time
from io import StringIO
from itertools import islice
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Field, Model
from django.db.models.expressions import DatabaseDefault
from psycopg2.extras import Json

AT_ONCE = 5_000
Row = TypeVar("Row", bound=Model)
NULL = "\\N"
ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
#: How PostgreSQL reads a value of each type; what stands here needs no preparing by its field.
WRITERS: dict[type, Callable[[Any], str]] = {
    str: lambda value: value.translate(ESCAPES),
    UUID: str,
    bool: lambda value: "t" if value else "f",
    int: str,
    datetime: datetime.isoformat,
    date: date.isoformat,
    time: time.isoformat,
}


def copy(rows: Iterable[Row]) -> list[Row]:
    """Write the rows, all of one model; returns them. Raises TypeError for an unknown value."""
    source, written = iter(rows), []
    while some := list(islice(source, AT_ONCE)):
        _write(type(some[0]), some)
        written += some
    return written


def _write(model: type[Model], rows: Sequence[Model]) -> None:
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    buffer = StringIO()
    for row in rows:
        buffer.write("\t".join([_text(row, field) for field in fields]) + "\n")
    buffer.seek(0)
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {table} ({columns}) FROM STDIN", buffer)


def _text(row: Model, field: "Field[Any, Any]") -> str:
    value = field.pre_save(row, add=True)
    if isinstance(value, DatabaseDefault):
        value = field.db_default
    if value is not None and type(value) not in WRITERS:
        value = field.get_db_prep_save(value, connection)
    return as_text(value)


def as_text(value: Any) -> str:
    """A value as COPY reads it in its text form. Raises TypeError for an unknown one."""
    if value is None:
        return NULL
    if write := WRITERS.get(type(value)):
        return write(value)
    if isinstance(value, str):
        return str.translate(value, ESCAPES)
    if isinstance(value, Json):
        return value.dumps(value.adapted).translate(ESCAPES)
    raise TypeError(f"COPY is not told how to write {type(value).__name__}")
