"""Pinned pairs: every run keeps them, what contradicts them is named first, the rest is matched."""

from datetime import datetime, timedelta

import pytest

from matching.enums import MatchMode, RunState
from matching.models import MatchRun, PairDecision, PinnedPair
from matching.selectors.pins import pinned, troubles
from matching.services import closing, offers, pins, requests, review, runs
from participants.models import Person
from programs.enums import Stage
from programs.stages import findings
from tests.matching.people import cohort, mentee, mentor, pairs, run_now
from tests.matching.services.test_requests import Setting, ask, make
from tests.world import World


@pytest.fixture
def here(world: World, now: datetime) -> Setting:
    return make(world, now, MatchMode.HYBRID)


def pin(here: Setting, who: str, whom: str, now: datetime) -> PinnedPair:
    return pins.pin(mentee=getattr(here, who), mentor=getattr(here, whom), by=None, now=now)


def test_a_pin_outlives_a_run_and_the_rest_is_matched(
    world: World, here: Setting, now: datetime
) -> None:
    first = pin(here, "dee", "bo", now)
    assert pin(here, "dee", "bo", now).pk == first.pk
    assert pairs(run_now(here.cohort, world.track, now)) == {"Ana": "Cy", "Dee": "Bo"}
    again = run_now(here.cohort, world.track, now)
    assert pairs(again) == {"Ana": "Cy", "Dee": "Bo"}
    assert PairDecision.objects.get(run=again, undone_at=None).kind == "lock"
    pins.unpin(pinned=first, by=None, now=now)
    pin(here, "ana", "bo", now)
    assert pairs(run_now(here.cohort, world.track, now)) == {"Ana": "Bo", "Dee": "Cy"}


def test_another_mentor_takes_the_place_of_the_first(here: Setting, now: datetime) -> None:
    pin(here, "ana", "bo", now)
    pin(here, "ana", "cy", now)
    (row,) = pinned(here.cohort, here.ana.track)
    assert row.pin.mentor == here.cy


def test_what_was_decided_in_the_review_stands_when_it_is_run_again(
    world: World, here: Setting, now: datetime
) -> None:
    pin(here, "ana", "bo", now)
    run = run_now(here.cohort, world.track, now)
    review.veto(run=run, mentee=here.ana, mentor=here.bo, by=None, now=now)
    assert troubles(here.cohort, world.track, now) == [
        "Ana, Bo can't be kept together: Ruled out in the review."
    ]
    assert pairs(run_now(here.cohort, world.track, now))["Ana"] == "Cy"


def test_contradictions_are_named_before_the_run_and_stop_nobody(
    world: World, here: Setting, now: datetime
) -> None:
    Person.objects.filter(pk=here.ana.person_id).update(manager=here.cy.person)
    pin(here, "ana", "cy", now)
    pin(here, "dee", "bo", now)
    extra = mentee("Eve", here.cohort, world.track, seniority=3)
    pins.pin(mentee=extra, mentor=here.bo, by=None, now=now)
    said = troubles(here.cohort, world.track, now)
    assert len(said) == 2
    assert "reporting line" in said[0]
    assert said[1].startswith("More pairs are to be kept than there are places: Bo, ")
    here.cohort.stage = Stage.SELECTING
    warned = [str(each.text) for each in findings(here.cohort, Stage.MATCHING)]
    assert [f"A pinned pair: {text}" in warned for text in said] == [True, True]
    here.cohort.stage = Stage.MATCHING
    assert run_now(here.cohort, world.track, now).state == RunState.READY


def test_a_confidential_rule_is_not_told(world: World, here: Setting, now: datetime) -> None:
    from participants.models import PairBlock

    pair = sorted([here.ana.person, here.bo.person], key=lambda person: str(person.pk))
    PairBlock.objects.create(a=pair[0], b=pair[1])
    pin(here, "ana", "bo", now)
    (said,) = troubles(here.cohort, world.track, now)
    assert "not available" in said.lower()


def test_a_pinned_place_is_not_asked_away(here: Setting, now: datetime) -> None:
    pin(here, "dee", "bo", now)
    with pytest.raises(requests.NotAvailable):
        ask(here.ana, here.bo, now)
    with pytest.raises(requests.NotNow):
        ask(here.dee, here.cy, now)


def test_people_of_two_cohorts_are_not_pinned(world: World, here: Setting, now: datetime) -> None:
    other = mentor("Fay", cohort(world, "Elsewhere"), world.track)
    with pytest.raises(pins.NotTogether):
        pins.pin(mentee=here.ana, mentor=other, by=None, now=now)


def test_when_the_time_to_ask_is_over_the_others_are_matched_once(
    world: World, here: Setting, now: datetime
) -> None:
    offer = ask(here.ana, here.cy, now)
    offers.accept(offer=offer, by=None, now=now)
    end = now + timedelta(days=14)
    assert closing.start_due(end - timedelta(seconds=1)) == 0
    assert closing.start_due(end) == 1
    assert closing.start_due(end) == 0
    run = MatchRun.objects.get(cohort=here.cohort, state=RunState.QUEUED)
    runs.execute(run.pk, end)
    assert set(pairs(run)) == {"Dee"}, "Ana has found somebody, and is left alone"
    with pytest.raises(requests.NotNow):
        ask(here.dee, here.cy, end)
