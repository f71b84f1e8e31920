"""What a cell of a staff list may say."""

from decimal import Decimal
from typing import Any

import pytest

from core.imports.cells import CellError
from participants.staff_list.columns import decimal, seniority, timezone


@pytest.mark.parametrize(
    ("parse", "cell", "value"),
    [
        (decimal, "3.5", Decimal("3.5")),
        (decimal, "3,5", Decimal("3.5")),
        (decimal, "-1", Decimal(-1)),
        (seniority, "0", 0),
        (seniority, "100", 100),
        (timezone, "Europe/Berlin", "Europe/Berlin"),
    ],
)
def test_what_is_understood(parse: Any, cell: str, value: Any) -> None:
    assert parse(cell) == value


@pytest.mark.parametrize(
    ("parse", "cell", "why"),
    [
        (decimal, "many", "Not a number."),
        (decimal, "NaN", "Not a number we can use."),
        (decimal, "Infinity", "Not a number we can use."),
        (decimal, "1000000000", "Not a number we can use."),
        (seniority, "101", "from 0 to 100"),
        (seniority, "-1", "from 0 to 100"),
        (timezone, "Berlin", "Write it as Europe/Berlin"),
    ],
)
def test_what_is_not_is_explained(parse: Any, cell: str, why: str) -> None:
    with pytest.raises(CellError, match=why):
        parse(cell)
