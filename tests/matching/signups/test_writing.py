"""The workbook."""

import io
import json
from typing import Any

import openpyxl
import pytest

from core.imports.downloads import FORMULA_STARTS
from matching.signups import match, workbook
from tests.matching.people import DATA
from tests.matching.signups.lists import MENTEES, MENTORS, mentees, mentors, wishes

STRINGS = DATA.parent / "strings"


def sheets(one: str = MENTORS, other: str = MENTEES, **changes: Any) -> dict[str, list[list[Any]]]:
    data = workbook(match(mentors(one), mentees(other), wishes(**changes)))
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}


def test_three_sheets_with_the_pairs_first() -> None:
    found = sheets()
    assert list(found) == ["Pairs", "Not matched", "What was read"]
    assert found["Pairs"][:2] == [
        [
            "Mentee",
            "Mentee’s e-mail",
            "Mentor",
            "Mentor’s e-mail",
            "Match",
            "Quality",
            "Reason 1",
            "Reason 2",
            "Reason 3",
            "What speaks against it",
            "Next best mentor",
        ],
        [
            "Jo Weber",
            "jo@x.example",
            "Ana Silva",
            "ana@x.example",
            "Excellent",
            100,
            "Shares what is wanted: Negotiation",
            "Both speak German",
            "1 step more senior",
            None,
            "Bo Lee (36, no free place)",
        ],
    ]
    assert len(found["Pairs"]) == 4
    assert found["What was read"][2][0] == "3 of 3 mentees have a mentor: 3 excellent."


def test_those_left_over_have_a_sheet() -> None:
    found = sheets("Name,Skills\nAna,Law\n", "Name,Skills\nJo,Law\nMia,Tax\n")
    assert found["Not matched"] == [
        ["List", "Name", "E-mail", "Why", "How many each rule removed", "The smallest change"],
        [
            "Mentees",
            "Mia",
            None,
            "Every mentor's places are taken.",
            None,
            "One place more with Ana would match them.",
        ],
    ]


@pytest.mark.parametrize("start", FORMULA_STARTS[:4])
def test_what_begins_like_a_formula_stays_text(start: str) -> None:
    evil = f"{start}1+cmd|' /C calc'!A0"
    one = f'Name,{evil},Department,Skills\n"{evil}",x,"{evil}","{evil}"\n'
    data = workbook(match(mentors(one, f"{evil}.csv"), mentees(one, "b.csv"), wishes()))
    data_two = workbook(match(mentors(one), mentees(f"Name,Skills\nMia,{evil}\n"), wishes()))
    seen = 0
    for each in (data, data_two):
        for sheet in openpyxl.load_workbook(io.BytesIO(each)):
            for cell in (cell for row in sheet.iter_rows() for cell in row):
                assert cell.data_type != "f"
                assert not str(cell.value or "").startswith(FORMULA_STARTS)
                seen += "'" + start in str(cell.value)
    assert seen > 2


@pytest.mark.skipif(not STRINGS.is_dir(), reason="no test data in strings")
def test_naughty_names_are_written_or_named() -> None:
    found = next(STRINGS.glob("*.json"))
    names = [name for name in json.loads(found.read_text()) if name.strip() and "\x00" not in name]
    quoted = ['"' + name.replace('"', '""') + '"' for name in names]
    one = "Name,Skills\n" + "".join(f"{name},{name}\n" for name in quoted)
    data = workbook(match(mentors(one), mentees(one), wishes()))
    rows = openpyxl.load_workbook(io.BytesIO(data))["Pairs"].max_row
    assert rows > 300
