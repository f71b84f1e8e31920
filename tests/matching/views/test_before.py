"""What can't come out well is named before a run, never an exception, and the rest is matched."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.urls import reverse

from matching.enums import RunState
from matching.models import MatchPolicy
from matching.selectors.policies import current
from matching.services import policies
from matching.services.pins import pin
from participants.models import PairBlock
from programs.models import Cohort
from tests.matching.people import cohort, enrol, mentee, mentor, pairs, person, run_now
from tests.world import World

Made = tuple[list[str], dict[str, str]]  # what the page says, and who is matched all the same


def no_mentors(world: World, here: Cohort) -> Made:
    mentee("Ana", here, world.track)
    return ["There is no mentor."], {}


def nothing_free(world: World, here: Cohort) -> Made:
    mentor("Bo", here, world.track, capacity=0)
    mentee("Ana", here, world.track)
    return ["No mentor has a free place."], {}


def one_without_a_place(world: World, here: Cohort) -> Made:
    mentor("Bo", here, world.track, capacity=0)
    mentor("Cy", here, world.track)
    mentee("Ana", here, world.track)
    return ["Without a free place: Bo."], {"Ana": "Cy"}


def pins_that_contradict(world: World, here: Cohort) -> Made:
    bo, _cy = (mentor(name, here, world.track) for name in ("Bo", "Cy"))
    for name in ("Ana", "Dee"):
        row = mentee(name, here, world.track)
        pin(mentee=row, mentor=bo, by=None, now=World.NOW)
    return ["More pairs are to be kept than there are places: Bo, "], {"Ana": "", "Dee": ""}


def a_rule_for_nobody(world: World, here: Cohort) -> Made:
    used = current(here.program) or policies.ensure(program=here.program, by=None, now=World.NOW)
    MatchPolicy.objects.filter(pk=used.pk).update(mentor_more_senior=True)
    mentor("Bo", here, world.track, seniority=1)
    mentee("Ana", here, world.track, seniority=5)
    said = "This rule leaves no pair at all: Mentor is not more senior."
    return [said, "The rules leave no mentor for Ana."], {}


def kept_apart_from_all(world: World, here: Cohort) -> Made:
    mentors = [mentor(name, here, world.track) for name in ("Bo", "Cy")]
    ana = mentee("Ana", here, world.track)
    mentee("Dee", here, world.track)
    for row in mentors:
        a, b = sorted((row.person_id, ana.person_id), key=str)
        PairBlock.objects.create(a_id=a, b_id=b, basis="exclusion", created_at=World.NOW)
    return ["The rules leave no mentor for Ana."], {"Dee": ""}


def mentor_and_mentee_in_one(world: World, here: Cohort) -> Made:
    ana = person("Ana")
    for role in ("mentor", "mentee"):
        enrol(ana, here, world.track, role)
    return ["The rules leave no mentor for Ana."], {}


@pytest.mark.parametrize(
    "make",
    [
        no_mentors,
        nothing_free,
        one_without_a_place,
        pins_that_contradict,
        a_rule_for_nobody,
        kept_apart_from_all,
        mentor_and_mentee_in_one,
    ],
)
def test_it_is_named_first_and_the_rest_is_matched(
    world: World, now: datetime, make: Callable[[World, Cohort], Made]
) -> None:
    here = cohort(world)
    said, matched = make(world, here)
    address = reverse("matching:start", args=[here.pk, world.track.pk])
    html = world.client("owner").get(address).content.decode()
    assert [text for text in said if text in html] == said
    run = run_now(here, world.track, now)
    found = pairs(run)
    assert run.state == RunState.READY
    assert found.keys() == matched.keys()
    assert all(found[who] == whom for who, whom in matched.items() if whom)
    result = reverse("matching:run", args=[run.pk])
    shown = world.client("owner").get(result).content.decode()
    assert "as people are now" not in shown, "another run would not help"
