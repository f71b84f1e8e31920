"""Who can see what is written where: the words of each "visible to" line, and what they claim.

An app declares an audience beside the model whose text it protects. The words are for people, the
readers are for a test, which compares them with what the model's `visible_to` lets each one read.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Reader(StrEnum):
    """Those who stand in some relation to a text."""

    AUTHOR = "author"  # who wrote it, or whom it is about when only they see it
    PARTNER = "partner"  # the others in the relationship
    MANAGER = "manager"  # the author's line manager
    OWNER = "owner"  # the program's owner
    HR = "hr"  # HR admins
    SPONSOR = "sponsor"
    BOARD = "board"
    HANDLER = "handler"  # handlers of one case
    COACH = "coach"
    HOST = "host"  # who looks after somebody from another team
    PARTICIPANTS = "participants"  # everybody enrolled in the program
    EVERYONE = "everyone"  # everybody signed in


Words = Any | Callable[[Any], Any]


@dataclass(frozen=True)
class Audience:
    """Who reads a text itself, who only knows that it exists, and who sees it counted."""

    key: str
    words: Words
    readers: frozenset[Reader]
    metadata: frozenset[Reader] = frozenset()
    numbers: frozenset[Reader] = frozenset()
    model: str = ""
    field: str = ""

    def sentence(self, subject: Any = None) -> str:
        """The words for one subject, such as the engagement a note belongs to."""
        return str(self.words(subject) if callable(self.words) else self.words)


_declared: dict[str, Audience] = {}


def declare(
    key: str,
    words: Words,
    *,
    readers: str,
    metadata: str = "",
    numbers: str = "",
    model: str = "",
    field: str = "",
) -> None:
    """Declare an audience: `declare("session.notes", _("You and …"), readers="author partner")`.

    `words` is a lazy text, or a function from the subject to one. `model` ("app.Model") is where
    the text is stored. Raises ValueError for an unknown reader, for a person who is named at two
    levels, and for a key taken by another declaration.
    """
    who, knows, counts = (
        frozenset(map(Reader, text.split())) for text in (readers, metadata, numbers)
    )
    if len(who) + len(knows) + len(counts) != len(who | knows | counts):
        raise ValueError(f"{key!r} names a reader at two levels")
    audience = Audience(key, words, who, knows, counts, model.lower(), field)
    if _declared.setdefault(key, audience) != audience:
        raise ValueError(f"audience {key!r} is declared twice")


def named(key: str) -> Audience:
    """The audience of that key. Raises KeyError."""
    return _declared[key]


def declared() -> dict[str, Audience]:
    """All audiences by key, for tests and for the help pages."""
    return dict(_declared)
