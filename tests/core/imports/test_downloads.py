"""What goes out runs nowhere, and comes back as it was."""

import csv
import io
from datetime import datetime

import openpyxl
import pytest

from core.imports import downloads
from core.imports.reading import read
from tests.core.imports.accounts_kind import Accounts
from tests.core.imports.conftest import Make
from tests.core.imports.test_commit import write

DANGEROUS = ["=1+1", "+49 30", "-2", "@SUM(A1)", "\tx", "\rx"]


def test_csv_defuses_formulas() -> None:
    data = downloads.as_csv([["a", "b"], *([text, "plain"] for text in DANGEROUS)])
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert [row[0] for row in rows[1:]] == [f"'{text}" for text in DANGEROUS]
    assert {row[1] for row in rows[1:]} == {"plain"}


def test_xlsx_holds_text_only() -> None:
    data = downloads.as_xlsx(
        [["a"], *([text] for text in [*DANGEROUS[:4], "a\x0bb\ufffe\uffff\ud800"])]
    )
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert [(c.value, c.data_type) for c in sheet["A"][1:]] == [
        *((text, "s") for text in DANGEROUS[:4]),
        ("ab", "s"),
    ]
    assert [row.cells[0] for row in read(data).table.rows][:4] == DANGEROUS[:4]


@pytest.mark.django_db
def test_rejected_rows_come_with_their_reasons(
    checked: Make, kind: Accounts, now: datetime
) -> None:
    kind.refuse.add("c@x.example")
    batch = checked("unit,mail,tz\nX,a@x.example,UTC\nX,b@x.example,Brlin\nX,c@x.example,\n")
    write(batch, now)
    assert downloads.rejected(batch) == [
        ["mail", "tz", "Line", "Why it was not imported"],
        ["b@x.example", "Brlin", "3", "Time zone: Not known. Expected one of: Berlin, Tokyo, UTC."],
        ["c@x.example", "", "4", "We don't like this one."],
    ]


def test_the_sample_can_be_imported(kind: Accounts) -> None:
    table = read(downloads.as_csv(downloads.sample(kind))).table
    assert table.header == ("E-mail", "Language", "Time zone", "About")
    assert table.rows[0].cells[0] == "ana@example.org"
