"""Text with delimiters: CSV, TSV, semicolons, pipes.

Python's csv module is asked to be strict; where it gives up, that line alone is reported as
broken and reading goes on with the next, so one stray quotation mark never swallows a file.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.imports.reading import limits
from core.imports.reading.table import Grid, Line, Unreadable

DELIMITERS = {
    ",": gettext_lazy("comma"),
    ";": gettext_lazy("semicolon"),
    "\t": gettext_lazy("tab"),
    "|": gettext_lazy("pipe"),
}
# A line that is always broken, standing for one whose text was not kept.
BROKEN = '"x"x'


def grid_of(text: str, delimiter: str) -> Grid:
    """The records of `text`. Raises Unreadable beyond the limits."""
    notes = []
    if "\x00" in text:
        text = text.replace("\x00", "")
        notes.append(_("The file had NUL characters in it; they were left out."))
    lines: list[Line] = []
    broken = cells = 0
    for line in _records(_physical(text), delimiter):
        lines.append(line)
        broken += bool(line.broken)
        cells += len(line.cells)
        _refuse_beyond(len(lines), len(line.cells), cells, broken)
    return Grid(tuple(lines), tuple(notes))


def _refuse_beyond(rows: int, columns: int, cells: int, broken: int) -> None:
    if columns > limits.COLUMNS:
        raise Unreadable(too_wide(columns))
    if rows > limits.ROWS + 100 or cells > limits.CELLS:
        raise Unreadable(too_long())
    if broken > limits.BROKEN_ROWS:
        raise Unreadable(
            _("More than %(count)s lines have broken quotation marks. Save the file again as CSV.")
            % {"count": limits.BROKEN_ROWS}
        )


def too_wide(columns: int) -> str:
    """The message for a table with too many columns."""
    return _(
        "The file has %(columns)s columns; at most %(limit)s can be read. Delete those you don’t "
        "need and upload it again."
    ) % {"columns": f"{columns:,}", "limit": limits.COLUMNS}


def too_long() -> str:
    """The message for a table with too many rows or cells."""
    return _(
        "The file is too long: at most %(rows)s rows and %(cells)s cells can be read at once. "
        "Split it into parts."
    ) % {"rows": f"{limits.ROWS:,}", "cells": f"{limits.CELLS:,}"}


def _physical(text: str) -> list[str]:
    """Lines with their ends, split at CR, LF and CRLF only (not at Unicode's other separators)."""
    return list(io.StringIO(text, newline=""))


def _records(physical: list[str], delimiter: str) -> Iterator[Line]:
    start = 0
    while start < len(physical):
        reader = csv.reader(iter(physical[start:]), delimiter=delimiter, strict=True)
        begun = 0
        try:
            for cells in reader:
                if any(cells):
                    yield Line(start + begun + 1, tuple(cells))
                begun = reader.line_num
            return
        except csv.Error as error:
            yield Line(start + begun + 1, (), _why(error))
            start += begun + 1


def _why(error: csv.Error) -> str:
    if "field larger" in str(error):
        return _("A cell on this line is too long, or a quotation mark before it is not closed.")
    return _("The quotation marks on this line don’t match.")


def text_of(grid: Grid, delimiter: str) -> str:
    """The text again, each record on the line it came from."""
    parts: list[str] = []
    at = 1
    for line in grid.lines:
        record = (
            BROKEN if line.broken else delimiter.join(_quoted(c, delimiter) for c in line.cells)
        )
        parts.append("\n" * (line.number - at) + record + "\n")
        at = max(at, line.number) + max(1, len(_physical(record)))
    return "".join(parts)


def _quoted(cell: str, delimiter: str) -> str:
    if any(mark in cell for mark in (delimiter, '"', "\n", "\r")):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def delimiter_of(text: str, name: str = "") -> str:
    """The delimiter that cuts the beginning of the text into the most even columns."""
    head = "".join(_physical(text[:200_000])[:60])
    hint = head[:10].lower()
    if hint.startswith("sep=") and hint[4:5] in DELIMITERS:
        return hint[4]
    scores = {mark: _evenness(head, mark) for mark in DELIMITERS}
    best = max(scores, key=lambda mark: scores[mark])
    if scores[best] == 0:
        return "\t" if name.lower().endswith((".tsv", ".tab")) else ","
    return best


def _evenness(head: str, mark: str) -> float:
    """Zero for one column; more for more columns that more records agree on."""
    rows = csv.reader(io.StringIO(head, newline=""), delimiter=mark)
    counts = Counter(len(row) for row in rows if any(row))
    if not counts:
        return 0.0
    width, agreeing = max(counts.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]))
    share = agreeing / counts.total()
    return share * share * (width - 1) ** 0.5
