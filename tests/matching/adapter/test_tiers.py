"""Tiers of mentors in matching: who is barred, who is below a track's tier, and how many they take."""

import uuid
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from engagements.services.places import promised, set_capacity
from matching.adapter import fingerprint, problem_for
from matching.adapter.capacity import free_places
from matching.engine import Change, Problem, explain, solve
from matching.models import MatchPolicy
from matching.selectors.policies import weights_of
from programs.models import Cohort, Enrolment, MentorTier, Track, Training
from programs.services.trainings import record_training, undo_training
from tests.matching.people import cohort, mentee, mentor
from tests.world import World


@pytest.fixture
def into(world: World) -> Cohort:
    return cohort(world)


def problem(world: World, into: Cohort, now: datetime) -> Problem:
    policy = MatchPolicy(program=world.program, version=0)
    return problem_for(
        cohort=into, track=world.track, policy=policy, weights=weights_of(policy), now=now
    )


def of_tier(row: Enrolment, tier: MentorTier) -> Enrolment:
    row.tier = tier
    row.save(update_fields=["tier"])
    return row


def barred(world: World, into: Cohort, now: datetime) -> dict[str, str]:
    made = problem(world, into, now)
    return {each.id: each.barred for each in made.participants if each.barred}


def trained(world: World, row: Enrolment, day: date, now: datetime) -> uuid.UUID:
    batch = uuid.uuid4()
    record_training(
        training=world.training, people=[row.person], completed_on=day, batch=batch, by=None,
        now=now, today=now.date(),
    )  # fmt: skip
    return batch


def test_a_mentor_is_barred_until_the_training_of_their_tier_counts(
    world: World, now: datetime, into: Cohort
) -> None:
    mentee("Ana", into, world.track)
    bo = of_tier(mentor("Bo", into, world.track), world.senior_guide)
    cy = mentor("Cy", into, world.track)
    of_tier(mentor("Di", into, world.track), world.peer_guide)
    assert barred(world, into, now) == {str(bo.pk): "not_certified"}
    policy = MatchPolicy()
    before = fingerprint(into, world.track, policy, now.date())
    assert fingerprint(into, world.track, policy, now.date()) == before
    done = trained(world, bo, now.date(), now)
    assert barred(world, into, now) == {}
    assert fingerprint(into, world.track, policy, now.date()) != before
    undo_training(training=world.training, batch=done, by=None, now=now)
    trained(world, cy, now.date(), now)
    assert barred(world, into, now) == {str(bo.pk): "not_certified"}


def test_a_training_runs_out_after_its_months(world: World, now: datetime, into: Cohort) -> None:
    mentee("Ana", into, world.track)
    bo = of_tier(mentor("Bo", into, world.track), world.senior_guide)
    trained(world, bo, date(2024, 5, 31), now)
    Training.objects.filter(pk=world.training.pk).update(valid_months=21)
    last = datetime(2026, 2, 28, 9, tzinfo=now.tzinfo)
    assert barred(world, into, last) == {}
    assert barred(world, into, last + timedelta(days=1)) == {str(bo.pk): "not_certified"}
    Training.objects.filter(pk=world.training.pk).update(valid_months=None)
    assert barred(world, into, last + timedelta(days=9999)) == {}


def test_a_track_takes_nobody_below_its_tier(world: World, now: datetime, into: Cohort) -> None:
    ana = mentee("Ana", into, world.track)
    low = of_tier(mentor("Bo", into, world.track), world.peer_guide)
    none = mentor("Cy", into, world.track)
    high = of_tier(mentor("Di", into, world.track), world.senior_guide)
    trained(world, high, now.date(), now)
    Track.objects.filter(pk=world.track.pk).update(lowest_tier=world.senior_guide)
    assert barred(world, into, now) == {str(low.pk): "below_tier", str(none.pk): "below_tier"}
    assert solve(problem(world, into, now)).assignment == {str(ana.pk): str(high.pk)}


def test_what_bars_a_mentor_is_said_of_the_rules_the_places_and_the_mentee(
    world: World, now: datetime, into: Cohort
) -> None:
    ana = mentee("Ana", into, world.track)
    bo = of_tier(mentor("Bo", into, world.track, 4), world.senior_guide)
    made = problem(world, into, now)
    solution = solve(made)
    told = {each.code: each.pairs for each in solution.rulings if each.pairs}
    assert told == {"not_certified": 1}
    assert ("barred:not_certified", (str(bo.pk),)) in [(i.code, i.ids) for i in solution.issues]
    assert [(load.capacity, load.usable) for load in solution.loads] == [(4, 0)]
    why = explain(made, solution).unmatched[str(ana.pk)]
    assert (why.removed, why.remedy.change, why.remedy.rule) == (
        {"not_certified": 1}, Change.RELAX_RULE, "not_certified"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("said", "most", "taken"), [(5, 2, 2), (1, 2, 1), (None, 2, 1), (5, None, 5)]
)
def test_a_tier_bounds_what_a_mentor_offers(
    world: World, into: Cohort, said: int | None, most: int | None, taken: int
) -> None:
    bo = of_tier(mentor("Bo", into, world.track), world.peer_guide)
    Enrolment.objects.filter(pk=bo.pk).update(capacity=said)
    MentorTier.objects.filter(pk=world.peer_guide.pk).update(most_mentees=most)
    row = Enrolment.objects.select_related("tier").get(pk=bo.pk)
    assert free_places([row], into, world.track) == {bo.pk: taken}
    assert promised(bo.person) == taken
    set_capacity(
        person=bo.person, limit=9, by=None, now=World.NOW
    )  # whatever they promise elsewhere
    assert free_places([row], into, world.track) == {bo.pk: taken}


def test_tiers_cost_the_same_for_many_mentors(world: World, now: datetime, into: Cohort) -> None:
    Track.objects.filter(pk=world.track.pk).update(lowest_tier=world.senior_guide)
    mentee("Ana", into, world.track)
    of_tier(mentor("Bo", into, world.track), world.senior_guide)
    policy, track = MatchPolicy(program=world.program, version=0), world.track

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            problem_for(cohort=into, track=track, policy=policy, weights={}, now=now)
        return len(queries)

    once = cost()
    for name in ("Cy", "Di", "Ed"):
        of_tier(mentor(name, into, world.track), world.senior_guide)
    assert cost() <= once
