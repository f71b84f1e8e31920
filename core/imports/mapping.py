"""Which column of a file means which column of a kind: exact, synonym, or spelled nearly so."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from core.imports.kinds import Column, ImportKind
from core.imports.names import key

_NEAR = 0.84


@dataclass(frozen=True)
class Suggestion:
    """A column of the kind, and how sure we are: "remembered", "name" or "similar"."""

    column: str
    how: str


def signature(header: Sequence[str]) -> str:
    """One value for all files with the same columns, whatever their order."""
    return hashlib.sha256("\x1f".join(sorted(map(key, header))).encode()).hexdigest()


def suggest(
    header: Sequence[str], kind: ImportKind, remembered: Mapping[str, str] | None = None
) -> dict[int, Suggestion]:
    """By index of the file's column; each column of the kind is suggested once at most.

    `remembered` is what was confirmed for such a header before: name in the file → column's key,
    or "" for one that was left out.
    """
    if remembered is not None:
        keys = {column.key for column in kind.offered()}
        return {
            index: Suggestion(remembered[name], "remembered")
            for index, name in enumerate(header)
            if not kind.protects(name) and remembered.get(name) in keys
        }
    scores = [
        (score, -index, column.key)
        for index, name in enumerate(header)
        if not kind.protects(name)
        for column in kind.offered()
        if (score := likeness(name, column)) >= _NEAR
    ]
    found: dict[int, Suggestion] = {}
    for score, index, column in sorted(scores, reverse=True):
        taken = column in {suggestion.column for suggestion in found.values()}
        if -index not in found and not taken:
            found[-index] = Suggestion(column, "name" if score >= 1 else "similar")
    return found


def likeness(name: str, column: Column) -> float:
    """1 or more for a name the column goes by (its own before a synonym), less for a near one."""
    spelled = key(name)
    if spelled in (key(column.key), key(str(column.label))):
        return 2.0
    if spelled in column.names():
        return 1.0
    if len(spelled) < 4:
        return 0.0
    return max(SequenceMatcher(None, spelled, each).ratio() for each in column.names()) * 0.999
