"""What reading a file yields."""

from dataclasses import dataclass, field
from typing import Any


class Unreadable(Exception):
    """The file cannot be read; the message says why and what to do about it."""


@dataclass(frozen=True)
class Choices:
    """How the person says the file is to be read; empty means: find out."""

    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    header_line: int = 0  # counted from 1


@dataclass(frozen=True)
class Line:
    """One record of a file. `number` is its place in the file, counted from 1."""

    number: int
    cells: tuple[str, ...]
    broken: str = ""  # why its cells could not be told apart


@dataclass(frozen=True)
class Grid:
    """The records of one sheet or text file, before the header is known."""

    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Source:
    """A file as it may be kept for a while: protected columns emptied.

    A text file has a text, an encoding and a delimiter; a workbook has sheets.
    """

    sheets: dict[str, Grid] = field(default_factory=dict)
    text: str = ""
    encoding: str = ""
    delimiter: str = ""

    def to_json(self) -> dict[str, Any]:
        """A document that `from_json` turns back."""
        return {
            "text": self.text,
            "encoding": self.encoding,
            "delimiter": self.delimiter,
            "sheets": [
                [name, [[x.number, x.cells, x.broken] for x in grid.lines], grid.notes]
                for name, grid in self.sheets.items()
            ],
        }

    @classmethod
    def from_json(cls, document: dict[str, Any]) -> "Source":
        """The source that `to_json` wrote."""
        return cls(
            text=document["text"],
            encoding=document["encoding"],
            delimiter=document["delimiter"],
            sheets={
                name: Grid(
                    tuple(Line(number, tuple(cells), broken) for number, cells, broken in lines),
                    tuple(notes),
                )
                for name, lines, notes in document["sheets"]
            },
        )


@dataclass(frozen=True)
class Row:
    """A data row: as many cells as the header has, or the reason why not."""

    number: int
    cells: tuple[str, ...]
    broken: str = ""


@dataclass(frozen=True)
class Table:
    """A header and its rows. `protected` are the columns whose values were dropped."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    protected: frozenset[int] = frozenset()
    notes: tuple[str, ...] = ()

    def samples(self, index: int, count: int = 3) -> list[str]:
        """The first `count` different values of a column, without the empty ones."""
        found: dict[str, None] = {}
        for row in self.rows:
            value = row.cells[index].strip() if row.cells else ""
            if value:
                found[value] = None
            if len(found) == count:
                break
        return list(found)


@dataclass(frozen=True)
class Detected:
    """How the file was read, to be shown and overridden."""

    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    header_line: int = 1


@dataclass(frozen=True)
class Reading:
    """A table, how it was found, and what may be kept of the file."""

    table: Table
    detected: Detected
    source: Source = field(repr=False)
