"""Every text on every page can be translated: in the accented language nothing stays plain."""

import re
import zoneinfo
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.utils import translation

from core.imports.reading.encodings import ENCODINGS
from programs.answers import LANGUAGES
from rotations.coaching.forms.pool import CURRENCIES
from tests import pseudo
from tests.architecture.reading import pages_of
from tests.browser.test_routes import by_room
from tests.core.imports import accounts_kind
from tests.world import World

WORD = re.compile(r"[A-Za-z]{3,}")
SHOWN = {"alt", "aria-label", "data-label", "placeholder", "title", "aria-description"}
SILENT = {"script", "style", "template", "code", "pre", "kbd"}
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
#: The gallery of the design system explains itself in English.
FOR_DEVELOPERS = {"design"}
#: The kind of import that only the tests know.
ACCOUNTS_KIND = Path(accounts_kind.__file__)
#: Names and codes that are the same in every language.
SAME_EVERYWHERE = {"CSV", "XLSX", "XLS", "ODS", "JSON", "UTC", "UTF", "Mentorship", "English"}


class Visible(HTMLParser):
    """Collects what a reader sees or hears of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
        self.texts += [value for name, value in attrs if name in SHOWN and value]

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if data.strip() and not SILENT & set(self.open):
            self.texts.append(data.strip())


def words_of(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from words_of(key)
            yield from words_of(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from words_of(inner)
    elif isinstance(value, str):
        yield from WORD.findall(value)


@cache
def _users_words() -> frozenset[str]:
    """All words that people have stored in the world."""
    from django.db import models

    kinds = (models.CharField, models.TextField, models.JSONField)
    found: set[str] = set()
    for model in apps.get_models():
        names = [f.name for f in model._meta.concrete_fields if isinstance(f, kinds)]
        for row in model._base_manager.all():
            for name in names:
                found.update(words_of(getattr(row, name)))
    own_names = [dict(LANGUAGES).values(), dict(CURRENCIES)]
    for names in (zoneinfo.available_timezones(), ENCODINGS.values(), *own_names):
        found.update(*map(words_of, names))
    return frozenset(found | set(WORD.findall(ACCOUNTS_KIND.read_text())))


def plain_texts(html: str, known: frozenset[str]) -> list[str]:
    page = Visible()
    page.feed(html)
    return [text for text in page.texts if set(WORD.findall(text)) - known - SAME_EVERYWHERE]


@pytest.mark.parametrize("room", sorted(set(by_room()) - FOR_DEVELOPERS))
def test_nothing_on_a_page_stays_plain(room: str, world: World) -> None:
    known = _users_words()
    pages = pages_of(by_room()[room], world)
    plain = {name: plain_texts(html, known) for name, html in pages.items()}
    assert {name: texts for name, texts in plain.items() if texts} == {}


def test_a_plain_text_is_found() -> None:
    with pseudo.spoken(), translation.override(pseudo.ACCENTED):
        fancy = translation.gettext("Save %(name)s <b>now</b>")
        assert fancy == "Šáṽé %(name)s <b>ńóŵ</b>"
        assert translation.ngettext("one day", "%d days", 2) == "%d ďáýš"
        assert translation.pgettext("month", "May") == "Ṁáý"
    assert plain_texts(f"<p title='{fancy}'>{fancy}</p>", frozenset(["name"])) == []
    assert plain_texts("<p title='Close'>x</p>", frozenset()) == ["Close"]
    assert plain_texts("<svg><title>Chart</title></svg><code>abc</code>", frozenset()) == ["Chart"]
