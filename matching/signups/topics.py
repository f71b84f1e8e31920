"""What people can share and want to grow in, as names that can be compared.

Forms with a list of topics give the same names on both sides. Forms with an open question give
sentences: such an answer counts for every topic that somebody else has named and that stands in it
word for word.
"""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from matching.signups.cells import spellings, term
from matching.signups.lists import Entry, SignUpList, Trouble

SIDES = ("offered", "wanted")
#: An answer of this many words or more that nobody else gives is looked through for topics.
SENTENCE = 5
#: A shorter name would be found in words that mean something else ("IT" in "it").
SHORTEST = 4
_NOT_WORD = re.compile(r"[^\w+#&/-]+")


class Topics:
    """All topics of both lists."""

    def __init__(self, lists: Iterable[SignUpList]) -> None:
        lists = tuple(lists)
        said = [
            name
            for side in lists
            for entry in side.entries
            for column in SIDES
            for name in entry[column] or ()
        ]
        self.names = spellings(said)
        self._counts: dict[str, int] = {}
        for name in said:
            self._counts[term(name)] = self._counts.get(term(name), 0) + 1
        self._sought = sorted(
            (key for key in self._counts if not self._is_sentence(key) and len(key) >= SHORTEST),
            key=lambda key: (-len(key), key),
        )
        self.troubles = tuple(self._silent(lists))

    def of(self, entry: Entry, column: str) -> frozenset[str]:
        """Somebody's topics."""
        found: set[str] = set()
        for name in entry[column] or ():
            key = term(name)
            found |= self._within(key) if self._is_sentence(key) else {key}
        return frozenset(found)

    def _is_sentence(self, key: str) -> bool:
        return len(key.split()) >= SENTENCE and self._counts[key] == 1

    def _within(self, sentence: str) -> set[str]:
        """The topics in a sentence; one that stands inside a longer one that is there is not meant."""
        text = f" {_NOT_WORD.sub(' ', sentence)} "
        found: set[str] = set()
        for key in self._sought:
            bare = f" {_NOT_WORD.sub(' ', key).strip()} "
            if bare in text:
                found.add(key)
                text = text.replace(bare, "  ")
        return found

    def _silent(self, lists: Iterable[SignUpList]) -> Iterable[Trouble]:
        """Sentences in which nothing was found."""
        for side in lists:
            for entry in side.entries:
                for column in SIDES:
                    keys = {term(name) for name in entry[column] or ()}
                    sentences = [key for key in keys if self._is_sentence(key)]
                    if sentences and not self.of(entry, column):
                        words = _(
                            "A sentence that names no topic of anybody else: it does not count."
                        )
                        yield Trouble(side.file, entry.row, _column(column), words)


def _column(column: str) -> str:
    return _("Can share") if column == "offered" else _("Wants to grow in")
