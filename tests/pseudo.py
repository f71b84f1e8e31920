"""Two languages that nobody speaks, made from the English texts while the tests run.

"en-xa" puts an accent on each letter: what stays plain on a page was never offered for
translation. "ar-xb" does the same and is read from right to left.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from gettext import NullTranslations
from unittest.mock import patch

from django.conf import settings
from django.test import override_settings
from django.utils.translation import trans_real

ACCENTED, RIGHT_TO_LEFT = "en-xa", "ar-xb"
PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
FANCY = "áƀćďéƒǧĥíĵķĺɱńóƥɋŕšţúṽŵẋýžÁƁĆĎÉƑǦĤÍĴĶĹṀŃÓƤɊŔŠŢÚṼŴẊÝŽ"
ACCENTS = str.maketrans(PLAIN, FANCY)
#: What a translator leaves alone: placeholders, tags, entities, addresses.
HELD = re.compile(r"(%\(\w+\)[sd]|%[sd%]|\{\w*\}|<[^>]*>|&\w+;|https?://\S+)")


def accented(text: str) -> str:
    """The text with an accent on each letter that is no placeholder or markup."""
    parts = HELD.split(text)
    return "".join(
        part if index % 2 else part.translate(ACCENTS) for index, part in enumerate(parts)
    )


class Pseudo(NullTranslations):
    """Stands in for Django's catalogue of one language."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language

    def to_language(self) -> str:
        return self.language

    def gettext(self, message: str) -> str:
        return accented(message.rpartition(trans_real.CONTEXT_SEPARATOR)[2])

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        chosen = msgid1 if n == 1 else msgid2
        return self.gettext(chosen)


@contextmanager
def spoken() -> Iterator[None]:
    """Both languages are on offer meanwhile, in every thread."""
    known = {language: Pseudo(language) for language in (ACCENTED, RIGHT_TO_LEFT)}
    names = ((ACCENTED, accented("Accented")), (RIGHT_TO_LEFT, accented("Right to left")))
    offered = [*settings.LANGUAGES, *names]
    exists = patch.object(trans_real, "translation_catalog_exists", lambda code: True)
    with (
        override_settings(LANGUAGES=offered),
        patch.dict(trans_real._translations, known),
        exists,
    ):
        yield
