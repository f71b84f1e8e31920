"""What reading a sign-up list yields."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from matching.engine import Role
from matching.signups.columns import Used


class Unusable(Exception):
    """Nothing can be matched with this; the message says why and what to do about it."""


@dataclass(frozen=True)
class Trouble:
    """Something wrong with a row, or with one cell of it, and what was done about it.

    Says nothing of what stands in the cell. `row` counts from 1 as a spreadsheet does; 0 is the
    file as a whole.
    """

    file: str
    row: int
    column: str
    message: str
    #: Whether the row as a whole was left out.
    dropped: bool = False

    @property
    def place(self) -> str:
        """As "mentors.csv, row 7, E-mail address"."""
        row = f"row {self.row}" if self.row else ""
        return ", ".join(part for part in (self.file, row, self.column) if part)


@dataclass(frozen=True)
class Entry:
    """One person in one list.

    `key` tells the person whatever the list; `values` are parsed cells by column, without the empty
    ones.
    """

    row: int
    key: str
    name: str
    email: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def __getitem__(self, column: str) -> Any:
        return self.values.get(column)


@dataclass(frozen=True)
class SignUpList:
    """A list as it was read. `entries` are sorted by key, one a person.

    `how` says how the file was read, as names and values; `filled` counts the rows of each column
    that say something.
    """

    role: Role
    file: str
    columns: tuple[Used, ...]
    entries: tuple[Entry, ...]
    rows: int
    how: tuple[tuple[str, str], ...] = ()
    filled: Mapping[str, int] = field(default_factory=dict)
    troubles: tuple[Trouble, ...] = ()
    notes: tuple[str, ...] = ()

    def has(self, column: str) -> bool:
        """Whether a column of the file means this."""
        return any(used.column == column for used in self.columns)
