"""Rows to people: who a row is about, and which row counts where somebody signed up twice.

The answer does not depend on the order of the rows.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from core.imports.kinds import MappedRow
from matching.signups.cells import term
from matching.signups.lists import Entry, Trouble

EARLIEST = datetime.min  # noqa: DTZ901 - times of a form have no zone


def entry_of(row: MappedRow) -> Entry | None:
    """The person of a row, known by e-mail address, else staff number, else name; None for nobody."""
    values = {key: value for key, value in row.values.items() if value not in (None, "", ())}
    parts = (values.get("given_name"), values.get("family_name"))
    name = values.get("name") or " ".join(part for part in parts if part)
    email = values.get("email", "")
    number = values.get("staff_id", "")
    if not (name or email or number):
        return None
    key = email or (f"no. {term(number)}" if number else f"name {_plain(name)}")
    return Entry(row.number, key, name or email or number, email, values)


def _plain(name: str) -> str:
    """A name in one spelling that keeps its accents: Bo and Bó may be two people."""
    return unicodedata.normalize("NFC", " ".join(name.casefold().split()))


def without_doubles(
    entries: Sequence[Entry], file: str, texts: dict[int, dict[str, str]]
) -> tuple[tuple[Entry, ...], list[Trouble]]:
    """One entry a person, sorted; of several the one sent last counts, else the one that says most.

    `texts` are the cells of each row, which decide between rows that are otherwise equal.
    """
    together: dict[str, list[Entry]] = {}
    for entry in entries:
        together.setdefault(entry.key, []).append(entry)
    kept, troubles = [], []
    for key in sorted(together):
        rows = sorted(together[key], key=lambda entry: _standing(entry, texts), reverse=True)
        kept.append(rows[0])
        troubles += [_double(rows[0], other, file) for other in rows[1:]]
    return tuple(kept), troubles


def _standing(entry: Entry, texts: dict[int, dict[str, str]]) -> tuple[Any, ...]:
    sent = entry["sent"] or EARLIEST
    return sent, len(entry.values), sorted(texts.get(entry.row, {}).items())


def _double(kept: Entry, other: Entry, file: str) -> Trouble:
    if kept["sent"] and kept["sent"] != other["sent"]:
        words = _("The same person as row %(row)s, which was sent later and counts.")
    else:
        words = _("The same person as row %(row)s, which counts: it says as much or more.")
    return Trouble(file, other.row, "", words % {"row": kept.row}, dropped=True)


class Directory:
    """Finds people of both lists by what others call them: an address, a number, a name.

    A sign-up without an address belongs to the only person of that name who has one.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        rows = list(entries)
        named: dict[str, set[str]] = {}
        for entry in rows:
            if entry.email:
                named.setdefault(term(entry.name), set()).add(entry.key)
        self._person: dict[str, str] = {}
        self._called: dict[str, set[str]] = {}
        for entry in rows:
            same = set() if entry.email else named.get(term(entry.name), set())
            self._person[entry.key] = next(iter(same)) if len(same) == 1 else entry.key
            for word in {entry.email, term(entry.name), term(entry["staff_id"] or "")} - {""}:
                self._called.setdefault(word, set()).add(self._person[entry.key])

    def person(self, entry: Entry) -> str:
        """Whom a sign-up belongs to, in whichever list it stands."""
        return self._person[entry.key]

    def find(self, word: str) -> str | None:
        """The only person so called; None for nobody, or for several."""
        bare = word.removeprefix("mailto:").strip("<> ").lower()
        found = self._called.get(bare) or self._called.get(term(word)) or set()
        return next(iter(found)) if len(found) == 1 else None
