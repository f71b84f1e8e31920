"""After each decision the pairs are the best under all of them, whatever the way there."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matching import reasons
from matching.adapter import STICKINESS, Wishes, problem_for, wishes_of
from matching.engine import Lifting, Objective, explain, solve
from matching.models import DraftStep, MatchDraft, MatchRun, PairDecision, UnmatchedPerson
from matching.selectors.policies import weights_of
from matching.selectors.prepared import shelf
from matching.services import review
from matching.services.review import Contradiction, Stale
from programs.models import Cohort, Enrolment
from tests.matching.people import cohort, mentee, mentor, pairs, run_now
from tests.world import World

RANKS = (3, 1, 4, 2, 5)


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    shelf.clear()
    yield
    shelf.clear()


@pytest.fixture
def into(world: World) -> Cohort:
    """Five places for five mentees, whom they suit differently, and one mentee more."""
    into = cohort(world)
    units = (world.unit_care, world.unit_trade)
    for n, places in enumerate((1, 2, 1, 1)):
        mentor(f"Mo{n}", into, world.track, places, seniority=4 + n % 3, business_unit=units[n % 2])
    for n, rank in enumerate((*RANKS, 3)):
        mentee(f"Mi{n}", into, world.track, seniority=rank, business_unit=units[n // 3])
    return into


@pytest.fixture
def run(world: World, now: datetime, into: Cohort) -> MatchRun:
    return run_now(into, world.track, now)


@dataclass
class Room:
    """The review of a run in short words: people by their given names."""

    run: MatchRun
    now: datetime

    def who(self, name: str) -> Enrolment:
        return Enrolment.objects.get(cohort=self.run.cohort, person__given_name=name)

    @property
    def facts(self) -> dict[str, Any]:
        return {"run": self.run, "by": None, "now": self.now}

    @property
    def draft(self) -> MatchDraft:
        return MatchDraft.objects.get(run=self.run)

    def lock(self, mentee: str, mentor: str) -> PairDecision:
        return review.lock(mentee=self.who(mentee), mentor=self.who(mentor), **self.facts)

    def veto(self, mentee: str, mentor: str) -> PairDecision:
        return review.veto(mentee=self.who(mentee), mentor=self.who(mentor), **self.facts)

    def reviewed(self, mentee: str) -> PairDecision:
        there = self.who(pairs(self.run)[mentee])
        return review.mark_reviewed(mentee=self.who(mentee), mentor=there, **self.facts)

    def swap(self, mentee: str, partner: str) -> DraftStep:
        there = self.who(pairs(self.run)[partner])
        return review.swap(
            mentee=self.who(mentee), partner=self.who(partner), mentor=there, **self.facts
        )

    def let_move(self, may: bool) -> MatchDraft:
        return review.let_move(may=may, **self.facts)

    def undo(self) -> DraftStep | None:
        last = DraftStep.objects.filter(draft__run=self.run, undone_at=None).exclude(kind="undo")
        step = last.first()
        return review.undo_step(step=step, by=None, now=self.now) if step else None

    def mentees(self) -> list[str]:
        return sorted(pairs(self.run))


@pytest.fixture
def room(run: MatchRun, now: datetime) -> Room:
    return Room(run, now)


def from_scratch(room: Room) -> tuple[Any, Any]:
    """One solve by the engine's front door, with what is decided now."""
    run, draft = room.run, room.draft
    wishes = replace(wishes_of(run), reference=draft.baseline)
    if draft.reviewed_may_move:
        wishes = replace(wishes, reviewed=frozenset())
    problem = problem_for(
        cohort=run.cohort,
        track=run.track,
        policy=run.policy,
        weights=weights_of(run.policy),
        now=room.now,
        wishes=wishes,
    )
    close = Objective(stickiness=STICKINESS, lifting=Lifting(run.policy.weakest_pairs))
    assert problem.objective == close or not wishes.reference
    solution = solve(problem)
    return solution, explain(problem, solution)


def assert_as_from_scratch(room: Room) -> None:
    solution, explanation = from_scratch(room)
    draft, run = room.draft, MatchRun.objects.get(pk=room.run.pk)
    assert draft.assignment == solution.assignment
    rows = {str(row.mentee_id): row for row in run.proposals.all()}
    assert {key: (str(r.mentor_id), r.quality) for key, r in rows.items()} == {
        pair.mentee: (pair.mentor, pair.quality) for pair in solution.pairs
    }
    for key, row in rows.items():
        why = explanation.pairs[key]
        assert row.reasons == [reasons.stored(each) for each in why.reasons]
        assert [each["mentor"] for each in row.alternatives] == [a.mentor for a in why.alternatives]
    left = {str(row.enrolment_id): row.reasons for row in UnmatchedPerson.objects.filter(run=run)}
    assert left == {
        key: [reasons.stored_unmatched(why)] for key, why in explanation.unmatched.items()
    }
    counts = (len(solution.pairs), len(solution.unmatched))
    assert (run.facts["matched"], run.facts["unmatched"]) == counts
    assert sum(run.facts["words"].values()) == counts[0]


