"""A run of the engine: started, watched, stopped, taken up again when its worker died."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q

from core.audit.services import record
from core.doorbell import ring
from core.events.services import append
from engagements.services.locking import free_key, written_before
from matching.adapter import by_hand, draft_before, is_peers, meets, problem_for, wishes_of
from matching.engine import NotOptimal, Problem
from matching.enums import MATCHABLE, DecisionKind, RunStage, RunState
from matching.models import MatchRun, PairDecision
from matching.pulse import beating
from matching.selectors.policies import weights_of
from matching.services import policies, results
from matching.services.declared import tell_when_due
from matching.services.fairness import fairness_of
from matching.services.lifting import cost_of_lifting
from matching.services.pins import keep_pinned
from matching.services.settled import keep_settled
from matching.services.solving import Solved, explain, solve, solve_among_peers, solve_circles
from programs.models import Cohort, Track

if TYPE_CHECKING:
    from core.accounts.models import User

logger = logging.getLogger(__name__)
UNDER_WAY = (RunState.QUEUED, RunState.RUNNING)
SILENCE = timedelta(minutes=2)
MOST = 3
_PROGRESS = {RunStage.GATHER: 5, RunStage.SOLVE: 25, RunStage.EXPLAIN: 60, RunStage.STORE: 85}
ENGINE, WORKER = "engine", "worker"  # why a run failed


class AlreadyRunning(Exception):
    """A run of this cohort and track is under way."""


class NotNow(Exception):
    """The cohort is at a stage in which nobody is matched."""


class Overtaken(Exception):
    """The run was cancelled, or another worker has taken it over."""


def start_run(
    *,
    cohort: Cohort,
    track: Track,
    by: "User | None",
    now: datetime,
    previous: MatchRun | None = None,
    key: UUID | None = None,
    newcomers: bool = False,
) -> MatchRun:
    """A run in the queue. Pairs that were ruled out stay so; after `previous` the kept ones too, and
    pinned ones are kept in every run. With `newcomers`, every pair of `previous` that can stay stays.

    `key` is the run's own, made with the form: posted twice it is one run, done or not. Raises AlreadyRunning, NotNow.
    """
    try:
        with transaction.atomic():
            if before := written_before(MatchRun, key, cohort=cohort, track=track):
                return before
            run = _start(cohort, track, by, now, previous, key)
            if newcomers:
                keep_settled(run, now)
            return run
    except IntegrityError as error:
        raise AlreadyRunning from error


def _start(
    cohort: Cohort,
    track: Track,
    by: "User | None",
    now: datetime,
    previous: MatchRun | None,
    key: UUID | None,
) -> MatchRun:
    if cohort.stage not in MATCHABLE:
        raise NotNow
    policy = policies.ensure(program=cohort.program, by=by, now=now)
    before = previous or latest(cohort, track)
    run = MatchRun.objects.create(
        cohort=cohort,
        track=track,
        policy=policy,
        previous=previous,
        beat_at=now,
        started_by=by,
        created_at=now,
        **free_key(MatchRun, key),
    )
    if before:
        kinds = DecisionKind.values if previous else [DecisionKind.VETO]
        _carry_over(before, run, kinds)
    keep_pinned(run, now)
    record(by=by, action="matching.run", subject=run, now=now)
    ring_for(run)
    return run


def latest(cohort: Cohort, track: Track) -> MatchRun | None:
    """The newest run that has come to a result."""
    rows = MatchRun.objects.filter(cohort=cohort, track=track)
    return rows.filter(state__in=[RunState.READY, RunState.PUBLISHED]).first()


def _carry_over(before: MatchRun, run: MatchRun, kinds: list[Any]) -> None:
    """One row at a time: a reason is encrypted for its own row."""
    for old in PairDecision.objects.filter(run=before, kind__in=kinds, undone_at=None):
        PairDecision.objects.create(
            run=run,
            mentor_id=old.mentor_id,
            mentee_id=old.mentee_id,
            kind=old.kind,
            reason=old.reason,
            by_id=old.by_id,
            created_at=old.created_at,
        )


def ring_for(run: MatchRun) -> None:
    """Queue the task that works on a run."""
    from matching import tasks  # noqa: PLC0415 - tasks call the services

    ring(tasks.execute_run, run_id=str(run.pk))


def execute(
    run_id: UUID | str, now: datetime, clock: Callable[[], datetime] | None = None
) -> MatchRun | None:
    """Compute a run and store its result; None where there is nothing to do any more.

    Safe to repeat: a run that is done or cancelled is left alone. `clock` tells the time of each
    step, `now` if there is none.
    """
    tell = clock or (lambda: now)
    run = _claim(run_id, now)
    if run is None:
        return None
    try:
        return _compute(run, tell)
    except Overtaken:
        return None
    except (NotOptimal, ValueError):
        logger.exception("Match run %s failed", run.pk)
        return _fail(run, ENGINE, tell())


def _compute(run: MatchRun, clock: Callable[[], datetime]) -> MatchRun:
    mine = MatchRun.objects.filter(pk=run.pk, attempt=run.attempt)
    _reach(run, RunStage.GATHER, clock())
    problem = _problem(run, clock())
    _reach(run, RunStage.SOLVE, clock())
    with beating(mine):
        solved = _solve(run, problem)
    _reach(run, RunStage.EXPLAIN, clock())
    with beating(mine):
        explanation, lifting = explain(solved), cost_of_lifting(solved)
    _reach(run, RunStage.STORE, clock())
    result = results.Result(problem, solved.solution, explanation, solved.circles)
    done = _finish(run, result, solved.prices, lifting, clock())
    fairness_of(done, now=clock())
    tell_when_due(done, now=clock())
    return done


def _solve(run: MatchRun, problem: Problem) -> Solved:
    if is_peers(run.track):
        return solve_among_peers(problem)
    going_on = meets(run)
    if going_on is None:
        return solve(problem)
    hand = by_hand(draft_before(run))
    return solve_circles(problem, going_on, two_lead=run.track.two_lead, hand=hand)


def _problem(run: MatchRun, now: datetime) -> Problem:
    return problem_for(
        cohort=run.cohort,
        track=run.track,
        policy=run.policy,
        weights=weights_of(run.policy),
        now=now,
        wishes=wishes_of(run),
    )


@transaction.atomic
def _claim(run_id: UUID | str, now: datetime) -> MatchRun | None:
    """Take the run, or take it over from a worker that has fallen silent."""
    run = _locked(run_id)
    silent = run.state == RunState.RUNNING and run.beat_at < now - SILENCE
    if run.state != RunState.QUEUED and not silent:
        return None
    if run.attempt >= MOST:
        _give_up(run, WORKER, now)
        return None
    run.state, run.attempt, run.beat_at = RunState.RUNNING, run.attempt + 1, now
    run.save(update_fields=["state", "attempt", "beat_at"])
    return run


def _locked(run_id: UUID | str) -> MatchRun:
    rows = MatchRun.objects.select_for_update(of=("self",))
    return rows.select_related("cohort__program", "track", "policy", "previous__draft").get(
        pk=run_id
    )


def _reach(run: MatchRun, stage: RunStage, now: datetime) -> None:
    """Tell how far it is. Raises Overtaken."""
    mine = MatchRun.objects.filter(pk=run.pk, state=RunState.RUNNING, attempt=run.attempt)
    if not mine.update(stage=stage, progress=_PROGRESS[stage], beat_at=now):
        raise Overtaken


@transaction.atomic
def _finish(
    run: MatchRun, result: "results.Result", prices: bytes, lifting: Any, now: datetime
) -> MatchRun:
    locked = _locked(run.pk)
    if (locked.state, locked.attempt) != (RunState.RUNNING, run.attempt):
        raise Overtaken
    results.store(locked, result, prices, now)
    locked.facts |= {"lifting": lifting} if lifting else {}
    locked.state, locked.stage, locked.progress = RunState.READY, RunStage.DONE, 100
    locked.finished_at = locked.beat_at = now
    locked.save()
    facts = {name: locked.facts[name] for name in ("mentees", "mentors", "matched")}
    record(by=None, action="matching.run_ready", subject=locked, now=now, facts=facts)
    _event("run_ready", locked, None, now)
    return locked


@transaction.atomic
def _fail(run: MatchRun, why: str, now: datetime) -> MatchRun | None:
    locked = _locked(run.pk)
    if (locked.state, locked.attempt) != (RunState.RUNNING, run.attempt):
        return None
    return _give_up(locked, why, now)


def _give_up(run: MatchRun, why: str, now: datetime) -> MatchRun:
    run.state, run.error, run.finished_at = RunState.FAILED, why, now
    run.save(update_fields=["state", "error", "finished_at"])
    record(by=None, action="matching.run_failed", subject=run, now=now, facts={"why": why})
    _event("run_failed", run, None, now)
    return run


@transaction.atomic
def cancel(*, run: MatchRun, by: "User | None", now: datetime) -> MatchRun:
    """Stop a run that is under way; the worker notices at its next step. Done: nothing happens."""
    locked = _locked(run.pk)
    if locked.state in UNDER_WAY:
        locked.state, locked.finished_at = RunState.CANCELLED, now
        locked.save(update_fields=["state", "finished_at"])
        record(by=by, action="matching.run_cancelled", subject=locked, now=now)
    return locked


def sweep(*, now: datetime) -> int:
    """Ring again for runs that nobody has worked on for a while; returns how many."""
    lost = Q(state=RunState.QUEUED, beat_at__lte=now - settings.OUTBOX_RING_AGAIN)
    dead = Q(state=RunState.RUNNING, beat_at__lt=now - SILENCE)
    found = list(MatchRun.objects.filter(lost | dead))
    for run in found:
        ring_for(run)
    keys = [run.pk for run in found]
    MatchRun.objects.filter(pk__in=keys, state=RunState.QUEUED).update(beat_at=now)
    return len(found)


def _event(word: str, run: MatchRun, by: "User | None", now: datetime) -> None:
    payload = {"cohort": run.cohort_id, "track": run.track_id}
    append(kind=f"matching.{word}", subject=run, payload=payload, now=now, by=by)
