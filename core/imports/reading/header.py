"""Which record is the header, and what its columns are called."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.imports.reading.table import Grid, Line

_LOOK_AT = 200
_WITHIN = 40


def find(grid: Grid) -> int:
    """The index in `grid.lines` of the header: the first record about as wide as the data.

    Title lines, notes and blank lines above a table fill fewer cells than its rows do.
    """
    widths = [_filled(line) for line in grid.lines[:_LOOK_AT]]
    typical = sorted(widths)[len(widths) // 2] if widths else 0
    enough = max(1, 0.6 * typical) if typical < 3 else max(2, 0.6 * typical)
    for index, width in enumerate(widths[:_WITHIN]):
        if width >= enough and not grid.lines[index].broken:
            return index
    return 0


def names(line: Line) -> tuple[tuple[str, ...], list[str]]:
    """A different name for each column, and notes on those that had to be made up."""
    cells = [" ".join(cell.split()) for cell in line.cells]
    while cells and not cells[-1]:
        cells.pop()
    found: list[str] = []
    nameless = doubled = 0
    for index, cell in enumerate(cells):
        nameless += not cell
        name = cell or _("Column %(letter)s") % {"letter": letter(index)}
        if name in found:
            doubled += 1
            name = _next_free(name, found)
        found.append(name)
    return tuple(found), _notes(nameless, doubled, cells)


def letter(index: int) -> str:
    """A spreadsheet's name for a column: 0 is A, 26 is AA."""
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(65 + rest) + text
    return text


def _notes(nameless: int, doubled: int, cells: list[str]) -> list[str]:
    notes = []
    if nameless:
        notes.append(
            ngettext(
                "%(count)s column has no name; it is called by its letter.",
                "%(count)s columns have no name; they are called by their letters.",
                nameless,
            )
            % {"count": nameless}
        )
    if doubled:
        notes.append(_("Some columns have the same name; the later ones got a number."))
    if any("@" in cell for cell in cells) or all(_numeric(cell) for cell in cells if cell):
        notes.append(_("The header looks like data. Is the line with the column names missing?"))
    return notes


def _numeric(cell: str) -> bool:
    return cell.replace(".", "", 1).replace(",", "", 1).replace("-", "", 1).isdigit()


def _filled(line: Line) -> int:
    return sum(1 for cell in line.cells if cell.strip())


def _next_free(name: str, found: list[str]) -> str:
    number = 2
    while f"{name} ({number})" in found:
        number += 1
    return f"{name} ({number})"
