"""Who can see what: words and claims."""

from collections.abc import Iterator

import pytest

from core.design import audience
from core.design.audience import Reader


@pytest.fixture(autouse=True)
def _only_ours(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(audience, "_declared", {})
    return


def test_a_declaration_says_who_reads_who_knows_and_who_counts() -> None:
    audience.declare(
        "session.notes",
        "You both.",
        readers="author partner",
        metadata="owner hr",
        numbers="sponsor",
        model="engagements.Session",
        field="notes",
    )
    found = audience.named("session.notes")
    assert found.sentence() == "You both."
    assert found.readers == {Reader.AUTHOR, Reader.PARTNER}
    assert found.metadata == {Reader.OWNER, Reader.HR}
    assert found.numbers == {Reader.SPONSOR}
    assert (found.model, found.field) == ("engagements.session", "notes")
    assert audience.declared() == {"session.notes": found}


def test_the_words_can_name_whom_they_are_about() -> None:
    audience.declare("note", lambda partner: f"You and {partner}", readers="author partner")
    assert audience.named("note").sentence("Ana") == "You and Ana"


def test_nobody_stands_at_two_levels() -> None:
    with pytest.raises(ValueError, match="two levels"):
        audience.declare("x", "…", readers="author owner", metadata="owner")


def test_an_unknown_reader_is_refused() -> None:
    with pytest.raises(ValueError, match="boss"):
        audience.declare("x", "…", readers="boss")


def test_a_key_belongs_to_one_declaration() -> None:
    audience.declare("x", "Only you", readers="author")
    audience.declare("x", "Only you", readers="author")
    with pytest.raises(ValueError, match="twice"):
        audience.declare("x", "Everyone", readers="everyone")
