"""What the text of a cell may mean: `parse` functions for columns.

Each takes the trimmed, non-empty text of a cell and returns a value, or raises CellError with a
message for the person who has to repair the cell.
"""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from core.imports.names import key


class CellError(Exception):
    """The text cannot be what its column says; the message says what is expected."""


Parse = Callable[[str], Any]
_DATES = (
    "%Y-%m-%d",
    "%Y-%m-%d %H:%M:%S",
    "%d.%m.%Y",
    "%d/%m/%Y",
    "%Y/%m/%d",
    "%d %b %Y",
    "%d %B %Y",
)
_YES = frozenset(("yes", "y", "true", "1", "x", "ja", "oui", "si"))
_NO = frozenset(("no", "n", "false", "0", "nein", "non"))


def text(cell: str) -> str:
    """The cell as it is."""
    return cell


def short(limit: int) -> Parse:
    """Text of at most `limit` characters on one line."""

    def parse(cell: str) -> str:
        line = " ".join(cell.split())
        if len(line) > limit:
            raise CellError(_("Longer than %(limit)s characters.") % {"limit": limit})
        return line

    return parse


def email(cell: str) -> str:
    """An e-mail address in lower case."""
    address = cell.removeprefix("mailto:").strip("<>").lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise CellError(_("Not an e-mail address.")) from error
    if len(address) > 254:
        raise CellError(_("This e-mail address is too long."))
    return address


def integer(cell: str) -> int:
    """A whole number; separators of thousands are allowed."""
    plain = re.sub(r"(?<=\d)[,.’' \u00a0\u202f](?=\d{3}\b)", "", cell)
    try:
        return int(plain)
    except ValueError as error:
        raise CellError(_("Not a whole number.")) from error


def boolean(cell: str) -> bool:
    """Yes or no."""
    answer = cell.casefold()
    if answer in _YES or answer in _NO:
        return answer in _YES
    raise CellError(_("Write “yes” or “no”."))


def date(cell: str) -> dt.date:
    """A date; ISO, or day before month. Raises CellError where month and day could be swapped."""
    for pattern in _DATES:
        try:
            return dt.datetime.strptime(cell, pattern).date()  # noqa: DTZ007 - a date has no zone
        except ValueError:
            continue
    raise CellError(_("Not a date. Write it as 2026-03-31."))


def one_of(choices: Mapping[Any, Any]) -> Parse:
    """One of several values, by value or by label whatever the case: `one_of(dict(Role.choices))`."""

    def parse(cell: str) -> Any:
        known = {key(str(label)): value for value, label in choices.items()}
        known |= {key(str(value)): value for value in choices}
        if key(cell) in known:
            return known[key(cell)]
        expected = ", ".join(str(label) for label in choices.values())
        raise CellError(_("Not known. Expected one of: %(expected)s.") % {"expected": expected})

    return parse


def plain(cell: str) -> str:
    """A cell without padding, and without the apostrophe by which exports defuse formulas."""
    trimmed = cell.strip()
    if trimmed[:1] == "'" and trimmed[1:2] in tuple("=+-@"):
        return trimmed[1:]
    return trimmed
