"""Runs: started once, computed once, stopped, taken up again."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from core.audit.models import AuditEntry
from core.events.models import DomainEvent
from matching.engine import NotOptimal
from matching.enums import RunState
from matching.models import MatchRun, PairDecision, Proposal
from matching.services import review, runs
from programs.enums import Stage
from programs.models import Cohort
from tests.matching.people import cohort, mentee, mentor, pairs, run_now
from tests.races import together
from tests.world import World


@pytest.fixture
def into(world: World) -> Cohort:
    into = cohort(world)
    mentor("Bo", into, world.track, 1, seniority=6)
    mentor("Cy", into, world.track, 1, seniority=4)
    mentee("Ana", into, world.track, seniority=5)
    mentee("Dee", into, world.track, seniority=3)
    return into


def begin(world: World, into: Cohort, now: datetime) -> MatchRun:
    return runs.start_run(cohort=into, track=world.track, by=world.user("owner"), now=now)


def test_a_run_proposes_pairs_with_reasons(world: World, now: datetime, into: Cohort) -> None:
    run = run_now(into, world.track, now)
    assert (run.state, run.progress, run.finished_at) == (RunState.READY, 100, now)
    assert pairs(run) == {"Ana": "Bo", "Dee": "Cy"}
    proposal = Proposal.objects.get(run=run, mentee__person__given_name="Ana")
    assert {each["criterion"] for each in proposal.reasons} == {"seniority", "reach"}
    assert [each["mentor"] for each in proposal.alternatives] != []
    assert run.draft.assignment == {str(p.mentee_id): str(p.mentor_id) for p in run.proposals.all()}
    assert run.facts["matched"] == 2
    assert DomainEvent.objects.filter(kind="matching.run_ready", subject_id=run.pk).count() == 1
    assert AuditEntry.objects.filter(action="matching.run", subject_id=run.pk).exists()


def test_the_same_people_give_the_same_pairs(world: World, now: datetime, into: Cohort) -> None:
    first, second = (run_now(into, world.track, now) for _n in range(2))
    assert first.draft.assignment == second.draft.assignment


def test_one_at_a_time(world: World, now: datetime, into: Cohort) -> None:
    begin(world, into, now)
    with pytest.raises(runs.AlreadyRunning):
        begin(world, into, now)


def test_a_key_makes_one_run_even_when_it_is_done(
    world: World, now: datetime, into: Cohort
) -> None:
    facts: dict[str, Any] = {"track": world.track, "by": None, "now": now, "key": uuid4()}
    first = runs.start_run(cohort=into, **facts)
    runs.execute(first.pk, now)
    assert (first.pk, runs.start_run(cohort=into, **facts)) == (facts["key"], first)
    other = runs.start_run(cohort=cohort(world, "Other"), **facts)
    assert other.pk != first.pk, "a key of somewhere else is not an answer"
    assert begin(world, into, now).pk not in (first.pk, other.pk)


def test_two_who_start_at_once_start_one(
    committing_db: None, world: World, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "ring_for", lambda run: None)
    spring = world.matching_cohort
    results = together(*[lambda: begin(world, spring, now)] * 2)
    assert sorted(type(each).__name__ for each in results) == ["AlreadyRunning", "MatchRun"]


def test_not_before_people_know_where_they_stand(world: World, now: datetime, into: Cohort) -> None:
    into.stage = Stage.SELECTING
    into.save()
    with pytest.raises(runs.NotNow):
        begin(world, into, now)


def test_a_done_run_is_computed_once(world: World, now: datetime, into: Cohort) -> None:
    run = run_now(into, world.track, now)
    assert runs.execute(run.pk, now) is None
    assert run.proposals.count() == 2


def test_a_cancelled_run_stores_nothing(world: World, now: datetime, into: Cohort) -> None:
    run = begin(world, into, now)
    runs.cancel(run=run, by=world.user("owner"), now=now)
    assert runs.execute(run.pk, now) is None
    run.refresh_from_db()
    assert (run.state, run.proposals.count()) == (RunState.CANCELLED, 0)
    runs.cancel(run=run, by=None, now=now)


def test_the_worker_notices_a_cancellation_half_way(
    world: World, now: datetime, into: Cohort, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, real = begin(world, into, now), runs.solve

    def solve(problem: Any) -> Any:
        runs.cancel(run=run, by=None, now=now)
        return real(problem)

    monkeypatch.setattr(runs, "solve", solve)
    assert runs.execute(run.pk, now) is None
    run.refresh_from_db()
    assert (run.state, run.proposals.count()) == (RunState.CANCELLED, 0)


def test_a_killed_worker_is_replaced(
    world: World, now: datetime, into: Cohort, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, rung = begin(world, into, now), []

    def killed(problem: Any) -> Any:
        raise SystemExit

    monkeypatch.setattr(runs, "ring_for", rung.append)
    with monkeypatch.context() as patch:
        patch.setattr(runs, "solve", killed)
        with pytest.raises(SystemExit):
            runs.execute(run.pk, now)
    assert runs.execute(run.pk, now) is None, "it is not silent yet"
    assert runs.sweep(now=now) == 0
    later = now + runs.SILENCE + timedelta(seconds=1)
    ours = [each for each in [run.pk] if runs.sweep(now=later)]
    assert ours == [run.pk]
    assert run in rung
    again = runs.execute(run.pk, later)
    assert again is not None
    assert (again.state, again.attempt) == (RunState.READY, 2)


def test_a_worker_thought_dead_does_not_write(
    world: World, now: datetime, into: Cohort, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, real = begin(world, into, now), runs.solve
    later = now + runs.SILENCE + timedelta(seconds=1)

    def slow(problem: Any) -> Any:
        monkeypatch.setattr(runs, "solve", real)
        runs.execute(run.pk, later)
        return real(problem)

    monkeypatch.setattr(runs, "solve", slow)
    assert runs.execute(run.pk, now) is None
    run.refresh_from_db()
    assert (run.state, run.attempt, run.proposals.count()) == (RunState.READY, 2, 2)


def test_a_lost_ring_is_made_up_for(
    world: World, now: datetime, into: Cohort, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, rung = begin(world, into, now), []
    monkeypatch.setattr(runs, "ring_for", rung.append)
    later = now + timedelta(minutes=5)
    runs.sweep(now=later)
    assert run in rung
    rung.clear()
    runs.sweep(now=later)
    assert run not in rung, "rung again a moment ago"


def test_after_three_dead_workers_it_stops(world: World, now: datetime, into: Cohort) -> None:
    run = begin(world, into, now)
    stale = {"state": RunState.RUNNING, "attempt": runs.MOST, "beat_at": now - timedelta(hours=1)}
    MatchRun.objects.filter(pk=run.pk).update(**stale)
    assert runs.execute(run.pk, now) is None
    run.refresh_from_db()
    assert (run.state, run.error) == (RunState.FAILED, runs.WORKER)


def test_an_answer_without_proof_is_thrown_away(
    world: World, now: datetime, into: Cohort, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unproven(problem: Any) -> Any:
        raise NotOptimal("no")

    monkeypatch.setattr(runs, "solve", unproven)
    run = run_now(into, world.track, now)
    assert (run.state, run.error, run.proposals.count()) == (RunState.FAILED, runs.ENGINE, 0)


def test_what_was_ruled_out_stays_so_and_its_reason_with_it(
    world: World, now: datetime, into: Cohort
) -> None:
    run = run_now(into, world.track, now)
    pair = run.proposals.get(mentee__person__given_name="Ana")
    other = run.proposals.get(mentee__person__given_name="Dee")
    facts = {"run": run, "by": world.user("owner"), "now": now}
    review.veto(mentor=pair.mentor, mentee=pair.mentee, reason="Cousins.", **facts)
    review.lock(mentor=pair.mentor, mentee=other.mentee, **facts)
    fresh = run_now(into, world.track, now)
    kept = PairDecision.objects.get(run=fresh)
    assert (kept.kind, kept.reason) == ("veto", "Cousins.")
    assert pairs(fresh) == {"Ana": "Cy", "Dee": "Bo"}


def test_the_heartbeat_beats(committing_db: None, world: World, now: datetime) -> None:
    from threading import Event

    from matching.pulse import beating

    run = world.match_run_under_way
    with beating(MatchRun.objects.filter(pk=run.pk), every=0.01):
        for _try in range(3000):
            if MatchRun.objects.get(pk=run.pk).beat_at != run.beat_at:
                break
            Event().wait(0.01)
    assert MatchRun.objects.get(pk=run.pk).beat_at < run.beat_at
