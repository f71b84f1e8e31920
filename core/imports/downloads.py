"""Files that go out: the rows that were not taken, and a sample to start from.

A spreadsheet runs what begins like a formula. In CSV such a cell gets a leading apostrophe, which
reading takes off again; in XLSX every cell is stored as text.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from core.imports.enums import Action, Outcome
from core.imports.kinds import ImportKind
from core.imports.models import ImportBatch

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
#: Characters that XML forbids and openpyxl writes all the same: no program opens such a workbook.
_NOT_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
Line = Sequence[str]


def defused(cell: str) -> str:
    """The cell as a spreadsheet shows it without running it."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


def as_csv(lines: Iterable[Line]) -> bytes:
    """CSV with a byte order mark, which Excel needs to see UTF-8."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([defused(cell) for cell in line] for line in lines)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(lines: Iterable[Line]) -> bytes:
    """A workbook of one sheet whose cells are all text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Rows"))
    for line in lines:
        sheet.append([text_cell(sheet, cell) for cell in line])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def text_cell(sheet: object, text: str) -> WriteOnlyCell:
    """A cell of a write-only sheet that is text whatever it begins with."""
    cell = WriteOnlyCell(sheet)
    cell.value = _NOT_XML.sub("", ILLEGAL_CHARACTERS_RE.sub("", text))
    cell.data_type = "s"
    cell.number_format = "@"
    return cell


def rejected(batch: ImportBatch) -> list[list[str]]:
    """The header and each row that was not taken, with its line in the file and the reason."""
    kind = batch.kind_of
    columns = sorted(batch.mapping.items(), key=lambda item: int(item[0]))
    names = [batch.header[int(index)] for index, _key in columns]
    lines = [[*names, _("Line"), _("Why it was not imported")]]
    rows = batch.rows.filter(action=Action.FAULTY) | batch.rows.filter(outcome=Outcome.REFUSED)
    for row in rows.order_by("number"):
        why = " ".join(
            f"{kind.column(p.column).label}: {p.message}" if p.column else p.message
            for p in row.problems
        )
        lines.append([*(row.cells.get(key, "") for _i, key in columns), str(row.number), why])
    return lines


def sample(kind: ImportKind) -> list[list[str]]:
    """A header and one example row."""
    offered = kind.offered()
    return [[str(c.label) for c in offered], [str(c.example) for c in offered]]
