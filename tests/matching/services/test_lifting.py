"""How far the weakest are lifted: the policy says it, the run does it, and says what it cost."""

from datetime import datetime

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.urls import reverse

from matching import criteria
from matching.engine import Lifting
from matching.enums import WeakestPairs, Weight
from matching.models import MatchPolicy, MatchRun
from matching.selectors.contrasts import Judged
from matching.selectors.lifting import way_of
from matching.services import lifting, policies
from matching.services.policies import Rules
from participants.enums import Direction
from programs.models import Cohort, Track
from tests.matching.circles import Round
from tests.matching.peers import Peers, topic
from tests.matching.people import cohort, holds, mentee, mentor, pairs, run_now
from tests.world import World

ONLY = dict.fromkeys(criteria.BY_KEY, Weight.IGNORE.value) | {"competencies": "important"}
TOTAL = {"Ana": "Mo", "Ben": "Nia"}  # 100 and 33
LIFTED = {"Ana": "Nia", "Ben": "Mo"}  # 75 and 50


@pytest.fixture
def into(world: World) -> Cohort:
    """Ana suits both mentors; Ben suits Mo better, whom she would lose 25 points by letting go."""
    into = cohort(world)
    knows = {"Ana": "pqrs", "Ben": "tuvwxy", "Mo": "pqrstuv", "Nia": "pqrwx"}
    for name, topics in knows.items():
        wants = name in TOTAL
        row = (mentee if wants else mentor)(name, into, world.track)
        for each in topics:
            holds(row, topic(f"Topic {each}"), Direction.WANTED if wants else Direction.OFFERED)
    return into


def run_by(way: str, world: World, into: Cohort, now: datetime) -> MatchRun:
    rules = Rules(weakest_pairs=way)
    policies.save(program=world.program, weights=ONLY, rules=rules, by=None, now=now)
    return run_now(into, world.track, now)


def page(run: MatchRun, name: str, world: World) -> str:
    address = reverse(f"matching:{name}", args=[run.pk])
    return " ".join(world.client("owner").get(address).content.decode().split())


@pytest.mark.parametrize(
    ("way", "words"),
    [
        ("floors", "Lift the weakest at a small price"),
        ("first", "Lift the weakest first, whatever it costs the rest"),
    ],
)
def test_a_run_says_what_lifting_cost(
    world: World, into: Cohort, now: datetime, way: str, words: str
) -> None:
    run = run_by(way, world, into, now)
    assert pairs(run) == LIFTED
    assert run.facts["lifting"] == {
        "total": 125, "best": 133, "share": 0.0602, "of": 1, "weakest": 50.0, "without": 33.0,
    }  # fmt: skip
    said = (
        "As first proposed, lifting the weakest cost 6.0 % of the total quality: 125 points, where as many"
        " pairs could have 133 at most. The weakest pair has 50 points instead of 33."
    )
    assert said in page(run, "run", world)
    rules = page(run, "rules", world)
    assert said in rules
    assert words in rules


def test_the_best_total_costs_nothing_and_says_no_more(
    world: World, into: Cohort, now: datetime
) -> None:
    run = run_by("none", world, into, now)
    assert pairs(run) == TOTAL
    assert "lifting" not in run.facts
    assert "lifting" not in page(run, "run", world)
    assert "Best total only" in page(run, "rules", world)


def test_a_run_too_large_to_be_solved_twice_says_so(
    world: World, into: Cohort, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lifting, "MOST", 3)
    run = run_by("floors", world, into, now)
    assert run.facts["lifting"] == {"too_large": True}
    assert "What lifting the weakest cost is not worked out" in page(run, "run", world)


@pytest.mark.parametrize(
    ("share", "weakest", "told"),
    [
        (0.0004, 41.5, "less than 0.1 % of the total quality. The weakest tenth, 42 pairs, have 41.5"),
        (0.0120, 40.0, "cost 1.2 % of the total quality: 4,150 points, where as many pairs could have 4,200"),
        (0.0, 40.0, "cost nothing: no other pairs have a better total. </p>"),
    ],
)  # fmt: skip
def test_what_was_paid_is_told_as_it_is(share: float, weakest: float, told: str) -> None:
    facts = {"total": 4150, "best": 4200, "share": share, "of": 42, "weakest": weakest, "without": 40.0}  # fmt: skip
    run = MatchRun(track=Track(), policy=MatchPolicy(), facts={"lifting": facts})
    said = render_to_string("matching/_lifting.html", {"lifting": way_of(run)})
    assert told in " ".join(said.split())


def test_a_policy_says_what_the_engine_knows() -> None:
    assert set(WeakestPairs.values) == {way.value for way in Lifting}


def test_nothing_paid_is_told_as_well_among_peers_too(world: World, now: datetime) -> None:
    run = Peers(world).run(now)
    assert run.facts["lifting"]["share"] == 0
    assert "lifting the weakest cost nothing" in page(run, "run", world)


def test_circles_are_formed_for_the_total_whatever_the_policy_says(
    world: World, now: datetime
) -> None:
    run = Round(world, each=4).run(now)
    assert "lifting" not in run.facts
    rules = page(run, "rules", world)
    assert "no other way of forming circles is better" in rules
    assert "at a small price" not in rules


def test_the_policy_page_chooses_it_and_compares_both_ways(
    world: World, into: Cohort, now: datetime
) -> None:
    Cohort.objects.exclude(pk=into.pk).update(stage="closed")
    before = run_by("first", world, into, now).policy
    client, address = world.client("owner"), reverse("matching:policy", args=[world.program.pk])
    form = client.get(address).context["form"]
    asked = {name: form[name].value() for name in form.fields}
    assert asked["weakest_pairs"] == "first"
    tried = client.post(address, asked | {"weakest_pairs": "none", "try": "1"})
    assert tried.context["contrast"].by_ours == Judged(62, 66, 50, 33)
    assert "Best total only</td>" in tried.content.decode()
    refused = client.post(address, asked | {"weakest_pairs": "a bit", "save": "1"})
    assert set(refused.context["form"].errors) == {"weakest_pairs"}
    client.post(address, asked | {"weakest_pairs": "floors", "save": "1"})
    saved = MatchPolicy.objects.get(program=world.program, in_use=True)
    assert (saved.version, saved.weakest_pairs) == (before.version + 1, "floors")


def test_what_was_written_before_there_was_a_choice_stays_strict(world: World) -> None:
    """As an older process writes a version, without the column; a new one has soft floors."""
    assert (
        policies.ensure(program=world.draft_program, by=None, now=World.NOW).weakest_pairs
        == "floors"
    )
    row = MatchPolicy.objects.get(program=world.draft_program)
    others = [
        f.column
        for f in MatchPolicy._meta.fields
        if f.name not in {"id", "version", "in_use", "weakest_pairs"}
    ]
    names = ", ".join(others)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO matching_matchpolicy (id, version, in_use, {names})"
            f" SELECT gen_random_uuid(), 2, false, {names} FROM matching_matchpolicy WHERE id = %s",
            [row.pk],
        )
    assert MatchPolicy.objects.get(program=world.draft_program, version=2).weakest_pairs == "first"
