"""Charters: the versions, and what changed between two of them."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.models import Charter, Program

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SAME, ADDED, REMOVED = "same", "added", "removed"
FIELDS = {
    "purpose": gettext_lazy("Purpose"),
    "commitment": gettext_lazy("What taking part asks of you"),
    "guidelines": gettext_lazy("How we treat each other"),
    "cadence": gettext_lazy("Who looks at it, and how often"),
}


@dataclass(frozen=True)
class Change:
    """One part of a charter with its words, each marked same, added or removed."""

    label: "_StrPromise | str"
    pieces: list[tuple[str, str]]


def published(program: Program) -> Charter | None:
    """The version that employees read."""
    return program.charters.filter(published_at__isnull=False).order_by("-version").first()


def previous(charter: Charter) -> Charter | None:
    """The published version before this one."""
    older = charter.program.charters.filter(version__lt=charter.version, published_at__isnull=False)
    return older.order_by("-version").first()


def goals_in_words(charter: Charter) -> str:
    """The goals as text, one a line."""
    return "".join(
        _goal(goal.title, goal.target, goal.due_on) + "\n" for goal in charter.goals.all()
    )


def _goal(title: str, target: str, due_on: object) -> str:
    words = [title, target]
    if due_on:
        words.append(_("by %(day)s") % {"day": date_format(due_on, "DATE_FORMAT")})  # type: ignore[arg-type]
    return ", ".join(word for word in words if word)


def differences(old: Charter, new: Charter) -> list[Change]:
    """The parts that differ, word by word."""
    pairs = [(label, getattr(old, name), getattr(new, name)) for name, label in FIELDS.items()]
    changes = [Change(label, pieces(a, b)) for label, a, b in pairs if a != b]
    goals = goals_in_words(old), goals_in_words(new)
    if goals[0] != goals[1]:
        lines = [text.splitlines(keepends=True) for text in goals]
        changes.append(Change(gettext_lazy("Goals"), _compared(*lines)))
    return changes


def pieces(before: str, after: str) -> list[tuple[str, str]]:
    """The words of both texts in order, joined into runs of one mark."""
    return _compared(_words(before), _words(after))


def _compared(old: list[str], new: list[str]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append((SAME, "".join(old[a:b])))
            continue
        if removed := "".join(old[a:b]):
            found.append((REMOVED, removed))
        if added := "".join(new[c:d]):
            found.append((ADDED, added))
    return found


def _words(text: str) -> list[str]:
    return re.findall(r"\S+\s*|\s+", text)
