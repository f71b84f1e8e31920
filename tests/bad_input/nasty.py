"""Values that somebody, or something, will send one day."""

import json
import os
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
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
#: These are taken for good by some field, and then the service meets them: into each field alone.
#: The others are refused by each field for itself: into all fields of a form at once.
_TELLING = {"long", "last day"}
AT_ONCE = [value for kind, value in VALUES.items() if ALL or kind not in _TELLING]
#: So many bodies a form gets in which everything is wrong; fields of one kind are in many forms.
MIXTURES = len(AT_ONCE) if ALL else 4


def one_by_one(usual: object) -> list[str]:
    """The kinds of nonsense for a field alone: what passes for good where this is usual."""
    if ALL:
        return list(VALUES)
    if not usual:
        return sorted(_TELLING)
    return ["last day" if _DAY.match(str(usual)) else "long"]


def mixtures(fields: Iterable[str], form: int) -> list[dict[str, str]]:
    """Bodies with another value in each field, so that a few of them hold every kind of nonsense.

    `form` is the form's number: the next one begins elsewhere in the list.
    """
    steps = [form + step * len(AT_ONCE) // MIXTURES for step in range(MIXTURES)]
    return [
        {field: AT_ONCE[(start + place) % len(AT_ONCE)] for place, field in enumerate(fields)}
        for start in steps
    ]


def naughty_strings() -> list[str]:
    """The Big List of Naughty Strings."""
    return list(json.loads(BLNS.read_text()))
