"""What the text of a cell may mean."""

import datetime as dt
from typing import Any

import pytest

from core.imports import cells

COLOURS = {"r": "Red", "lb": "Light blue"}


@pytest.mark.parametrize(
    ("parse", "text", "value"),
    [
        (cells.text, " a\nb", " a\nb"),
        (cells.short(9), "a \n b", "a b"),
        (cells.email, "Ana@Example.ORG", "ana@example.org"),
        (cells.email, "mailto:ana@example.org", "ana@example.org"),
        (cells.email, "<ana@example.org>", "ana@example.org"),
        (cells.integer, "1,234,567", 1_234_567),
        (cells.integer, "1’234", 1_234),
        (cells.integer, "-7", -7),
        (cells.boolean, "Yes", True),
        (cells.boolean, "nein", False),
        (cells.date, "2026-03-31", dt.date(2026, 3, 31)),
        (cells.date, "2026-03-31 00:00:00", dt.date(2026, 3, 31)),
        (cells.date, "31.03.2026", dt.date(2026, 3, 31)),
        (cells.date, "31/3/2026", dt.date(2026, 3, 31)),
        (cells.date, "31 Mar 2026", dt.date(2026, 3, 31)),
        (cells.one_of(COLOURS), "light-BLUE", "lb"),
        (cells.one_of(COLOURS), "R", "r"),
    ],
)
def test_means(parse: cells.Parse, text: str, value: Any) -> None:
    assert parse(text) == value


@pytest.mark.parametrize(
    ("parse", "text", "message"),
    [
        (cells.short(3), "four", "Longer than 3 characters."),
        (cells.email, "ana@", "Not an e-mail address."),
        (cells.email, "a" * 60 + "@" + ".".join(["b" * 60] * 4) + ".de", "too long"),
        (cells.integer, "1.5", "Not a whole number."),
        (cells.integer, "12,34", "Not a whole number."),
        (cells.boolean, "perhaps", "Write “yes” or “no”."),
        (cells.date, "31.02.2026", "Not a date."),
        (cells.one_of(COLOURS), "green", "Expected one of: Red, Light blue."),
    ],
)
def test_refuses(parse: cells.Parse, text: str, message: str) -> None:
    with pytest.raises(cells.CellError, match=message):
        parse(text)


@pytest.mark.parametrize(
    ("cell", "plain"),
    [
        ("  a ", "a"),
        ("'=1", "=1"),
        ("'@x", "@x"),
        ("'tis", "'tis"),
        ("'", "'"),
        ("\u00a0x\u00a0", "x"),
    ],
)
def test_plain(cell: str, plain: str) -> None:
    assert cells.plain(cell) == plain
