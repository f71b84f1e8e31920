"""Circles: formed by a run, decided upon in the review."""

from datetime import datetime

import pytest

from matching.models import MatchDraft, MatchRun, UnmatchedPerson
from matching.services import review
from participants.models import PairBlock
from tests.matching.circles import Round, circles
from tests.world import World

LISTENING = [f"Listening{n}" for n in range(5)]
FORESIGHT = [f"Foresight{n}" for n in range(5)]


@pytest.fixture
def people(world: World) -> Round:
    return Round(world)


@pytest.fixture
def run(people: Round, now: datetime) -> MatchRun:
    return people.run(now)


def test_people_gather_around_who_shares_what_they_want(run: MatchRun) -> None:
    assert circles(run) == {"Ada": LISTENING, "Bo": FORESIGHT}
    facts = run.facts["circles"]
    assert (facts["count"], facts["bound_matched"], run.facts["matched"]) == (2, 10, 10)
    assert facts["value"] <= facts["bound"]


def test_moving_somebody_keeps_them_there_and_undo_brings_back_what_was(
    people: Round, run: MatchRun, now: datetime
) -> None:
    member, bo = people.members[0], people.leaders[1]
    facts = {"run": run, "by": None, "now": now}
    decision = review.lock(mentee=member, mentor=bo, seen=1, **facts)
    assert circles(run) == {"Ada": LISTENING[1:], "Bo": [*FORESIGHT, "Listening0"]}
    with pytest.raises(review.Stale):
        review.veto(mentee=people.members[1], mentor=bo, seen=1, **facts)
    review.undo_decision(decision=decision, by=None, now=now)
    assert circles(run) == {"Ada": LISTENING, "Bo": FORESIGHT}
    assert MatchDraft.objects.get(run=run).version == 3


def test_a_circle_that_loses_too_many_is_filled_up_or_closed(
    people: Round, run: MatchRun, now: datetime
) -> None:
    ada = people.leaders[0]
    for member in people.members[:4]:
        review.veto(run=run, mentee=member, mentor=ada, by=None, now=now)
    sizes = {name: len(found) for name, found in circles(run).items()}
    assert sum(sizes.values()) == 10
    assert all(4 <= n <= 6 for n in sizes.values())


def test_nobody_is_kept_in_a_circle_without_enough_others(
    people: Round, run: MatchRun, now: datetime
) -> None:
    cleo = people.leaders[2]
    facts = {"run": run, "by": None, "now": now}
    for member in people.members[3:]:
        review.veto(mentee=member, mentor=cleo, **facts)
    with pytest.raises(review.Contradiction) as no:
        review.lock(mentee=people.members[0], mentor=cleo, **facts)
    assert (no.value.code, no.value.ids) == ("circle_small", (str(cleo.pk),))


def test_who_must_be_apart_sits_in_no_circle_together(
    people: Round, run: MatchRun, now: datetime
) -> None:
    first, second, third = people.members[:3]
    a, b = sorted([first.person, second.person], key=lambda each: each.pk)
    PairBlock.objects.create(a=a, b=b)
    people.members[3].person.manager = third.person
    people.members[3].person.save()
    into = circles(people.run(now))["Ada"]
    assert {"Listening0", "Listening1"} - set(into)
    assert {"Listening2", "Listening3"} - set(into)


def test_too_few_for_a_circle_are_told_so(world: World, now: datetime) -> None:
    run = Round(world, each=1).run(now)
    assert circles(run) == {}
    causes = {row.reasons[0]["cause"] for row in UnmatchedPerson.objects.filter(run=run)}
    assert causes == {"no_circle"}


def test_too_few_seats_are_named(world: World, now: datetime) -> None:
    people = Round(world, seats=3)
    run = people.run(now)
    leaders = sorted(str(each.pk) for each in people.leaders)
    assert circles(run) == {}
    assert {"code": "few_seats", "ids": leaders} in run.facts["issues"]
