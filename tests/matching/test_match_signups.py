"""The command line. Nothing here may use a database: no test asks for one."""

from io import StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from tests.matching.people import DATA
from tests.matching.signups.lists import MENTEES, MENTORS

HAS_DATA = pytest.mark.skipif(not DATA.is_dir(), reason=f"no test data in {DATA.name}")


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path, Path]:
    mentors, mentees = tmp_path / "mentors.csv", tmp_path / "mentees.csv"
    mentors.write_text(MENTORS)
    mentees.write_text(MENTEES)
    return mentors, mentees, tmp_path / "pairs.xlsx"


def run(*args: object) -> tuple[list[str], list[str]]:
    out, err = StringIO(), StringIO()
    call_command("match_signups", *map(str, args), stdout=out, stderr=err, no_color=True)
    return out.getvalue().splitlines(), err.getvalue().splitlines()


def rows(path: Path, sheet: str = "Pairs") -> list[list[Any]]:
    book = openpyxl.load_workbook(path)
    return [list(row) for row in book[sheet].iter_rows(min_row=2, values_only=True)]


def test_writes_the_pairs_and_says_how_many(files: tuple[Path, Path, Path]) -> None:
    mentors, mentees, out = files
    told, warned = run(mentors, mentees, "--out", out, "--grades", "Junior, Senior, Lead")
    assert told == [
        "3 of 3 mentees have a mentor: 3 excellent.",
        f"{out}: pairs, not matched, what was read.",
    ]
    assert warned == []
    assert [row[2] for row in rows(out)] == ["Ana Silva", "Bo Lee", "Bo Lee"]
    assert [path.name for path in out.parent.glob(".pairs*")] == []


def test_a_dry_run_tells_and_writes_nothing(files: tuple[Path, Path, Path]) -> None:
    mentors, mentees, out = files
    told, warned = run(mentors, mentees, "--out", out, "--dry-run")
    assert told[:2] == ["Files", "  Mentors · mentors.csv · Encoding · UTF-8"]
    assert (
        "  Mentees · Skills · Wants to grow in · its name · 3 · Shares what the mentee wants to grow in"
        in told
    )
    assert warned == []
    assert not out.exists()


def test_what_is_odd_is_told_beside_the_result(files: tuple[Path, Path, Path]) -> None:
    mentors, mentees, out = files
    mentors.write_text(
        "Name,Gender,Colour,Skills,Number of mentees\nAna,f,red,Law,lots\nAna,f,,,\n"
    )
    _told, warned = run(mentors, mentees, "--out", out)
    assert warned == [
        "mentors.csv: left out unread, protected: Gender",
        "mentors.csv: not recognised and not used: Colour",
        "mentors.csv, row 2, Mentees a mentor can take: Not a number. The cell counts as empty.",
        "mentors.csv, row 3: The same person as row 2, which counts: it says as much or more.",
    ]


def test_many_warnings_are_cut_short(files: tuple[Path, Path, Path]) -> None:
    mentors, mentees, out = files
    mentors.write_text("Name,Skills\n" + "Ana,Law\n" * 40)
    _told, warned = run(mentors, mentees, "--out", out)
    assert len(warned) == 21
    assert warned[-1] == f"… and 19 more; {out} has them all."


def test_options_reach_the_match(files: tuple[Path, Path, Path]) -> None:
    mentors, mentees, out = files
    mentors.write_text("Name,Skills\nAna,Negotiation\n")
    told, _warned = run(mentors, mentees, "--out", out, "--capacity", 3)
    assert told[0].startswith("3 of 3")
    told, _warned = run(
        mentors, mentees, "--out", out, "--capacity", 3, "--weight", "competencies=must"
    )
    assert told[0] == "1 of 3 mentees have a mentor: 1 excellent."


def test_a_file_of_columns_says_what_names_do_not(files: tuple[Path, Path, Path]) -> None:
    mentors, mentees, out = files
    columns = out.with_name("columns.csv")
    mentors.write_text("Wer,Was\nAna,Negotiation\n")
    columns.write_text("Column,Means\nWer,name\nWas,offered\n")
    with pytest.raises(CommandError, match="Its columns are: Wer, Was"):
        run(mentors, mentees, "--out", out)
    told, _warned = run(mentors, mentees, "--out", out, "--columns", columns)
    assert told[0].startswith("1 of 3")


