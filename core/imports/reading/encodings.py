"""From bytes to text, saying which encoding was used."""

import codecs

from charset_normalizer import from_bytes
from django.utils.translation import gettext as _

from core.imports.reading.table import Unreadable

# What a person may choose; the names are Python's.
ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16 LE",
    "utf-16-be": "UTF-16 BE",
    "cp1252": "Windows-1252",
    "latin-1": "Latin-1",
    "mac-roman": "Mac Roman",
    "cp1250": "Windows-1250",
    "cp1251": "Windows-1251",
}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 64 * 1024
_ONE_BYTE = {"cp1252": "cp1252", "latin_1": "latin-1", "mac_roman": "mac-roman"}


def decode(data: bytes, chosen: str = "") -> tuple[str, str]:
    """The text without its byte order mark, and the encoding used.

    Raises Unreadable when the chosen encoding does not fit, or the bytes are no text.
    """
    encoding = chosen or guess(data)
    if encoding not in ENCODINGS:
        raise Unreadable(_("We don’t know the encoding “%(name)s”.") % {"name": encoding})
    for mark, name in _MARKS:
        if name == encoding and data.startswith(mark):
            data = data[len(mark) :]
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError as error:
        raise Unreadable(
            _("The file is not valid %(encoding)s. Choose another encoding, or save it as UTF-8.")
            % {"encoding": ENCODINGS[encoding]}
        ) from error


def guess(data: bytes) -> str:
    """The likeliest encoding: by mark, by the zeros of UTF-16, UTF-8 if valid, else by habit."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    zeros = _zeros(data[:_SAMPLE])
    if zeros:
        return zeros
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return _one_byte(data)
    return "utf-8"


def _zeros(sample: bytes) -> str:
    """UTF-16 without a mark: every other byte of Western text is zero. "" if it is not."""
    half = max(1, len(sample) // 2)
    even, odd = sample[0::2].count(0) / half, sample[1::2].count(0) / half
    if odd > 0.4 and even < 0.05:
        return "utf-16-le"
    if even > 0.4 and odd < 0.05:
        return "utf-16-be"
    return ""


def _one_byte(data: bytes) -> str:
    """Which of the one-byte encodings makes words of the lines that are not ASCII."""
    lines = (line for line in data.splitlines() if not line.isascii())
    sample = b""
    for line in lines:
        sample += line + b"\n"
        if len(sample) > _SAMPLE:
            break
    best = from_bytes(sample[:_SAMPLE], cp_isolation=list(_ONE_BYTE)).best()
    found = _ONE_BYTE.get(best.encoding, "cp1252") if best else "cp1252"
    if found == "cp1252" and _undefined(data):
        return "latin-1"
    return found


def _undefined(data: bytes) -> bool:
    """Whether Windows-1252 leaves some byte of `data` without a meaning."""
    return any(byte in data for byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D))
