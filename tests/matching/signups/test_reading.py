"""From the bytes of a sign-up file to people."""

import io

import openpyxl
import pytest

from matching.engine import Role
from matching.signups import Unusable, read_columns, read_list
from tests.matching.signups.lists import mentees, mentors


def test_encodings_separators_and_titles_above_the_table() -> None:
    text = "Our mentors\n\nName;E-mail;Skills\nZoë Büß;zoe@x.example;Recht, Kunst\n"
    found = read_list(text.encode("cp1252"), name="m.csv", role=Role.MENTOR)
    assert found.entries[0].name == "Zoë Büß"
    assert found.entries[0]["offered"] == ("Recht", "Kunst")
    assert dict(found.how) == {
        "Encoding": "Windows-1252",
        "Separator": "semicolon",
        "Header": "row 3",
    }
    assert (found.rows, found.filled["offered"]) == (1, 1)


def test_the_sheet_named_after_the_list_is_read() -> None:
    book = openpyxl.Workbook()
    book.active.title = "Mentees 2026"
    for row in (["Name", "Skills"], ["Mia", "Law"], ["Jo", "Tax"]):
        book.active.append(row)
    other = book.create_sheet("Mentors 2026")
    for row in (["Name", "Number of mentees"], ["Ana", 2]):
        other.append(row)
    out = io.BytesIO()
    book.save(out)
    found = read_list(out.getvalue(), name="all.xlsx", role=Role.MENTOR)
    assert [(e.name, e["capacity"]) for e in found.entries] == [("Ana", 2)]
    assert dict(found.how)["Sheet"] == "Mentors 2026"
    found = read_list(out.getvalue(), name="all.xlsx", role=Role.MENTEE)
    assert [entry.name for entry in found.entries] == ["Jo", "Mia"]


def test_one_file_may_hold_both_lists() -> None:
    text = "Name,Role,Skills\nAna,Mentor,Law\nMia,mentee,Law\nBo,Mentor and mentee,Tax\n"
    assert [entry.name for entry in mentors(text).entries] == ["Ana", "Bo"]
    found = mentees(text)
    assert [entry.name for entry in found.entries] == ["Bo", "Mia"]
    assert found.notes == ("1 rows say that they are of the other list and were left out.",)


def test_several_columns_of_one_meaning_are_one_cell() -> None:
    found = mentors("Name,Skill 1,Skill 2\nAna,Law,\nBo,Law,Tax\n")
    assert [entry["offered"] for entry in found.entries] == [("Law",), ("Law", "Tax")]


def test_a_cell_that_cannot_be_read_counts_as_empty_and_is_named() -> None:
    found = mentors("Name,Number of mentees\nAna,plenty\nBo,3\n\n ,\n")
    assert [entry["capacity"] for entry in found.entries] == [None, 3]
    assert [(t.place, t.message, t.dropped) for t in found.troubles] == [
        (
            "mentors.csv, row 2, Mentees a mentor can take",
            "Not a number. The cell counts as empty.",
            False,
        )
    ]


def test_a_broken_row_is_left_out_and_named() -> None:
    found = mentors('Name,Skills\nAna,Law\nBo,"Tax"x\nKim,Art,more\n')
    assert [entry.name for entry in found.entries] == ["Ana"]
    assert [(t.row, t.dropped) for t in found.troubles] == [(3, True), (4, True)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "m.csv: The file is empty."),
        ("%PDF-1.4", "m.csv: This is a PDF file"),
        ("Name,Skills\n", "m.csv: there are columns, but no rows."),
        ("Skills,Colour\nLaw,red\n", "Its columns are: Skills, Colour. Say with --columns"),
        ("E-mail,Skills\nnobody,Law\n", "m.csv, row 2, E-mail address: Not an e-mail address."),
        ("Name,Role\nMia,Mentee\n", "m.csv: every row says that it is of the other list."),
    ],
)
def test_a_file_without_anybody_is_unusable(text: str, words: str) -> None:
    with pytest.raises(Unusable) as caught:
        mentors(text, name="m.csv")
    assert words in str(caught.value)


COLUMNS = """\
Column,Means,List
What drives you?,Wants to grow in,mentees
What drives you?,offered,Mentors
Wohnort,ignore,
How many?,capacity,
"""


def test_a_file_of_columns_is_a_table() -> None:
    data = COLUMNS.encode()
    mentor = {"What drives you?": "offered", "Wohnort": "", "How many?": "capacity"}
    mentee = {"What drives you?": "wanted", "Wohnort": "", "How many?": ""}
    assert read_columns(data, name="c.csv", role=Role.MENTOR) == mentor
    assert read_columns(data, name="c.csv", role=Role.MENTEE) == mentee


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Column,Means\nTeam,unitt\n", "c.csv, row 2: “unitt” is not known. Use one of: email, "),
        ("Column\nTeam\n", "c.csv: two columns are needed"),
        ("", "c.csv: The file is empty."),
        ('Column,Means\nTeam,"a"b\n', "c.csv, row 2: The quotation marks"),
    ],
)
def test_a_wrong_file_of_columns_is_named_with_its_row(text: str, words: str) -> None:
    with pytest.raises(Unusable) as caught:
        read_columns(text.encode(), name="c.csv", role=Role.MENTOR)
    assert words in str(caught.value)
