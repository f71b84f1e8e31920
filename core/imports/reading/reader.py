"""The door of this package: bytes in, a table out."""

from collections.abc import Callable
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.imports.reading import delimited, encodings, header, limits, workbook
from core.imports.reading.signature import Form, form_of
from core.imports.reading.table import (
    Choices,
    Detected,
    Grid,
    Line,
    Reading,
    Row,
    Source,
    Table,
    Unreadable,
)

Protects = Callable[[str], bool]


def nothing_protected(name: str) -> bool:
    """For tables without people in them."""
    return False


def read(
    data: bytes,
    *,
    name: str = "",
    choices: Choices | None = None,
    protects: Protects = nothing_protected,
) -> Reading:
    """The table in a file. Raises Unreadable with a message for the person who sent it."""
    choices = choices or Choices()
    if form_of(data) is Form.WORKBOOK:
        source = Source(sheets=workbook.grids_of(data))
    else:
        source = _text_source(data, name, choices)
    return _reading(source, choices, protects)


def read_again(
    source: Source, choices: Choices, *, protects: Protects = nothing_protected
) -> Reading:
    """The same file read in another way. Raises Unreadable."""
    if source.encoding:
        encoding = choices.encoding or source.encoding
        delimiter = choices.delimiter or source.delimiter
        data = source.text.encode(source.encoding)
        source = _text_source(data, "", Choices(encoding=encoding, delimiter=delimiter))
    return _reading(source, choices, protects)


def _text_source(data: bytes, name: str, choices: Choices) -> Source:
    text, encoding = encodings.decode(data, choices.encoding)
    delimiter = choices.delimiter or delimited.delimiter_of(text, name)
    if delimiter not in delimited.DELIMITERS:
        raise Unreadable(_("We don’t know that delimiter."))
    if text[:4].lower() == "sep=":
        text = "\n" + text.split("\n", 1)[-1]
    return Source(text=text, encoding=encoding, delimiter=delimiter)


def _reading(source: Source, choices: Choices, protects: Protects) -> Reading:
    sheet, grid = _sheet(source, choices)
    if not grid.lines:
        raise Unreadable(_("The file is empty."))
    index = _header_index(grid, choices)
    clean = _without_protected(grid, protects, {header.find(grid), index})
    detected = Detected(
        encoding=source.encoding,
        delimiter=source.delimiter,
        sheet=sheet,
        sheets=tuple(source.sheets),
        header_line=grid.lines[index].number,
    )
    table = table_of(clean, index, protects)
    return Reading(table, detected, _clean_source(source, grid, clean, protects))


def _clean_source(source: Source, grid: Grid, clean: Grid, protects: Protects) -> Source:
    """What may be kept: the text itself if nothing in it is protected, else what is left."""
    if source.encoding:
        kept = source.text if clean is grid else delimited.text_of(clean, source.delimiter)
        return replace(source, text=kept)
    sheets = {
        name: clean if each is grid else _without_protected(each, protects, {header.find(each)})
        for name, each in source.sheets.items()
    }
    return replace(source, sheets=sheets)


def _sheet(source: Source, choices: Choices) -> tuple[str, Grid]:
    """The chosen sheet, or the one with the most rows. Raises Unreadable if there is none such."""
    if source.encoding:
        return "", delimited.grid_of(source.text, source.delimiter)
    name = choices.sheet or max(source.sheets, key=lambda name: len(source.sheets[name].lines))
    if name not in source.sheets:
        raise Unreadable(_("There is no sheet “%(name)s”.") % {"name": name})
    return name, source.sheets[name]


def _header_index(grid: Grid, choices: Choices) -> int:
    if not choices.header_line:
        return header.find(grid)
    for index, line in enumerate(grid.lines):
        if line.number == choices.header_line and not line.broken:
            return index
    raise Unreadable(_("Line %(number)s is empty.") % {"number": choices.header_line})


def _without_protected(grid: Grid, protects: Protects, headers: set[int]) -> Grid:
    """The grid with the cells below protected names emptied, and shifted rows emptied whole.

    `headers` are the lines that could be the header: the one found and the one chosen.
    """
    for index in headers if grid.lines else ():
        names, _notes = header.names(grid.lines[index])
        hidden = {column for column, name in enumerate(names) if protects(name)}
        if hidden:
            below = (_hide(line, hidden, len(names)) for line in grid.lines[index + 1 :])
            grid = replace(grid, lines=(*grid.lines[: index + 1], *below))
    return grid


def _hide(line: Line, hidden: set[int], width: int) -> Line:
    if _overflows(line, width):
        return replace(line, cells=(), broken=_too_many(len(line.cells), width))
    cells = ("" if column in hidden else cell for column, cell in enumerate(line.cells))
    return replace(line, cells=tuple(cells))


def table_of(grid: Grid, index: int, protects: Protects) -> Table:
    """The table whose header is the record at `index`. Raises Unreadable without columns."""
    names, notes = header.names(grid.lines[index])
    if not names:
        raise Unreadable(_("The line with the column names is empty."))
    lines = grid.lines[index + 1 :]
    rows = tuple(_row(line, len(names)) for line in lines if line.broken or any(line.cells))
    short = sum(1 for line in lines if not line.broken and len(line.cells) < len(names))
    if short:
        notes.append(
            ngettext(
                "%(count)s row is shorter than the header; its last cells count as empty.",
                "%(count)s rows are shorter than the header; their last cells count as empty.",
                short,
            )
            % {"count": short}
        )
    hidden = frozenset(column for column, name in enumerate(names) if protects(name))
    return Table(names, rows, hidden, (*grid.notes, *notes))


def _row(line: Line, width: int) -> Row:
    if line.broken:
        return Row(line.number, (), line.broken)
    if _overflows(line, width):
        return Row(line.number, (), _too_many(len(line.cells), width))
    if any(len(cell) > limits.CELL_LENGTH for cell in line.cells):
        return Row(line.number, (), _too_long_a_cell())
    cells = line.cells[:width]
    return Row(line.number, cells + ("",) * (width - len(cells)))


def _overflows(line: Line, width: int) -> bool:
    return any(cell.strip() for cell in line.cells[width:])


def _too_many(found: int, width: int) -> str:
    return _("This line has %(found)s cells, the header has %(width)s.") % {
        "found": found,
        "width": width,
    }


def _too_long_a_cell() -> str:
    return _("A cell on this line has more than %(limit)s characters.") % {
        "limit": f"{limits.CELL_LENGTH:,}"
    }