def test_the_run_itself_is_the_optimum_without_decisions(room: Room) -> None:
    assert_as_from_scratch(room)
    assert room.draft.baseline == room.draft.assignment


def test_what_was_ruled_out_is_gone_at_once_and_back_at_once(room: Room) -> None:
    before, rows = pairs(room.run), list(room.run.proposals.order_by("pk").values())
    room.veto("Mi0", before["Mi0"])
    after = pairs(room.run)
    assert after.get("Mi0") != before["Mi0"]
    assert_as_from_scratch(room)
    room.undo()
    assert pairs(room.run) == before
    assert list(room.run.proposals.order_by("pk").values()) == rows
    assert_as_from_scratch(room)


def test_a_step_tells_who_moved_and_what_it_cost(room: Room) -> None:
    before = {str(r.mentee_id): (str(r.mentor_id), r.quality) for r in room.run.proposals.all()}
    room.veto("Mi0", pairs(room.run)["Mi0"])
    after = {str(r.mentee_id): (str(r.mentor_id), r.quality) for r in room.run.proposals.all()}
    nobody = ("", 0)
    step = DraftStep.objects.get(draft__run=room.run)
    assert {m["mentee"]: (m["before"], m["lost"], m["after"], m["won"]) for m in step.moves} == {
        key: (*before.get(key, nobody), *after.get(key, nobody))
        for key in before | after
        if before.get(key) != after.get(key)
    }
    assert all(bool(m["rank"]) == bool(m["after"]) for m in step.moves)


def test_keeping_what_is_proposed_moves_nobody(room: Room) -> None:
    before = pairs(room.run)
    room.lock("Mi1", before["Mi1"])
    assert pairs(room.run) == before
    assert DraftStep.objects.get(draft__run=room.run).moves == []


def test_a_reviewed_pair_stays_put_unless_it_may_move(room: Room) -> None:
    before = pairs(room.run)
    for name in room.mentees():
        if name != "Mi0":
            room.reviewed(name)
    room.veto("Mi0", before["Mi0"])
    others = before.keys() - {"Mi0"}
    assert {name: pairs(room.run)[name] for name in others} == {n: before[n] for n in others}
    held = pairs(room.run)
    room.let_move(True)
    assert_as_from_scratch(room)
    room.undo()
    assert pairs(room.run) == held
    assert not room.draft.reviewed_may_move


def test_ruling_out_a_reviewed_pair_clears_its_mark_and_undo_restores_it(room: Room) -> None:
    mark = room.reviewed("Mi0")
    room.veto("Mi0", pairs(room.run)["Mi0"])
    mark.refresh_from_db()
    assert mark.undone_at
    room.undo()
    mark.refresh_from_db()
    assert (mark.undone_at, mark.ended_by) == (None, None)


def test_a_mark_moves_nobody_and_needs_no_version(room: Room) -> None:
    draft = room.draft
    assert room.reviewed("Mi0") == room.reviewed("Mi0")
    assert (room.draft.version, room.draft.assignment) == (draft.version, draft.assignment)
    assert_as_from_scratch(room)


def test_only_a_pair_that_is_one_can_be_reviewed(room: Room) -> None:
    before = room.who(pairs(room.run)["Mi0"])
    room.veto("Mi0", before.person.given_name)
    with pytest.raises(Stale):
        review.mark_reviewed(mentee=room.who("Mi0"), mentor=before, **room.facts)


def test_a_swap_is_one_press_and_one_undo(room: Room) -> None:
    before = pairs(room.run)
    mine, other = "Mi0", next(k for k, v in before.items() if v != before["Mi0"])
    room.lock(mine, before[mine])
    step = room.swap(mine, other)
    after = pairs(room.run)
    assert (after[mine], after[other]) == (before[other], before[mine])
    assert_as_from_scratch(room)
    review.undo_decision(decision=step.made.first(), by=None, now=room.now)
    assert pairs(room.run) == before
    live = PairDecision.objects.get(run=room.run, undone_at=None)
    assert (live.kind, live.mentor.person.given_name) == ("lock", before[mine]), "the first is back"


def test_undo_takes_back_a_place_that_was_only_reviewed_since(room: Room) -> None:
    before = pairs(room.run)
    holder = next(name for name, there in before.items() if there == "Mo0")
    room.lock(holder, "Mo0")
    room.lock(holder, next(there for there in before.values() if there != "Mo0"))
    after = {there: name for name, there in pairs(room.run).items()}
    mark = room.reviewed(after["Mo0"])
    room.undo()
    assert pairs(room.run)[holder] == "Mo0"
    mark.refresh_from_db()
    assert mark.undone_at
    assert_as_from_scratch(room)


def test_those_who_have_moved_are_not_swapped(room: Room) -> None:
    before = pairs(room.run)
    other = next(k for k, v in before.items() if v != before["Mi0"])
    with pytest.raises(Stale):
        review.swap(
            mentee=room.who("Mi0"),
            mentor=room.who(before["Mi0"]),
            partner=room.who(other),
            **room.facts,
        )


