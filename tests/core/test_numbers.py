"""Whole numbers that come from outside."""

import pytest

from core.numbers import number_in


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7", 7),
        ("0", 0),
        (12, 12),
        ("99999", 99_999),
        ("100000", None),
        ("9" * 5_000, None),
        ("-1", None),
        ("1.0", None),
        ("\u00b2", None),
        ("\u0663", None),
        ("seven", None),
        ("", None),
        (None, None),
    ],
)
def test_only_a_short_plain_number_is_one(text: object, number: int | None) -> None:
    assert number_in(text) == number
