"""Decisions about pairs: kept, ruled out, taken back; and two who decide at once."""

from datetime import datetime

import pytest
from django.db import connection

from matching.models import MatchDraft, MatchRun, PairDecision, Proposal
from matching.services import review, runs
from programs.models import Cohort, Enrolment
from tests.matching.people import cohort, mentee, mentor, pairs, run_now
from tests.races import together
from tests.world import World


@pytest.fixture
def into(world: World) -> Cohort:
    into = cohort(world)
    for n in (1, 2, 3):
        mentor(f"Mentor{n}", into, world.track, 1, seniority=6)
        mentee(f"Mentee{n}", into, world.track, seniority=3)
    return into


@pytest.fixture
def run(world: World, now: datetime, into: Cohort) -> MatchRun:
    return run_now(into, world.track, now)


def first(run: MatchRun) -> Proposal:
    return run.proposals.order_by("mentee__person__sort_key")[0]


def version(run: MatchRun) -> int:
    return MatchDraft.objects.get(run=run).version


def test_a_kept_pair_turns_the_draft(run: MatchRun, now: datetime) -> None:
    pair = first(run)
    decision = review.lock(
        run=run, mentor=pair.mentor, mentee=pair.mentee, by=None, now=now, seen=1
    )
    assert (decision.kind, version(run)) == ("lock", 2)


def test_the_same_decision_twice_is_one(run: MatchRun, now: datetime) -> None:
    pair = first(run)
    facts = {"run": run, "mentor": pair.mentor, "mentee": pair.mentee, "by": None, "now": now}
    assert review.lock(seen=1, **facts) == review.lock(seen=1, **facts)
    assert version(run) == 2


def test_the_second_of_two_sees_how_it_stands(run: MatchRun, now: datetime) -> None:
    pair = first(run)
    facts = {"run": run, "mentor": pair.mentor, "mentee": pair.mentee, "by": None, "now": now}
    review.lock(seen=1, **facts)
    with pytest.raises(review.Stale) as caught:
        review.veto(seen=1, **facts)
    assert caught.value.draft.version == 2
    assert PairDecision.objects.get(run=run, undone_at=None).kind == "lock"


def test_two_at_the_same_moment_decide_once(
    committing_db: None, world: World, now: datetime
) -> None:
    run = world.match_run
    one, other = run.proposals.order_by("pk")[:2]

    def decide(pair: Proposal) -> PairDecision:
        return review.lock(
            run=run, mentor=pair.mentor, mentee=pair.mentee, by=None, now=now, seen=1
        )

    results = together(lambda: decide(one), lambda: decide(other))
    assert sorted(type(each).__name__ for each in results) == ["PairDecision", "Stale"]
    assert version(run) == 2


def test_without_the_lock_both_would_decide(
    committing_db: None, world: World, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: both read the draft before either writes, and only the database's last
    guard, a step a version, keeps the second from writing over the first.
    """
    from threading import Barrier

    run, both_have_read = world.match_run, Barrier(2)
    one, other = run.proposals.order_by("pk")[:2]

    def unlocked(run: MatchRun) -> MatchDraft:
        draft = MatchDraft.objects.select_related("run__cohort__program", "run__track").get(run=run)
        both_have_read.wait(20)
        return draft

    monkeypatch.setattr(review, "open_draft", unlocked)

    def decide(pair: Proposal) -> PairDecision:
        return review.lock(
            run=run, mentor=pair.mentor, mentee=pair.mentee, by=None, now=now, seen=1
        )

    results = together(lambda: decide(one), lambda: decide(other))
    assert sorted(type(each).__name__ for each in results) == ["IntegrityError", "PairDecision"]
    assert version(run) == 2


def test_a_reason_is_encrypted(run: MatchRun, now: datetime) -> None:
    pair = first(run)
    facts = {"run": run, "mentor": pair.mentor, "mentee": pair.mentee, "by": None, "now": now}
    decision = review.veto(reason="A quarrel last year.", **facts)
    with connection.cursor() as cursor:
        cursor.execute("SELECT reason FROM matching_pairdecision WHERE id = %s", [decision.pk])
        assert "quarrel" not in str(cursor.fetchone())
    decision.refresh_from_db()
    assert decision.reason == "A quarrel last year."


def test_another_mentor_chosen_lets_the_first_go(run: MatchRun, now: datetime) -> None:
    pair = first(run)
    other = run.proposals.exclude(pk=pair.pk)[0]
    facts = {"run": run, "mentee": pair.mentee, "by": None, "now": now}
    review.lock(mentor=pair.mentor, **facts)
    review.lock(mentor=other.mentor, **facts)
    live = PairDecision.objects.get(run=run, undone_at=None)
    assert live.mentor == other.mentor


def test_a_rerun_takes_the_decisions_along(world: World, run: MatchRun, now: datetime) -> None:
    pair = first(run)
    other = run.proposals.exclude(pk=pair.pk)[0]
    facts = {"run": run, "by": None, "now": now}
    review.lock(mentor=other.mentor, mentee=pair.mentee, **facts)
    review.mark_reviewed(mentor=pair.mentor, mentee=other.mentee, **facts)
    new = review.rerun(**facts)
    runs.execute(new.pk, now)
    new.refresh_from_db()
    assert pairs(new) == pairs(run)
    assert pairs(new)[pair.mentee.person.given_name] == other.mentor.person.given_name
    kinds = PairDecision.objects.filter(run=new, undone_at=None).values_list("kind", flat=True)
    assert sorted(kinds) == ["lock", "seen"]
    assert new.previous == run


def test_taking_back_is_taking_back(run: MatchRun, now: datetime) -> None:
    pair = first(run)
    facts = {"run": run, "mentor": pair.mentor, "mentee": pair.mentee, "by": None, "now": now}
    decision = review.veto(**facts)
    review.undo_decision(decision=decision, by=None, now=now, seen=2)
    review.undo_decision(decision=decision, by=None, now=now, seen=2)
    assert version(run) == 3
    assert not PairDecision.objects.filter(run=run, undone_at=None).exists()


def test_an_older_run_is_settled(world: World, run: MatchRun, into: Cohort, now: datetime) -> None:
    run_now(into, world.track, now.replace(hour=10))
    pair = first(run)
    facts = {"mentor": pair.mentor, "mentee": pair.mentee, "by": None, "now": now}
    with pytest.raises(review.NotOpen):
        review.lock(run=run, **facts)
    with pytest.raises(review.NotOpen):
        review.rerun(run=run, by=None, now=now)


def test_only_a_mentor_and_a_mentee_of_the_run(world: World, run: MatchRun, now: datetime) -> None:
    pair = first(run)
    stranger: Enrolment = world.spring_mentor1_enrolment
    for mentor_, mentee_ in ((pair.mentee, pair.mentor), (stranger, pair.mentee)):
        with pytest.raises(ValueError, match="no two who could be a pair"):
            review.lock(run=run, mentor=mentor_, mentee=mentee_, by=None, now=now)