def test_a_rule_that_leaves_no_pair_is_an_error_and_explained(
    files: tuple[Path, Path, Path],
) -> None:
    mentors, mentees, out = files
    mentors.write_text("Name,Grade\nAna,AA\n")
    mentees.write_text("Name,Grade\nMia,SCS1\nJo,EO\n")
    with pytest.raises(CommandError, match="No pair is possible"):
        run(mentors, mentees, "--out", out, "--more-senior")
    assert [row[:4] for row in rows(out, "Not matched")] == [
        ["Mentees", "Jo", None, "The rules leave nobody."],
        ["Mentees", "Mia", None, "The rules leave nobody."],
        ["Mentors", "Ana", None, "The rules leave nobody."],
    ]


def test_both_lists_are_told_what_is_wrong_at_once(files: tuple[Path, Path, Path]) -> None:
    mentors, mentees, out = files
    mentors.write_text("")
    mentees.unlink()
    with pytest.raises(CommandError) as caught:
        run(mentors, mentees, "--out", out)
    assert str(caught.value).splitlines() == [
        "mentors.csv: The file is empty.",
        f"{mentees}: No such file or directory.",
    ]
    assert caught.value.returncode == 1
    assert not out.exists()


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ([], "Say with --out where the pairs go, or look first with --dry-run."),
        (["--out", "pairs.csv"], "the name has to end in .xlsx."),
        (["--out", "nowhere/pairs.xlsx"], "there is no such folder"),
        (["--out", "pairs.xlsx", "--capacity", "0"], "--capacity must be from 1 to 50."),
        (["--out", "pairs.xlsx", "--quality-floor", "101"], "--quality-floor must be"),
        (["--out", "pairs.xlsx", "--grades", " , "], "--grades names no grade."),
        (["--out", "pairs.xlsx", "--weight", "age=must"], "there is no criterion 'age'"),
        (["--out", "pairs.xlsx", "--weight", "hours=much"], "'much' is none of must, important"),
        (["--out", "pairs.xlsx", "--columns", "absent.csv"], "absent.csv: No such file"),
    ],
)
def test_options_that_cannot_be_are_named(
    files: tuple[Path, Path, Path], args: list[str], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    mentors, mentees, out = files
    monkeypatch.chdir(out.parent)
    with pytest.raises(CommandError) as caught:
        run(mentors, mentees, *args)
    assert words in str(caught.value)
    assert not out.exists()


def test_a_list_is_never_written_over(files: tuple[Path, Path, Path]) -> None:
    _mentors, mentees, out = files
    book = out.with_name("list.xlsx")
    openpyxl.Workbook().save(book)
    with pytest.raises(CommandError, match="one of the lists"):
        run(book, mentees, "--out", out.parent / "." / "list.xlsx")


def test_a_list_larger_than_may_be_uploaded_is_refused(
    files: tuple[Path, Path, Path], settings: Any
) -> None:
    mentors, mentees, out = files
    settings.UPLOAD_LIMIT_BYTES = 10
    with pytest.raises(CommandError, match=r"mentors\.csv: larger than 0 MB\."):
        run(mentors, mentees, "--out", out)


def test_what_cannot_be_written_leaves_what_was_there(
    files: tuple[Path, Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    mentors, mentees, out = files
    out.write_bytes(b"before")

    def full(*args: object) -> None:
        raise OSError(28, "No space left on device", str(out))

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(CommandError, match=r"pairs\.xlsx: No space left on device"):
        run(mentors, mentees, "--out", out)
    assert out.read_bytes() == b"before"
    assert sorted(path.name for path in out.parent.iterdir()) == [
        "mentees.csv",
        "mentors.csv",
        "pairs.xlsx",
    ]


@HAS_DATA
def test_a_real_network_of_fifty_is_matched_whole(tmp_path: Path) -> None:
    lists = [DATA / f"mentormatch_small_{role}.csv" for role in ("mentors", "mentees")]
    out = tmp_path / "pairs.xlsx"
    told, warned = run(*lists, "--out", out)
    assert told[0] == "50 of 50 mentees have a mentor: 43 excellent, 7 good."
    assert [line.partition(": ")[2] for line in warned] == [
        "left out unread, protected: characteristics, biography",
        "left out unread, protected: match with similar identity, identity to match, biography",
    ]
    written = str([rows(out, sheet) for sheet in ("Pairs", "Not matched", "What was read")])
    for identity in ("Bisexual", "Transgender", "Lesbian", "My name is"):
        assert identity not in written
    assert len({row[3] for row in rows(out)}) == 50


@HAS_DATA
def test_a_staff_list_without_names_is_refused_with_its_columns(tmp_path: Path) -> None:
    survey = DATA.parent / "hr" / "employee_survey.csv"
    with pytest.raises(CommandError, match="Its columns are: Happiness, Ben1, Ben2"):
        run(survey, survey, "--out", tmp_path / "pairs.xlsx")
