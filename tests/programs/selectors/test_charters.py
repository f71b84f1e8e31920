"""What changed between two versions of a charter."""

from datetime import date, datetime

import pytest

from programs.selectors.charters import differences, goals_in_words, pieces, previous, published
from programs.services.charters import (
    NothingToPublishError,
    discard_draft,
    publish_draft,
    write_draft,
)
from tests.world import World

TEXTS = {"purpose": "Grow leaders from our ranks.", "commitment": "", "guidelines": ""}


def draft(world: World, now: datetime, **texts: str):
    return write_draft(
        program=world.program,
        texts=TEXTS | {"cadence": ""} | texts,
        goals=[("Reach the goal", "70 %", date(2026, 12, 31)), ("Meet", "", None)],
        by=None,
        now=now,
    )


def test_words_are_compared_in_runs() -> None:
    assert pieces("Grow leaders here.", "Grow great leaders here.") == [
        ("same", "Grow "),
        ("added", "great "),
        ("same", "leaders here."),
    ]
    assert pieces("a b", "a") == [("removed", "a b"), ("added", "a")]


def test_a_draft_becomes_a_version_and_the_old_one_stays(world: World, now: datetime) -> None:
    first = published(world.program)
    row = draft(world, now)
    assert (row.version, published(world.program)) == (2, first)
    assert draft(world, now, purpose="Grow more").pk == row.pk
    publish_draft(program=world.program, by=None, now=now)
    live = published(world.program)
    assert (live.version, live.purpose, previous(live)) == (2, "Grow more", first)
    assert previous(first) is None


def test_differences_name_the_parts(world: World, now: datetime) -> None:
    changes = differences(published(world.program), draft(world, now))
    assert [str(change.label) for change in changes] == ["Purpose", "Goals"]
    assert changes[1].pieces == [("added", "Reach the goal, 70 %, by 31 Dec 2026\nMeet\n")]


def test_goals_in_words(world: World, now: datetime) -> None:
    row = draft(world, now)
    assert goals_in_words(row) == "Reach the goal, 70 %, by 31 Dec 2026\nMeet\n"


def test_a_draft_is_published_once_and_can_be_discarded(world: World, now: datetime) -> None:
    draft(world, now)
    discard_draft(program=world.program, by=None, now=now)
    discard_draft(program=world.program, by=None, now=now)
    with pytest.raises(NothingToPublishError):
        publish_draft(program=world.program, by=None, now=now)
    assert published(world.program).version == 1
