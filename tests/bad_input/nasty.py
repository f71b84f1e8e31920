"""Values that somebody, or something, will send one day."""

import json
import os
from pathlib import Path

import pytest

BLNS = Path(__file__).resolve().parents[3] / "shared/data/strings/blns.json"
needs_blns = pytest.mark.skipif(not BLNS.exists(), reason=f"no list of naughty strings at {BLNS}")

VALUES = {
    "nothing": "",
    "blank": " \t ",
    "NUL": "a\x00b",
    "4 bytes": "𝔘𝔫𝔦 👩🏽‍🚀",
    "controls": "\x01\x1b[31m\x7f\ufffe\u202e",
    "markup": "<script>alert(1)</script>{{ 7|add:7 }}%s%(x)s{0}",
    "long": "w" * 20_000,
    "words": "not-a-number, not-a-day, not-a-key",
    "zero key": "00000000-0000-0000-0000-000000000000",
    "number": "99999999999999999999",
    "below zero": "-1",
    "not a number": "NaN",
    "endless": "1e999",
    "first day": "0001-01-01",
    "last day": "9999-12-31",
    "no such day": "2026-02-30",
    "last moment": "9999-12-31T23:59",
    "last minute": "23:59:59.999999",
    "list": "[1, 2]",
    "other digits": "١٢٣",
    "path": "../../etc/passwd",
}
#: With BAD_INPUT=all everything goes into every field, which takes minutes.
ALL = os.environ.get("BAD_INPUT") == "all"
_TELLING = ("long", "last day")
#: These are taken for good by some field, and then the service meets them: into each field alone.
#: The others are refused by each field for itself: into all fields of a form at once.
ONE_BY_ONE = tuple(VALUES) if ALL else _TELLING
AT_ONCE = [value for kind, value in VALUES.items() if ALL or kind not in _TELLING]


def naughty_strings() -> list[str]:
    """The Big List of Naughty Strings."""
    return list(json.loads(BLNS.read_text()))
