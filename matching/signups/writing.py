"""The workbook: pairs, those not matched, what was read.

A spreadsheet runs what begins like a formula. Each text is therefore stored as text, and what
begins so gets an apostrophe, which survives copying the sheet to CSV.
"""

import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from core.imports.downloads import defused, text_cell
from matching.signups.matched import REASONS, LeftLine, Matched, PairLine
from matching.signups.report import Block, of_list, understood

Cell = str | int
Row = Sequence[Cell]
_BOLD = Font(bold=True)
_WRAPPED = Alignment(wrap_text=True, vertical="top")


def workbook(matched: Matched) -> bytes:
    """An XLSX of three sheets."""
    book = Workbook(write_only=True)
    _table(book, _("Pairs"), _pair_header(), [_pair(line) for line in matched.pairs], _PAIR_WIDTHS)
    _table(
        book, _("Not matched"), _left_header(), [_left(line) for line in matched.left], _LEFT_WIDTHS
    )
    _blocks(book, _("What was read"), [_summary(matched), *understood(matched.prepared)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


_PAIR_WIDTHS = (24, 32, 24, 32, 12, 9, *[36] * REASONS, 36, 30)
_LEFT_WIDTHS = (10, 24, 32, 40, 44, 60)
_READ_WIDTHS = (26, 34, 28, 44, 14, 60)


def _pair_header() -> tuple[str, ...]:
    numbered = (_("Reason %(n)s") % {"n": number} for number in range(1, REASONS + 1))
    return (
        _("Mentee"),
        _("Mentee’s e-mail"),
        _("Mentor"),
        _("Mentor’s e-mail"),
        _("Match"),
        _("Quality"),
        *numbered,
        _("What speaks against it"),
        _("Next best mentor"),
    )


def _pair(line: PairLine) -> Row:
    sentences = (*line.reasons, *[""] * (REASONS - len(line.reasons)))
    return (
        line.mentee.name,
        line.mentee.email,
        line.mentor.name,
        line.mentor.email,
        line.word,
        line.quality,
        *sentences,
        line.counter,
        line.next_best,
    )


def _left_header() -> tuple[str, ...]:
    return (
        _("List"),
        _("Name"),
        _("E-mail"),
        _("Why"),
        _("How many each rule removed"),
        _("The smallest change"),
    )


def _left(line: LeftLine) -> Row:
    person = line.person
    name = of_list(line.role)
    return name, person.name, person.email, line.why, line.in_the_way, line.change


def _summary(matched: Matched) -> Block:
    return Block(_("Result"), (_("What"),), ((matched.summary,),))


def _table(
    book: Workbook, title: str, header: Row, rows: Iterable[Row], widths: Sequence[int]
) -> None:
    """A sheet of one table, its header kept in sight and ready to be filtered."""
    rows = list(rows)
    sheet = _sheet(book, title, widths)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(header))}{len(rows) + 1}"
    sheet.append([_cell(sheet, name, bold=True) for name in header])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])


def _blocks(book: Workbook, title: str, blocks: Iterable[Block]) -> None:
    """A sheet of several small tables below each other."""
    sheet = _sheet(book, title, _READ_WIDTHS)
    for block in blocks:
        sheet.append([_cell(sheet, block.title, bold=True)])
        sheet.append([_cell(sheet, name, bold=True) for name in block.header])
        for row in block.rows:
            sheet.append([_cell(sheet, value) for value in row])
        sheet.append([])


def _sheet(book: Workbook, title: str, widths: Sequence[int]) -> Any:
    sheet = book.create_sheet(title)
    for index, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    return sheet


def _cell(sheet: object, value: Cell, *, bold: bool = False) -> WriteOnlyCell:
    cell = (
        WriteOnlyCell(sheet, value) if isinstance(value, int) else text_cell(sheet, defused(value))
    )
    cell.alignment = _WRAPPED
    if bold:
        cell.font = _BOLD
    return cell
