"""What humans decide about a run's pairs: keep, rule out, take back, run again."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from core.audit.services import record
from matching.enums import DecisionKind, RunState
from matching.models import MatchDraft, MatchRun, PairDecision
from matching.services.runs import AlreadyRunning, NotNow, start_run
from programs.enums import ParticipantRole
from programs.models import Enrolment

if TYPE_CHECKING:
    from core.accounts.models import User

__all__ = [
    "AlreadyRunning",
    "NotNow",
    "NotOpen",
    "Stale",
    "lock",
    "rerun",
    "undo_decision",
    "veto",
]


class Stale(Exception):
    """Somebody else has decided something meanwhile; `draft` is as it is now."""

    def __init__(self, draft: MatchDraft) -> None:
        super().__init__(str(draft.version))
        self.draft = draft


class NotOpen(Exception):
    """The run is published, or there is a newer one: its pairs are settled."""


@transaction.atomic
def lock(
    *,
    run: MatchRun,
    mentor: Enrolment,
    mentee: Enrolment,
    by: "User | None",
    now: datetime,
    seen: int | None = None,
) -> PairDecision:
    """Keep this pair, proposed or not; another mentor kept for the mentee is let go.

    `seen` is the draft's version that the one who decides had before them. The same decision twice
    is one. Raises Stale, NotOpen, ValueError for people who aren't a mentor and a mentee of the run.
    """
    return _decide(DecisionKind.LOCK, run, mentor, mentee, by, now, seen, "")


@transaction.atomic
def veto(
    *,
    run: MatchRun,
    mentor: Enrolment,
    mentee: Enrolment,
    by: "User | None",
    now: datetime,
    reason: str = "",
    seen: int | None = None,
) -> PairDecision:
    """Never this pair; the reason stays with those who match. Raises as `lock` does."""
    return _decide(DecisionKind.VETO, run, mentor, mentee, by, now, seen, reason)


@transaction.atomic
def undo_decision(
    *, decision: PairDecision, by: "User | None", now: datetime, seen: int | None = None
) -> PairDecision:
    """Take a decision back; twice is once. Raises Stale, NotOpen."""
    draft = _open_draft(decision.run)
    row = PairDecision.objects.select_for_update().get(pk=decision.pk)
    if row.undone_at is None:
        _require_seen(draft, seen)
        _take_back(row, now)
        _turn(draft)
        record(by=by, action=f"matching.undo_{row.kind}", subject=row, now=now)
    return row


def rerun(*, run: MatchRun, by: "User | None", now: datetime) -> MatchRun:
    """A new run with every decision; the old one keeps what it proposed.

    Raises AlreadyRunning, NotNow, NotOpen.
    """
    require_open(run)
    return start_run(cohort=run.cohort, track=run.track, by=by, now=now, previous=run)


def require_open(run: MatchRun) -> None:
    """Raises NotOpen unless the run is the one whose pairs can still be changed."""
    newer = MatchRun.objects.filter(
        cohort=run.cohort_id, track=run.track_id, created_at__gt=run.created_at
    ).exclude(state__in=[RunState.FAILED, RunState.CANCELLED])
    if run.state != RunState.READY or newer.exists():
        raise NotOpen


def _decide(
    kind: DecisionKind,
    run: MatchRun,
    mentor: Enrolment,
    mentee: Enrolment,
    by: "User | None",
    now: datetime,
    seen: int | None,
    reason: str,
) -> PairDecision:
    _require_pair(run, mentor, mentee)
    draft = _open_draft(run)
    live = PairDecision.objects.filter(run=run, undone_at=None)
    before = live.filter(mentor=mentor, mentee=mentee).first()
    if before and before.kind == kind:
        return before
    _require_seen(draft, seen)
    overruled = [before] if before else []
    if kind == DecisionKind.LOCK:
        overruled += live.filter(mentee=mentee, kind=kind)
    for each in overruled:
        _take_back(each, now)
    decision = PairDecision.objects.create(
        run=run,
        mentor=mentor,
        mentee=mentee,
        kind=kind,
        reason=reason.strip(),
        by=by,
        created_at=now,
    )
    _turn(draft)
    record(by=by, action=f"matching.{kind}", subject=decision, now=now)
    return decision


def _require_pair(run: MatchRun, mentor: Enrolment, mentee: Enrolment) -> None:
    roles = (ParticipantRole.MENTOR, ParticipantRole.MENTEE)
    places = {(each.cohort_id, each.track_id) for each in (mentor, mentee)}
    if (mentor.role, mentee.role) != roles or places != {(run.cohort_id, run.track_id)}:
        raise ValueError("not a mentor and a mentee of this run")


def _open_draft(run: MatchRun) -> MatchDraft:
    """The draft, held until the transaction ends; the run is read anew under that lock."""
    draft = MatchDraft.objects.select_for_update().get(run=run)
    require_open(MatchRun.objects.get(pk=run.pk))
    return draft


def _require_seen(draft: MatchDraft, seen: int | None) -> None:
    if seen is not None and seen != draft.version:
        raise Stale(draft)


def _take_back(decision: PairDecision, now: datetime) -> None:
    decision.undone_at = now
    decision.save(update_fields=["undone_at"])


def _turn(draft: MatchDraft) -> None:
    draft.version += 1
    draft.save(update_fields=["version"])
