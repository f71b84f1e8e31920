"""What the first decision needs is there before it comes, if somebody looked at the page."""

from datetime import datetime
from typing import Any

import pytest

from matching.models import MatchRun
from matching.selectors import prepared
from matching.selectors.prepared import prepared_for, shelf
from matching.services import review
from matching.services.ahead import prepare_ahead
from tests.matching.people import cohort, mentee, mentor, pairs, run_now
from tests.world import World


@pytest.fixture
def run(committing_db: None, world: World, now: datetime) -> MatchRun:
    into = cohort(world)
    for n in range(3):
        mentor(f"Mo{n}", into, world.track, 1, seniority=4 + n)
        mentee(f"Mi{n}", into, world.track, seniority=n)
    shelf.clear()
    return run_now(into, world.track, now)


def test_a_decision_finds_people_read_once_and_for_all(
    run: MatchRun, now: datetime, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.PREPARE_AHEAD = True
    timer = prepare_ahead(run, now, after=0)
    assert timer
    assert prepare_ahead(run, now, after=0) is None, "it is under way"
    timer.join()
    assert prepare_ahead(run, now, after=0) is None, "it is done"

    def never(**_facts: Any) -> Any:
        raise AssertionError("people are read a second time")

    monkeypatch.setattr(prepared, "problem_for", never)
    pair = run.proposals.order_by("mentee__person__sort_key")[0]
    review.veto(run=run, mentor=pair.mentor, mentee=pair.mentee, by=None, now=now)
    assert pairs(run)


def test_what_has_changed_since_is_read_anew(run: MatchRun, now: datetime, settings: Any) -> None:
    settings.PREPARE_AHEAD = True
    timer = prepare_ahead(run, now, after=0)
    assert timer
    timer.join()
    before = prepared_for(run, now)
    person = run.proposals.all()[0].mentee.person
    person.seniority = 9
    person.save()
    after = prepared_for(run, now)
    assert before is not after
    assert (before.scores.total != after.scores.total).any()


def test_tests_and_whoever_switches_it_off_start_nothing(run: MatchRun, now: datetime) -> None:
    assert prepare_ahead(run, now) is None
