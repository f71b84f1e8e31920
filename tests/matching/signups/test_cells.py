"""What stands in a cell, and what it means."""

from collections.abc import Callable
from typing import Any

import pytest

from core.imports.cells import CellError
from matching.signups import cells
from tests.world import World


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Law", ("Law",)),
        ("Law, Sales; Data | Art", ("Law", "Sales", "Data", "Art")),
        ("• Law\n• Sales", ("Law", "Sales")),
        ("- Law\n- Sales", ("Law", "Sales")),
        ("1. Law\n2) Sales", ("Law", "Sales")),
        ("Law, and Sales", ("Law", "Sales")),
        ("Leading (people, teams), Law", ("Leading (people, teams)", "Law")),
        ("law, LAW , Láw", ("Láw",)),
        ("C, C++, C#", ("C", "C++", "C#")),
        ("n/a", ()),
        ("None; -", ()),
        ("open (bracket, Law", ("open (bracket", "Law")),
    ],
)
def test_several_names_in_a_cell(cell: str, names: tuple[str, ...]) -> None:
    assert cells.several(cell) == names


@pytest.mark.parametrize(
    ("parse", "cell", "number"),
    [
        (cells.greatest(50), "2", 2),
        (cells.greatest(50), "1–2 mentees", 2),
        (cells.greatest(50), "one or two", 2),
        (cells.greatest(50), "none", 0),
        (cells.least(70), "10+", 10),
        (cells.least(70), "5-10 years", 5),
        (cells.least(70), "less than 2 years", 1),
        (cells.least(70), "<1", 0),
        (cells.least(70), "2.5", 2),
    ],
)
def test_numbers_as_people_write_them(parse: Callable[[str], int], cell: str, number: int) -> None:
    assert parse(cell) == number


@pytest.mark.parametrize(
    ("parse", "cell"),
    [
        (cells.greatest(50), "many"),
        (cells.greatest(50), "51"),
        (cells.greatest(50), "-2"),
        (cells.greatest(50), "9" * 5000),
        (cells.zone, "Atlantis/Capital"),
        (cells.zone, "UTC+19"),
        (cells.short, "x" * 121),
    ],
)
def test_what_cannot_be_is_refused(parse: Callable[[str], Any], cell: str) -> None:
    with pytest.raises(CellError):
        parse(cell)


@pytest.mark.parametrize(
    ("cell", "minutes"),
    [
        ("Europe/Berlin", 60),
        ("America/New York", -300),
        ("UTC", 0),
        ("UTC+2", 120),
        ("(GMT+05:30) Chennai", 330),
        ("utc -3", -180),
        ("UTC-03:30", -210),
    ],
)
def test_time_zones(cell: str, minutes: int) -> None:
    assert cells.offset(cells.zone(cell), World.NOW.replace(month=1)) == minutes


def test_languages_by_code_by_english_and_by_own_name() -> None:
    assert cells.languages("German, en / Français") == ("de", "en", "fr")
    assert cells.languages("Deutsch (fluent) and Klingon") == ("de", "klingon")
    assert cells.languages("n/a") == ()
    assert [cells.language_name(code) for code in ("de", "klingon")] == ["German", "Klingon"]


def test_a_level_is_a_number_or_a_grade() -> None:
    assert cells.step("3") == 3
    assert cells.step("Grade  7") == "Grade 7"
    assert cells.step("9" * 5000) == "9" * 120


def test_a_moment_that_could_be_misread_is_none() -> None:
    told = cells.moment("2026/03/01 10:00:05")
    assert told is not None
    assert told.isoformat() == "2026-03-01T10:00:05"
    assert cells.moment("3/5/2026 10:00") is None


def test_a_name_is_shown_as_most_people_write_it() -> None:
    assert cells.spellings(["law", "Law", "Law", "Tax", "TAX"]) == {"law": "Law", "tax": "TAX"}
    assert cells.term("  Böse’s  Café. ") == "bose's cafe"
