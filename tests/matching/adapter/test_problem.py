"""From rows to the engine's problem."""

from datetime import datetime, timedelta

import pytest

from engagements.enums import MemberRole
from engagements.services.engagements import close, start
from matching import reasons
from matching.adapter import problem_for
from matching.adapter.capacity import free_places
from matching.engine import Problem, Role, explain, solve
from matching.models import MatchPolicy
from matching.selectors.policies import weights_of
from matching.services import policies
from participants.enums import BlockBasis, Direction
from participants.models import Profile, Unit
from participants.services.blocks import block_pair
from programs.enums import EnrolmentState, ParticipantRole
from programs.models import Cohort, Enrolment
from tests.matching.people import cohort, enrol, holds, mentee, mentor, person
from tests.world import World


@pytest.fixture
def into(world: World) -> Cohort:
    return cohort(world)


def problem(world: World, into: Cohort, now: datetime, **rules: object) -> Problem:
    policy = policies.ensure(program=world.program, by=None, now=now)
    weights = weights_of(policy)
    policy = MatchPolicy(program=world.program, version=0, **rules)
    return problem_for(cohort=into, track=world.track, policy=policy, weights=weights, now=now)


def features(made: Problem, enrolment: Enrolment) -> tuple[dict[str, object], dict[str, int]]:
    found = next(each for each in made.participants if each.id == str(enrolment.pk))
    return dict(found.terms), dict(found.numbers)


def test_what_people_say_of_themselves_reaches_the_engine(
    world: World, now: datetime, into: Cohort
) -> None:
    ana = mentee("Ana", into, world.track, seniority=3, business_unit=world.unit_care)
    holds(ana, world.competency_strategy, Direction.WANTED)
    Profile.objects.create(
        person=ana.person, languages=["de", "en"], hours_a_month=3, experience_years=5
    )
    terms, numbers = features(problem(world, into, now), ana)
    assert terms == {
        "wanted": frozenset({str(world.competency_strategy.pk)}),
        "languages": frozenset({"de", "en"}),
        "unit": frozenset({str(world.unit_care.pk)}),
    }
    assert numbers == {
        "rank": 3,
        "rank_down": -4,
        "time_zone": 60,
        "experience": 5,
        "experience_down": -6,
        "hours": 3,
    }


def test_a_grade_on_the_ladder_stands_for_a_missing_level(
    world: World, now: datetime, into: Cohort
) -> None:
    from programs.services.grades import save_ladder

    save_ladder(names=["Low", "High"], by=None, now=now)
    ana = mentee("Ana", into, world.track, grade="high")
    _terms, numbers = features(problem(world, into, now), ana)
    assert numbers["rank"] == 2


def test_only_what_tells_pairs_apart_counts(world: World, now: datetime, into: Cohort) -> None:
    ana = mentee("Ana", into, world.track, seniority=3)
    bo = mentor("Bo", into, world.track, seniority=6)
    assert [each.key for each in problem(world, into, now).criteria] == ["seniority", "reach"]
    holds(ana, world.competency_strategy, Direction.WANTED)
    assert "competencies" not in {each.key for each in problem(world, into, now).criteria}
    holds(bo, world.competency_listening, Direction.OFFERED)
    assert "competencies" in {each.key for each in problem(world, into, now).criteria}


def test_everybody_selected_and_waiting_is_in(world: World, now: datetime, into: Cohort) -> None:
    ana, bo = mentee("Ana", into, world.track), mentor("Bo", into, world.track, 2)
    left = mentee("Cy", into, world.track)
    Enrolment.objects.filter(pk=left.pk).update(state=EnrolmentState.WITHDRAWN)
    made = problem(world, into, now)
    assert {(p.id, p.role, p.capacity) for p in made.participants} == {
        (str(ana.pk), Role.MENTEE, 1),
        (str(bo.pk), Role.MENTOR, 2),
    }


def test_who_has_a_place_is_out_and_free_again_when_it_ends(
    world: World, now: datetime, into: Cohort
) -> None:
    ana, bo = mentee("Ana", into, world.track), mentor("Bo", into, world.track, 2)
    pair = start(
        cohort=into, track=world.track, mentor=bo.person, mentee=ana.person, by=None, now=now
    )
    made = problem(world, into, now)
    assert [(p.id, p.capacity) for p in made.participants] == [(str(bo.pk), 1)]
    close(engagement=pair, category="time", words="", by=None, now=now, completed=False)
    made = problem(world, into, now)
    assert {p.id for p in made.participants} == {str(ana.pk), str(bo.pk)}
    assert solve(made).pairs == (), "who has worked together is not paired again"