def unchanged(room: Room) -> tuple[Any, ...]:
    return (
        pairs(room.run),
        room.draft.version,
        PairDecision.objects.filter(run=room.run).count(),
        DraftStep.objects.filter(draft__run=room.run).count(),
    )


def test_a_place_that_is_kept_twice_is_named_and_nothing_is_written(room: Room) -> None:
    before = pairs(room.run)
    holder = next(k for k, v in before.items() if v == "Mo0")
    other = next(k for k, v in before.items() if v != "Mo0")
    for hold in (lambda: room.reviewed(holder), lambda: room.lock(holder, "Mo0")):
        hold()
        was = unchanged(room)
        with pytest.raises(Contradiction) as caught:
            room.lock(other, "Mo0")
        assert caught.value.code == "held"
        assert caught.value.ids == (str(room.who("Mo0").pk), str(room.who(holder).pk))
        assert unchanged(room) == was


def test_a_lock_that_breaks_a_rule_is_named_and_nothing_is_written(
    room: Room, now: datetime
) -> None:
    from participants.models import Person

    Person.objects.filter(pk=room.who("Mi0").person_id).update(manager=room.who("Mo1").person)
    was = unchanged(room)
    with pytest.raises(Contradiction) as caught:
        room.lock("Mi0", "Mo1")
    assert caught.value.code == "lock_breaks:reporting_line"
    assert unchanged(room) == was


def test_who_has_left_is_gone_with_the_next_decision(room: Room) -> None:
    Enrolment.objects.filter(pk=room.who("Mi1").pk).update(state="withdrawn")
    room.lock("Mi0", pairs(room.run)["Mi0"])
    assert "Mi1" not in pairs(room.run)
    assert_as_from_scratch(room)


NAMES = st.sampled_from([f"Mi{n}" for n in range(len(RANKS) + 1)])
MENTORS = st.sampled_from([f"Mo{n}" for n in range(4)])
ACTS = st.one_of(
    st.tuples(st.just("lock"), NAMES, MENTORS),
    st.tuples(st.just("veto"), NAMES, MENTORS),
    st.tuples(st.just("swap"), NAMES, NAMES),
    st.tuples(st.just("reviewed"), NAMES),
    st.tuples(st.just("let_move"), st.booleans()),
    st.tuples(st.just("undo")),
)


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(acts=st.lists(ACTS, min_size=1, max_size=7))
def test_any_sequence_equals_one_solve_from_scratch(room: Room, acts: list[Any]) -> None:
    """And taking everything back, the last first, comes to what the run proposed, but for pairs
    that were marked as reviewed where they had moved to.
    """
    shelf.clear()
    with transaction.atomic():
        for name, *words in acts:
            with suppress(Contradiction, Stale, KeyError):
                getattr(room, name)(*words)
            assert_as_from_scratch(room)
        while room.undo():
            assert_as_from_scratch(room)
        marked = PairDecision.objects.filter(run=room.run, undone_at=None, kind="seen")
        held = {str(mark.mentee_id) for mark in marked}
        now, first = room.draft.assignment, room.draft.baseline
        if all(now.get(key) == first.get(key) for key in held):
            assert now == first
        transaction.set_rollback(True)


def bigger(world: World, count: int) -> MatchRun:
    into = cohort(world, f"Bigger {count}")
    for n in range(count):
        mentor(f"Mo{n} {count}", into, world.track, seniority=4 + n % 3)
        mentee(f"Mi{n} {count}", into, world.track, seniority=n % 4)
    return run_now(into, world.track, World.NOW)


def test_a_decision_asks_as_much_in_a_large_cohort_as_in_a_small(
    world: World, now: datetime
) -> None:
    counts = []
    for size in (3, 9):
        run = bigger(world, size)
        pair, other = run.proposals.order_by("mentee__person__sort_key")[:2]
        facts = {"run": run, "by": None, "now": now, "mentor": pair.mentor}
        facts |= {"mentee": pair.mentee, "partner": other.mentee, "mentor": other.mentor}
        run = MatchRun.objects.get(pk=run.pk)
        with CaptureQueriesContext(connection) as seen:
            review.swap(**facts | {"run": run})
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_people_are_read_once_and_anew_when_they_change(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    from matching.selectors import prepared

    read: list[Wishes | None] = []

    def counted(**facts: Any) -> Any:
        read.append(facts.get("wishes"))
        return problem_for(**facts)

    monkeypatch.setattr(prepared, "problem_for", counted)
    room.lock("Mi0", pairs(room.run)["Mi0"])
    room.veto("Mi1", pairs(room.run)["Mi1"])
    assert len(read) == 1, "a decision changes nobody"
    who = room.who("Mi2")
    who.person.seniority = 9
    who.person.save()
    room.undo()
    assert len(read) == 2
    assert_as_from_scratch(room)
