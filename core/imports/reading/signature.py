"""What kind of file the bytes are, whatever the name says."""

import io
import zipfile
from enum import Enum

from django.utils.translation import gettext as _

from core.imports.reading import limits
from core.imports.reading.table import Unreadable


class Form(Enum):
    """The two forms a table comes in."""

    TEXT = "text"
    WORKBOOK = "workbook"


_STRANGERS = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"MZ", "Windows"),
    (b"\x7fELF", "Linux"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7-Zip"),
    (b"\x1f\x8b", "gzip"),
    (b"{\\rtf", "RTF"),
    (b"SQLite format 3", "SQLite"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORKBOOK_PARTS = ("xl/workbook.xml", "xl/workbook.bin", "content.xml")
_HTML = (b"<!doctype html", b"<html", b"<table")


def form_of(data: bytes) -> Form:
    """Whether `data` is text or a workbook. Raises Unreadable for anything else."""
    if not data.strip(b"\x00\t\r\n \xef\xbb\xbf"):
        raise Unreadable(_("The file is empty."))
    for magic, name in _STRANGERS:
        if data.startswith(magic):
            raise Unreadable(_wrong_type(name))
    if data[:512].lstrip().lower().startswith(_HTML):
        raise Unreadable(_("This is a web page. Save it as CSV or as an Excel workbook first."))
    if data.startswith(_OLE):
        return Form.WORKBOOK
    if data.startswith(b"PK\x03\x04"):
        _look_into(data)
        return Form.WORKBOOK
    return Form.TEXT


def _wrong_type(name: str) -> str:
    return _(
        "This is a %(type)s file, not a table. Save your list as CSV or as an Excel workbook "
        "(XLSX) and upload that."
    ) % {"type": name}


def _look_into(data: bytes) -> None:
    """Raises Unreadable for an archive that is no workbook, or one that would fill the memory."""
    try:
        entries = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except zipfile.BadZipFile as error:
        raise Unreadable(
            _("The workbook is damaged. Open it, save it again, upload that.")
        ) from error
    names = {entry.filename for entry in entries}
    if "word/document.xml" in names:
        raise Unreadable(_wrong_type("Word"))
    if "ppt/presentation.xml" in names:
        raise Unreadable(_wrong_type("PowerPoint"))
    if names.isdisjoint(_WORKBOOK_PARTS):
        raise Unreadable(_wrong_type("ZIP"))
    if sum(entry.file_size for entry in entries) > limits.UNPACKED_BYTES:
        raise Unreadable(_("The workbook is far larger inside than outside, so it was not opened."))