def test_capacity_is_what_is_left_over_all_programs(
    world: World, now: datetime, into: Cohort
) -> None:
    mentor_here = enrol(world.mentor_person, into, world.track, ParticipantRole.MENTOR, 5)
    from engagements.services.engagements import set_capacity

    assert free_places([mentor_here], into, world.track) == {mentor_here.pk: 5}
    set_capacity(person=world.mentor_person, limit=3, by=None, now=now)
    taken = world.mentor_person.mentor_capacity.taken
    asked = 1  # the world's offer in another cohort
    assert taken == 1
    assert free_places([mentor_here], into, world.track) == {mentor_here.pk: 3 - taken - asked}


def test_blocks_hold_on_their_days_only(world: World, now: datetime, into: Cohort) -> None:
    ana, bo = mentee("Ana", into, world.track), mentor("Bo", into, world.track)
    facts = {"a": ana.person, "b": bo.person, "basis": BlockBasis.GRIEVANCE, "by": None, "now": now}
    block_pair(until=now.date() - timedelta(days=1), **facts)
    assert len(solve(problem(world, into, now)).pairs) == 1
    block_pair(until=now.date(), **facts)
    solution = solve(problem(world, into, now))
    assert solution.pairs == ()
    secret = next(each for each in solution.rulings if each.confidential)
    assert (secret.code, secret.pairs, secret.alone) == ("not_available", None, None)


def test_a_reporting_line_holds_at_any_level(world: World, now: datetime, into: Cohort) -> None:
    boss = mentor("Boss", into, world.track)
    middle = person("Middle", manager=boss.person)
    mentee("Ana", into, world.track, manager=middle)
    assert solve(problem(world, into, now)).pairs == ()
    assert len(solve(problem(world, into, now, avoid_reporting_line=False)).pairs) == 1


def test_one_business_unit_can_be_ruled_out(world: World, now: datetime, into: Cohort) -> None:
    mentee("Ana", into, world.track, business_unit=world.unit_care)
    mentor("Bo", into, world.track, business_unit=world.unit_care)
    assert len(solve(problem(world, into, now)).pairs) == 1
    assert solve(problem(world, into, now, avoid_same_unit=True)).pairs == ()


def test_a_reverse_track_turns_levels_round(world: World, now: datetime, into: Cohort) -> None:
    world.track.__class__.objects.filter(pk=world.track.pk).update(format="reverse")
    mentee("Ana", into, world.track, seniority=8)
    mentor("Bo", into, world.track, seniority=2)
    solution = solve(problem(world, into, now, mentor_more_senior=True))
    assert len(solution.pairs) == 1
    said = [reasons.speaks_for(each, {}) for each in _factors(world, into, now)]
    assert "6 steps more junior" in said
    world.track.__class__.objects.filter(pk=world.track.pk).update(format="one_to_one")
    assert solve(problem(world, into, now, mentor_more_senior=True)).pairs == ()


def _factors(world: World, into: Cohort, now: datetime) -> list[dict[str, object]]:
    here = problem(world, into, now)
    pairs = explain(here, solve(here)).pairs.values()
    return [reasons.stored(each) for pair in pairs for each in pair.reasons]


def test_the_same_person_is_never_paired_with_themselves(
    world: World, now: datetime, into: Cohort
) -> None:
    both = person("Both")
    for role in ("mentor", "mentee"):
        enrol(both, into, world.track, role, 1 if role == MemberRole.MENTOR else None)
    assert solve(problem(world, into, now)).pairs == ()


def test_queries_do_not_grow_with_people(
    world: World, now: datetime, into: Cohort, django_assert_num_queries: object
) -> None:
    def ask() -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as seen:
            problem(world, into, now)
        return len(seen)

    mentee("Ana", into, world.track), mentor("Bo", into, world.track)
    Unit.objects.create(kind="function", name="F")
    few = ask()
    for n in range(5):
        mentee(f"M{n}", into, world.track)
        mentor(f"N{n}", into, world.track)
    assert ask() == few
