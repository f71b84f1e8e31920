"""What every page of the documentation names is there: files, commands, variables, limits."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

from core.imports.reading import limits
from core.imports.services import purge
from participants.services import invitations
from tests.architecture.guides import DOCS, ROOT, links, named_files, pages

OPERATIONS = (DOCS / "operations.md").read_text()
#: Variables of other programs, and of compose itself.
FOREIGN = {"PIP_INDEX_URL", "TEST_DB_REUSE", "SIGTERM"}


@pytest.mark.parametrize("chapter", pages(), ids=lambda chapter: chapter.stem)
def test_links_lead_somewhere(chapter: Path) -> None:
    broken = [target for target in sorted(links(chapter)) if not (chapter.parent / target).exists()]
    assert broken == []


@pytest.mark.parametrize("chapter", pages(), ids=lambda chapter: chapter.stem)
def test_files_that_are_named_exist(chapter: Path) -> None:
    assert [name for name in sorted(named_files(chapter)) if not (ROOT / name).exists()] == []


def test_every_decision_is_listed() -> None:
    written = {path.name for path in (DOCS / "adr").glob("0*.md")}
    assert links(DOCS / "adr" / "README.md") == written


def test_commands_exist() -> None:
    named = set(re.findall(r"manage\.py ([a-z_]+)", OPERATIONS))
    assert named - set(get_commands()) == set()
    assert len(named) > 6


def test_variables_exist() -> None:
    known = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    named = set(re.findall(r"`([A-Z]+_[A-Z_]+?)(?:_FILE)?[`=]", OPERATIONS))
    assert named - known - FOREIGN == set()


def test_limits_are_those_of_the_code() -> None:
    said = " ".join(OPERATIONS.split())
    assert f"{limits.ROWS:,} rows, {limits.COLUMNS} columns" in said
    assert f"{limits.CELL_LENGTH:,} characters a cell" in said
    assert f"{settings.UPLOAD_LIMIT_BYTES // 1024**2} MB, more is read off" in said
    assert f"{settings.SESSION_COOKIE_AGE // 3600} hours after signing in" in said
    assert f"an invitation | {invitations.VALID_FOR.days} days" in said
    assert f"left unfinished | after {purge.OPEN_FOR.days} days" in said
    assert f"any more | after {purge.KEPT_FOR.days} days" in said
