"""The child process that opens a workbook: bytes on standard input, JSON on standard output."""

import contextlib
import datetime as dt
import io
import json
import re
import resource
import sys
import zipfile
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    WorksheetNotFound,
)

from core.imports.reading import limits

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_CELL = re.compile(rb"<c\b([^>]*)>\s*<f\b[^>]*(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_REFERENCE = re.compile(rb'\br="([A-Z]+[0-9]+)"')


class _TooMuchError(Exception):
    def __init__(self, problem: str, count: int = 0) -> None:
        self.answer = {"problem": problem, "count": count}


def main() -> None:
    """Read, limit, answer."""
    _limit_self()
    json.dump(answer(sys.stdin.buffer.read()), sys.stdout)


def answer(data: bytes) -> dict[str, Any]:
    """{"sheets": [{name, rows: [[number, cells]], formulas, merged}]} or {"problem", "count"}."""
    if _ENCRYPTED in data:
        return {"problem": "password"}
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = _sheets(book, _unsaved(data))
    except PasswordError:
        return {"problem": "password"}
    except _TooMuchError as error:
        return error.answer
    except (CalamineError, WorksheetNotFound):
        return {"problem": "damaged"}
    sheets = [sheet for sheet in sheets if sheet["rows"]]
    return {"sheets": sheets} if sheets else {"problem": "empty"}


def _sheets(book: CalamineWorkbook, unsaved: list[list[str]]) -> list[dict[str, Any]]:
    """The visible sheets; `unsaved` has the formulas without a result, sheet by sheet."""
    found = []
    for index, meta in enumerate(book.sheets_metadata):
        if meta.typ == SheetTypeEnum.WorkSheet and meta.visible == SheetVisibleEnum.Visible:
            formulas = unsaved[index] if index < len(unsaved) else []
            found.append(_sheet(book.get_sheet_by_name(meta.name), formulas))
    return found


def _limit_self() -> None:
    memory, seconds = limits.WORKBOOK_MEMORY_BYTES, limits.WORKBOOK_SECONDS
    with contextlib.suppress(ValueError, OSError):  # macOS refuses a limit on memory
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


def _sheet(sheet: CalamineSheet, formulas: list[str]) -> dict[str, Any]:
    if sheet.width > limits.COLUMNS:
        raise _TooMuchError("columns", sheet.width)
    if sheet.height > limits.ROWS * 2 or sheet.width * sheet.height > limits.CELLS * 2:
        raise _TooMuchError("rows")
    first_row, first_column = sheet.start or (0, 0)
    padding = [""] * first_column
    rows = []
    for offset, cells in enumerate(sheet.to_python(skip_empty_area=True)):
        texts = [_text(cell) for cell in cells]
        if any(texts):
            rows.append([first_row + offset + 1, padding + texts])
    if len(rows) > limits.ROWS:
        raise _TooMuchError("rows")
    merged = bool(sheet.merged_cell_ranges)
    return {"name": sheet.name, "rows": rows, "formulas": formulas, "merged": merged}


def _text(cell: object) -> str:
    """A cell as a person would type it: ISO dates, whole numbers without a point."""
    if isinstance(cell, str):
        return _plain(cell)
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else str(cell)
    return _moment(cell)


def _moment(cell: object) -> str:
    if isinstance(cell, dt.datetime):
        return cell.isoformat(" ", "seconds")
    if isinstance(cell, dt.timedelta):
        return _duration(cell)
    return str(cell)  # a date or a time, which print as ISO


def _plain(text: str) -> str:
    """Escaped control characters such as _x000D_ as themselves, line ends as LF."""
    text = _ESCAPED.sub(_unescape, text)
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def _unescape(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return chr(code) if code < 0x20 else match[0]


def _duration(value: dt.timedelta) -> str:
    minutes, seconds = divmod(round(value.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}"


def _unsaved(data: bytes) -> list[list[str]]:
    """For each sheet in order, the cells of an XLSX whose formula has no stored result."""
    found: list[list[str]] = []
    with contextlib.suppress(zipfile.BadZipFile, KeyError):
        archive = zipfile.ZipFile(io.BytesIO(data))
        found += [_formulas(archive.read(part)) for part in _parts(archive)]
    return found


def _parts(archive: zipfile.ZipFile) -> list[str]:
    """The files that hold the sheets, in the order of the sheets."""
    relations = archive.read("xl/_rels/workbook.xml.rels")
    targets = {}
    for relation in re.findall(rb"<Relationship\b[^>]*>", relations):
        target = _attribute(relation, "Target").removeprefix("/xl/")
        targets[_attribute(relation, "Id")] = f"xl/{target}"
    sheets = re.findall(rb"<sheet\b[^>]*>", archive.read("xl/workbook.xml"))
    return [targets[_attribute(sheet, "r:id")] for sheet in sheets]


def _attribute(tag: bytes, name: str) -> str:
    found = re.search(rb'\b%s="([^"]*)"' % name.encode(), tag)
    return found[1].decode() if found else ""


def _formulas(xml: bytes) -> list[str]:
    references = (_REFERENCE.search(match[1]) for match in _CELL.finditer(xml))
    return [match[1].decode() for match in references if match]


if __name__ == "__main__":
    main()
