"""Workbooks."""

import datetime as dt
import io
import json
import zipfile
from pathlib import Path

import openpyxl
import pytest

from core.imports.reading import Choices, Unreadable, limits, read, workbook
from core.imports.reading.workbook_child import answer

MOMENT = dt.datetime.fromisoformat("2024-01-02 03:04:05")


def book(*rows: list[object], title: str = "Staff") -> bytes:
    made = openpyxl.Workbook()
    made.active.title = title
    for row in rows:
        made.active.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.fixture
def xlsx(shared_data: Path) -> Path:
    return shared_data / "xlsx"


def cells(path: Path, sheet: str = "") -> list[tuple[str, ...]]:
    found = read(path.read_bytes(), choices=Choices(sheet=sheet, header_line=0))
    return [found.table.header, *(row.cells for row in found.table.rows)]


@pytest.mark.parametrize("name", ["date.xlsx", "date_1904.xlsx"])
def test_dates_are_the_same_whatever_the_epoch(xlsx: Path, name: str) -> None:
    assert cells(xlsx / name) == [("2021-01-01", "15"), ("2021-01-02", "16"), ("255:10:10", "17")]


def test_skips_to_the_header(xlsx: Path) -> None:
    found = read((xlsx / "header-row.xlsx").read_bytes())
    assert found.detected.header_line == 9
    assert [(r.number, r.cells) for r in found.table.rows] == [
        (10, ("put data here", "1", "2", "3"))
    ]


def test_control_characters_become_line_ends(xlsx: Path) -> None:
    assert cells(xlsx / "has_x000D_.xlsx") == [("ABC DEF",)]
    assert answer(book(["a_x000D_\r\nb"]))["sheets"][0]["rows"] == [[1, ["a\nb"]]]


def test_merged_cells_count_once_and_are_noted(xlsx: Path) -> None:
    found = read((xlsx / "merge_cells.xlsx").read_bytes())
    assert (
        "Some cells are merged; the value counts for the first of them only." in found.table.notes
    )


def test_padded_cells(xlsx: Path) -> None:
    found = read(
        (xlsx / "whitespace_trim.xlsx").read_bytes(), choices=Choices(sheet="SharedStrings")
    )
    assert found.detected.sheets == ("inlineStr", "SharedStrings")
    assert found.table.header[:2] == ("trimmed value", "preserved value")


def test_a_password_is_named(xlsx: Path) -> None:
    with pytest.raises(Unreadable, match="protected by a password"):
        read((xlsx / "pass_protected.xlsx").read_bytes())


def test_values_read_as_a_person_would_type_them() -> None:
    data = book(
        ["a", "b", "c", "d", "e", "f"],
        [True, dt.time(9, 30), 1.5, 12_345_678_901_234, MOMENT, "=x"],
    )
    assert read(data).table.rows[0].cells[:5] == (
        "TRUE",
        "09:30:00",
        "1.5",
        "12345678901234",
        "2024-01-02 03:04:05",
    )


def test_formulas_without_a_result_are_noted() -> None:
    found = read(book(["a", "b"], ["x", "=1+1"]))
    assert found.table.rows[0].cells == ("x", "")
    assert "(B2)" in found.table.notes[0]


def test_takes_the_fullest_sheet_unless_told() -> None:
    made = openpyxl.load_workbook(io.BytesIO(book(["About"], title="Cover")))
    made.create_sheet("Old").append(["x", "y"])
    staff = made.create_sheet("Staff")
    for row in (["name"], ["Ana"], ["Bo"]):
        staff.append(row)
    made["Old"].sheet_state = "hidden"
    out = io.BytesIO()
    made.save(out)
    found = read(out.getvalue())
    assert (found.detected.sheet, found.detected.sheets) == ("Staff", ("Cover", "Staff"))
    with pytest.raises(Unreadable, match="There is no sheet “Old”"):
        read(out.getvalue(), choices=Choices(sheet="Old"))


def test_two_cells_far_apart_do_not_fill_the_memory() -> None:
    made = openpyxl.Workbook()
    made.active["A1"] = made.active["XFD1048576"] = "x"
    out = io.BytesIO()
    made.save(out)
    with pytest.raises(Unreadable):
        read(out.getvalue())


def test_a_zip_bomb_is_not_opened() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (limits.UNPACKED_BYTES + 1))
    with pytest.raises(Unreadable, match="far larger inside"):
        read(out.getvalue())


def test_an_endless_reader_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "WORKBOOK_SECONDS", 0.001)
    with pytest.raises(Unreadable, match="could not be opened"):
        workbook.grids_of(book(["a"], ["b"]))


def test_limits_inside_workbooks(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Unreadable, match="600 columns"):
        read(book([f"c{n}" for n in range(600)]))
    monkeypatch.setattr(limits, "ROWS", 1)
    assert answer(book(["a"], ["b"], ["c"])) == {"problem": "rows", "count": 0}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"MZ\x90\x00", "Windows"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"<!DOCTYPE html><table>", "web page"),
        (b"PK\x03\x04 torn", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "could not be opened"),
        (b"", "empty"),
    ],
)
def test_other_files_are_named(data: bytes, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        read(data)


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("word/document.xml", "Word"),
        ("ppt/presentation.xml", "PowerPoint"),
        ("a.txt", "ZIP"),
        ("xl/workbook.xml", "could not be opened"),
    ],
)
def test_other_archives_are_named(part: str, words: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(part, b"x")
    with pytest.raises(Unreadable, match=words):
        read(out.getvalue())


def test_an_empty_workbook_says_so() -> None:
    with pytest.raises(Unreadable, match="no sheet with anything"):
        read(book())


@pytest.mark.parametrize(
    "name", ["date", "date_1904", "header-row", "merge_cells", "pass_protected"]
)
def test_the_child_answers_in_json(xlsx: Path, name: str) -> None:
    found = answer((xlsx / f"{name}.xlsx").read_bytes())
    assert json.loads(json.dumps(found)) == found
    assert ("problem" in found) == (name == "pass_protected")


def test_the_child_finds_what_is_wrong() -> None:
    assert answer(b"PK\x03\x04 torn") == {"problem": "damaged"}
    assert answer(book()) == {"problem": "empty"}
    assert answer(book([f"c{n}" for n in range(600)])) == {"problem": "columns", "count": 600}
    kept = answer(book(["a", "b", "c"], [None, True, "=A1"], [dt.time(9, 30), MOMENT, 0.5]))
    assert kept["sheets"][0] == {
        "name": "Staff",
        "rows": [
            [1, ["a", "b", "c"]],
            [2, ["", "TRUE", ""]],
            [3, ["09:30:00", "2024-01-02 03:04:05", "0.5"]],
        ],
        "formulas": ["C2"],
        "merged": False,
    }
