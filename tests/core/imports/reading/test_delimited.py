"""CSV in all its dialects."""

import csv
import io
import json
from pathlib import Path

import pytest

from core.imports.reading import Choices, Reading, Source, Unreadable, limits, read, read_again

# Upstream's expected JSON disagrees with its own CSV in this one value.
UPSTREAM_SLIP = {"location_coordinates": {"1234567890": "2095257564"}}
SPECTRUM = [
    "comma_in_quotes",
    "empty",
    "empty_crlf",
    "escaped_quotes",
    "json",
    "location_coordinates",
    "newlines",
    "newlines_crlf",
    "quotes_and_newlines",
    "simple",
    "simple_crlf",
    "utf8",
]


def records(reading: Reading) -> list[dict[str, str]]:
    header = reading.table.header
    return [dict(zip(header, row.cells, strict=True)) for row in reading.table.rows]


def of(text: str, **choices: object) -> Reading:
    return read(text.encode(), choices=Choices(**choices))  # type: ignore[arg-type]


@pytest.mark.parametrize("name", SPECTRUM)
def test_csv_spectrum(name: str, shared_data: Path) -> None:
    folder = shared_data / "csv" / "csv-spectrum"
    expected = json.loads((folder / "json" / f"{name}.json").read_text())
    expected = expected if isinstance(expected, list) else [expected]
    slip = UPSTREAM_SLIP.get(name, {})
    expected = [{k: slip.get(v, v) for k, v in row.items()} for row in expected]
    assert records(read((folder / "csvs" / f"{name}.csv").read_bytes())) == expected


def test_naughty_strings_pass_unchanged(shared_data: Path) -> None:
    naughty = json.loads((shared_data / "strings" / "blns.json").read_text())
    strings = [s for s in naughty if s]
    out = io.StringIO(newline="")
    csv.writer(out).writerows([["n", "text"], *([str(n), s] for n, s in enumerate(strings))])
    found = read(out.getvalue().encode())
    assert [row.cells[1] for row in found.table.rows] == strings
    assert Source.from_json(json.loads(json.dumps(found.source.to_json()))) == found.source


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_finds_the_delimiter(mark: str) -> None:
    lines = [["name", "place", "note"], ["Ana", "Rome", "x"], ["Bo", "", "a, b; c"]]
    out = io.StringIO()
    csv.writer(out, delimiter=mark).writerows(lines)
    found = of(out.getvalue())
    assert found.detected.delimiter == mark
    assert [list(row.cells) for row in found.table.rows] == lines[1:]


def test_decimal_commas_do_not_win_over_semicolons() -> None:
    assert of("name;size\nAna;1,5\nBo;2,25\n").detected.delimiter == ";"


def test_honours_the_hint_of_excel() -> None:
    found = of("sep=|\nname|a,b\nAna|x,y\n")
    assert found.table.header == ("name", "a,b")
    assert found.table.rows[0].number == 3


def test_reports_a_broken_line_and_reads_the_others() -> None:
    table = of('a,b\n1,2\n"3,4\n5,6\n7,"8"x\n9,0\n').table
    assert [(row.number, row.cells) for row in table.rows if not row.broken] == [
        (2, ("1", "2")),
        (4, ("5", "6")),
        (6, ("9", "0")),
    ]
    assert [row.number for row in table.rows if row.broken] == [3, 5]
    assert table.rows[1].broken == "The quotation marks on this line don’t match."


def test_gives_up_on_a_file_of_broken_lines() -> None:
    with pytest.raises(Unreadable, match="More than 1000 lines"):
        of("a,b\n" + '"x"x,2\n' * (limits.BROKEN_ROWS + 1))


def test_too_many_cells_are_reported_too_few_are_filled() -> None:
    table = of("a,b,c\n1,2,3\n1,2,3,4\n1\n1,2,3,\n").table
    assert [row.cells for row in table.rows] == [
        ("1", "2", "3"),
        (),
        ("1", "", ""),
        ("1", "2", "3"),
    ]
    assert table.rows[1].broken == "This line has 4 cells, the header has 3."
    assert table.notes == ("1 row is shorter than the header; its last cells count as empty.",)


def test_skips_titles_above_the_header() -> None:
    found = of("Staff list 2026\n\nas of,March\nname,mail,site,unit\nAna,a@x,R,U\nBo,b@x,R,U\n")
    assert found.table.header == ("name", "mail", "site", "unit")
    assert found.detected.header_line == 4


def test_gives_each_column_a_name_of_its_own() -> None:
    table = of("name,,name,unit\nAna,1,2,3\nBo,1,2,3,4\n").table
    assert table.header == ("name", "Column B", "name (2)", "unit")
    assert table.rows[1].broken == "This line has 5 cells, the header has 4."


def test_says_when_the_header_is_missing() -> None:
    assert (
        "Is the line with the column names missing?"
        in of("a@x.example,1\nb@x.example,2\n").table.notes[0]
    )


def test_leaves_nul_characters_out() -> None:
    found = of("a,b\n1\x00,2\n")
    assert found.table.rows[0].cells == ("1", "2")
    assert found.table.notes == ("The file had NUL characters in it; they were left out.",)


def test_refuses_beyond_the_limits() -> None:
    with pytest.raises(Unreadable, match="10,000 columns; at most 500"):
        of(",".join(f"c{n}" for n in range(10_000)) + "\n" + ",".join("x" * 10_000) + "\n")
    with pytest.raises(Unreadable, match="at most 100,000 rows"):
        of("a\n" + "x\n" * (limits.ROWS + 200))
    long = of("a,b\n" + "x" * (limits.CELL_LENGTH + 1) + ",2\n").table.rows[0]
    assert long.broken == "A cell on this line has more than 32,767 characters."


def test_can_be_read_again_with_another_delimiter_without_loss() -> None:
    text = 'a,b\n"x, ""y""",2\n\n"multi\nline",3\n'
    first = of(text, delimiter="|")
    again = read_again(first.source, Choices(delimiter=","))
    assert again.table == of(text).table
    assert [row.number for row in again.table.rows] == [2, 4]


def test_can_be_read_again_from_another_header_line() -> None:
    found = read_again(of("a,b\nc,d\n1,2\n").source, Choices(header_line=2))
    assert (found.table.header, len(found.table.rows)) == (("c", "d"), 1)
    with pytest.raises(Unreadable, match="Line 9 is empty"):
        read_again(found.source, Choices(header_line=9))


@pytest.mark.parametrize("text", ["", "\n\n", "\ufeff", "  \t\n", ",,\n,,\n"])
def test_an_empty_file_says_so(text: str) -> None:
    with pytest.raises(Unreadable, match="empty"):
        of(text)


def test_refuses_an_unknown_choice() -> None:
    with pytest.raises(Unreadable, match="delimiter"):
        of("a,b\n1,2\n", delimiter="x")
    with pytest.raises(Unreadable, match="encoding"):
        of("a,b\n1,2\n", encoding="klingon")
