"""docs/guide says what the pages say: its labels, and who reads what."""

import re
from pathlib import Path

import pytest

from core.design import audience
from core.design.audience import Audience, Reader
from tests.architecture.guides import DOCS, prose
from tests.architecture.labels import labels, spelled

GUIDE = sorted((DOCS / "guide").glob("*.md"))
PRIVACY = DOCS / "guide" / "who-sees-what.md"
BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
ROW = re.compile(r"^\|(.+)\| <!-- ([\w.]+) -->$", re.MULTILINE)
WORDS = {
    Reader.AUTHOR: {"you", "whoever wrote it"},
    Reader.PARTNER: {"your partner"},
    Reader.OWNER: {"program owner"},
    Reader.HR: {"HR"},
    Reader.SPONSOR: {"sponsor"},
    Reader.MANAGER: {"line manager"},
    Reader.BOARD: {"board"},
    Reader.HOST: {"the host"},
    Reader.PARTICIPANTS: {"both in a reverse pair"},
}


def rows() -> dict[str, list[str]]:
    """The table of the privacy chapter: audience key to its cells."""
    found = ROW.findall(PRIVACY.read_text())
    return {key: [cell.strip() for cell in cells.split("|")] for cells, key in found}


def who(cell: str) -> set[Reader]:
    """The readers that a cell names; a word that it doesn't know is an error."""
    known = {word: reader for reader, words in WORDS.items() for word in words}
    return set() if cell == "–" else {known[word.strip()] for word in cell.split(",")}


@pytest.mark.parametrize("chapter", GUIDE, ids=lambda chapter: chapter.stem)
def test_each_bold_label_stands_on_some_page(chapter: Path) -> None:
    bold = {spelled(label) for label in BOLD.findall(prose(chapter))}
    assert bold - labels() == set()


def test_labels_are_found_and_others_are_not() -> None:
    assert {"Plan it and send the invitation", "Undo", "Import … rows"} <= labels()
    assert "Launch the rocket" not in labels()


def test_the_privacy_chapter_lists_every_audience() -> None:
    texts = [key for key, claim in audience.declared().items() if claim.model]
    assert sorted(rows()) == sorted(texts)


@pytest.mark.parametrize("key", sorted(rows()))
def test_the_privacy_chapter_says_what_is_declared(key: str) -> None:
    claim: Audience = audience.named(key)
    _text, reads, knows, counted = rows()[key]
    assert who(reads) == claim.readers
    assert (who(knows), who(counted)) == (claim.metadata, claim.numbers)
