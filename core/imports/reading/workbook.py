"""Workbooks: XLSX, XLS, XLSB and ODS, read in a process of their own.

A few kilobytes can describe a sheet of a billion cells, and a damaged file can make the native
reader abort. So a child process with a limit on memory and time does the reading; all this
process ever holds is its answer.
"""

import json
import subprocess
import sys
from pathlib import Path

from django.utils.translation import gettext as _

from core.imports.reading import limits
from core.imports.reading.delimited import too_long, too_wide
from core.imports.reading.table import Grid, Line, Unreadable

_ROOT = Path(__file__).resolve().parents[3]
_CHILD = "core.imports.reading.workbook_child"


def grids_of(data: bytes) -> dict[str, Grid]:
    """The sheets of a workbook by name, in its order. Raises Unreadable."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", _CHILD],
            input=data,
            capture_output=True,
            cwd=_ROOT,
            timeout=limits.WORKBOOK_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Unreadable(_too_hard()) from error
    if done.returncode != 0:
        raise Unreadable(_too_hard())
    return _grids(json.loads(done.stdout))


def _grids(answer: dict) -> dict[str, Grid]:
    if "problem" in answer:
        raise Unreadable(_message(answer["problem"], answer.get("count", 0)))
    return {
        sheet["name"]: Grid(
            tuple(Line(number, tuple(cells)) for number, cells in sheet["rows"]),
            tuple(_notes(sheet)),
        )
        for sheet in answer["sheets"]
    }


def _notes(sheet: dict) -> list[str]:
    notes = []
    if sheet["formulas"]:
        cells = ", ".join(sheet["formulas"][:5])
        notes.append(
            _(
                "Some formulas have no stored result and were read as empty (%(cells)s). Open the "
                "workbook, save it, and upload it again."
            )
            % {"cells": cells}
        )
    if sheet["merged"]:
        notes.append(_("Some cells are merged; the value counts for the first of them only."))
    return notes


def _message(problem: str, count: int) -> str:
    if problem == "password":
        return _("The workbook is protected by a password. Remove it and upload the file again.")
    if problem == "columns":
        return too_wide(count)
    if problem == "rows":
        return too_long()
    if problem == "empty":
        return _("The workbook has no sheet with anything in it.")
    return _too_hard()


def _too_hard() -> str:
    return _(
        "The workbook could not be opened: it is damaged, too large, or not a workbook. Open it "
        "in your spreadsheet program, save it as XLSX or CSV, and upload that."
    )
