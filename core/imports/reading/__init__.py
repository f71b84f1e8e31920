"""From the bytes of a file to a table of text; knows neither Django nor the database.

    reading = read(data, name="people.csv", protects=protection.is_protected)
    reading.table.header, reading.table.rows
    read_again(reading.source, Choices(sheet="Staff"), protects=...)

A file that cannot be read raises `Unreadable`, whose message is for the person who sent it.
Columns that `protects` names are emptied before anything is returned, so no caller can keep them.
"""

from core.imports.reading.reader import read, read_again
from core.imports.reading.table import (
    Choices,
    Detected,
    Grid,
    Reading,
    Row,
    Source,
    Table,
    Unreadable,
)

__all__ = [
    "Choices",
    "Detected",
    "Grid",
    "Reading",
    "Row",
    "Source",
    "Table",
    "Unreadable",
    "read",
    "read_again",
]
