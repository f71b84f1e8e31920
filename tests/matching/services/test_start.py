"""A decision goes on from the pairs and prices of before, whichever process takes it."""

from datetime import datetime
from typing import Any

import pytest

from matching.engine import optimum as engine
from matching.models import MatchDraft, MatchRun
from matching.selectors.prepared import prepared_for, shelf
from matching.services import review
from matching.services.resolving import wished
from matching.services.start import start_of
from tests.matching.people import cohort, mentee, mentor, pairs, run_now
from tests.world import World


@pytest.fixture
def run(world: World, now: datetime) -> MatchRun:
    into = cohort(world)
    for n in range(4):
        mentor(f"Mo{n}", into, world.track, 1 + n % 2, seniority=4 + n % 3)
        mentee(f"Mi{n}", into, world.track, seniority=n)
    return run_now(into, world.track, now)


def rule_out(run: MatchRun, now: datetime) -> dict[str, str]:
    pair = run.proposals.order_by("mentee__person__sort_key").first()
    assert pair is not None
    review.veto(run=run, mentor=pair.mentor, mentee=pair.mentee, by=None, now=now)
    return pairs(run)


def test_no_decision_starts_from_nothing(
    run: MatchRun, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_args: Any) -> Any:
        raise AssertionError("the first decision begins where the run ended")

    monkeypatch.setattr(engine, "first", never)
    rule_out(run, now)
    shelf.clear()  # another process, or a restart
    rule_out(run, now)


@pytest.mark.parametrize("kept", [b"", b"x" * 16, b"x" * 80])
def test_prices_that_are_lost_or_of_another_problem_change_nothing(
    run: MatchRun, now: datetime, kept: bytes
) -> None:
    MatchDraft.objects.filter(run=run).update(prices=kept)
    lost = rule_out(run, now)
    review.undo_step(step=run.draft.steps.get(), by=None, now=now)
    assert rule_out(run, now) == lost


def test_wrong_prices_of_the_right_problem_change_nothing(run: MatchRun, now: datetime) -> None:
    draft = MatchDraft.objects.get(run=run)
    kept = bytes(draft.prices)
    wrong = kept[:16] + bytes(reversed(range(len(kept) - 16)))
    MatchDraft.objects.filter(run=run).update(prices=wrong)
    misled = rule_out(run, now)
    review.undo_step(step=run.draft.steps.get(), by=None, now=now)
    MatchDraft.objects.filter(run=run).update(prices=kept)
    assert rule_out(run, now) == misled


def test_what_is_kept_is_a_few_bytes_a_mentor_and_fits_the_review(
    run: MatchRun, now: datetime
) -> None:
    from dataclasses import replace

    from matching.adapter import wishes_of

    draft = MatchDraft.objects.get(run=run)
    wishes = replace(wishes_of(run), reference=draft.baseline)
    prepared = wished(prepared_for(run, now), wishes)
    touched = prepared.cohort.mentees[1].id
    start = start_of(prepared, draft, {touched, "a mentor"})
    assert start is not None
    assert start.touched is not None
    assert start.touched.tolist() == [1]
    assert [len(each) for each in start.prices] == [4] * len(prepared.words.words)
    column = prepared.cohort.column
    there = [column.get(draft.assignment.get(m.id, ""), -1) for m in prepared.cohort.mentees]
    assert start.chosen.tolist() == there
