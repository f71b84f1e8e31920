"""What humans decide about a run's pairs: keep, rule out, swap, reviewed, take back.

Each but a mark of review is a step of the draft: in one transaction the decision is written and the
best pairs under all decisions are found and stored.
"""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from core.audit.services import record
from engagements.services.locking import written_before
from matching.adapter import both_sides, in_order, may_pair
from matching.enums import NO_RESULT, DecisionKind, RunState, StepKind
from matching.models import DraftStep, MatchDraft, MatchRun, PairDecision
from matching.services import steps
from matching.services.resolving import Contradiction
from matching.services.runs import AlreadyRunning, NotNow, start_run
from programs.models import Enrolment

if TYPE_CHECKING:
    from core.accounts.models import User

__all__ = [
    "AlreadyRunning",
    "Contradiction",
    "NotNow",
    "NotOpen",
    "Stale",
    "let_move",
    "lock",
    "mark_reviewed",
    "open_draft",
    "rerun",
    "swap",
    "undo_decision",
    "undo_step",
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
    is one. Raises Stale, NotOpen, Contradiction, ValueError for people who aren't a mentor and a
    mentee of the run, or two peers, who may be named in either order.
    """
    return _decide(DecisionKind.LOCK, run, (mentee, mentor), by, now, seen, "")


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
    return _decide(DecisionKind.VETO, run, (mentee, mentor), by, now, seen, reason)


@transaction.atomic
def swap(
    *,
    run: MatchRun,
    mentor: Enrolment,
    mentee: Enrolment,
    partner: Enrolment,
    by: "User | None",
    now: datetime,
    seen: int | None = None,
) -> DraftStep:
    """Keep `mentee` with `mentor`, and `partner`, who is there now, with the mentee's mentor.

    Raises as `lock` does; Stale too where the four aren't two pairs any more.
    """
    _require_pair(run, mentor, mentee)
    _require_pair(run, mentor, partner)
    draft = open_draft(run)
    _require_seen(draft, seen)
    now_with = both_sides(run.track, draft.assignment)
    mine, theirs = (now_with.get(str(each.pk), "") for each in (mentee, partner))
    if not mine or theirs != str(mentor.pk) or mine == theirs:
        raise Stale(draft)
    given = Enrolment.objects.get(pk=mine)
    step = steps.begin(draft, StepKind.SWAP, by, now, (mentee, mentor))
    for one, other in ((mentee, mentor), (partner, given)):
        steps.decide(step, DecisionKind.LOCK, in_order(run.track, one, other))
    steps.finish(step, draft.run, [mentee.pk, mentor.pk, partner.pk, given.pk])
    record(by=by, action="matching.swap", subject=step, now=now)
    return step


@transaction.atomic
def mark_reviewed(
    *, run: MatchRun, mentor: Enrolment, mentee: Enrolment, by: "User | None", now: datetime
) -> PairDecision:
    """This pair is reviewed and stays put from now on; a pair that is kept already is that anyway.

    It is in the optimum, so nothing moves, and two who review different pairs never get into each
    other's way. Raises Stale if it isn't a pair any more, NotOpen, ValueError as `lock` does.
    """
    _require_pair(run, mentor, mentee)
    mentee, mentor = in_order(run.track, mentee, mentor)
    draft = open_draft(run)
    if draft.assignment.get(str(mentee.pk)) != str(mentor.pk):
        raise Stale(draft)
    live = PairDecision.objects.filter(run=run, undone_at=None, mentee=mentee, mentor=mentor)
    if there := live.filter(kind__in=steps.HOLDING).first():
        return there
    facts = {"run": run, "mentor": mentor, "mentee": mentee, "by": by, "created_at": now}
    mark = PairDecision.objects.create(kind=DecisionKind.SEEN, **facts)
    record(by=by, action="matching.reviewed", subject=mark, now=now)
    return mark


@transaction.atomic
def let_move(
    *, run: MatchRun, may: bool, by: "User | None", now: datetime, seen: int | None = None
) -> MatchDraft:
    """Whether a decision may move reviewed pairs too; said twice is once. Raises Stale, NotOpen."""
    draft = open_draft(run)
    if draft.reviewed_may_move == may:
        return draft
    _require_seen(draft, seen)
    step = steps.begin(draft, StepKind.LOOSEN if may else StepKind.HOLD, by, now)
    draft.reviewed_may_move = may
    steps.finish(step, draft.run, [])
    record(by=by, action=f"matching.{step.kind}", subject=step, now=now)
    return draft


@transaction.atomic
def undo_decision(
    *, decision: PairDecision, by: "User | None", now: datetime, seen: int | None = None
) -> PairDecision:
    """Take back a decision and all that was decided with the same press; twice is once.

    Raises Stale, NotOpen, Contradiction.
    """
    draft = open_draft(decision.run)
    row = PairDecision.objects.select_for_update().get(pk=decision.pk)
    if row.undone_at is None:
        _require_seen(draft, seen)
        made = row.step
        step = steps.begin(draft, StepKind.UNDO, by, now, (row.mentee, row.mentor))
        if made:
            touched = steps.take_back(made, step)
        else:
            touched = steps.enrolments_of([row])
            PairDecision.objects.filter(pk=row.pk).update(undone_at=now)
        steps.finish(step, draft.run, touched)
        record(by=by, action=f"matching.undo_{row.kind}", subject=row, now=now)
        row.refresh_from_db(fields=["undone_at"])
    return row


@transaction.atomic
def undo_step(
    *, step: DraftStep, by: "User | None", now: datetime, seen: int | None = None
) -> DraftStep:
    """Take one press back, whatever it did; twice is once. Raises Stale, NotOpen, Contradiction."""
    draft = open_draft(step.draft.run)
    made = DraftStep.objects.get(pk=step.pk)
    if made.undone_at is None and made.kind != StepKind.UNDO:
        _require_seen(draft, seen)
        couple = (made.mentee, made.mentor) if made.mentee and made.mentor else None
        back = steps.begin(draft, StepKind.UNDO, by, now, couple)
        steps.finish(back, draft.run, steps.take_back(made, back))
        record(by=by, action=f"matching.undo_{made.kind}", subject=made, now=now)
    return made


def rerun(
    *,
    run: MatchRun,
    by: "User | None",
    now: datetime,
    newcomers: bool = False,
    key: UUID | None = None,
) -> MatchRun:
    """A new run with every decision; the old one keeps what it proposed. With `newcomers` it looks
    at those without a pair alone, and the pairs that can stay count as reviewed.

    Raises AlreadyRunning, NotNow, NotOpen.
    """
    if key and (before := written_before(MatchRun, key, cohort=run.cohort, track=run.track)):
        return before
    require_open(run)
    facts = {"cohort": run.cohort, "track": run.track, "previous": run}
    return start_run(by=by, now=now, newcomers=newcomers, key=key, **facts)  # type: ignore[arg-type]


def require_open(run: MatchRun) -> None:
    """Raises NotOpen unless the run is the one whose pairs can still be changed."""
    newer = MatchRun.objects.filter(
        cohort=run.cohort_id, track=run.track_id, created_at__gt=run.created_at
    ).exclude(state__in=NO_RESULT)
    if run.state != RunState.READY or newer.exists():
        raise NotOpen


def _decide(
    kind: DecisionKind,
    run: MatchRun,
    couple: steps.Couple,
    by: "User | None",
    now: datetime,
    seen: int | None,
    reason: str,
) -> PairDecision:
    mentee, mentor = couple
    _require_pair(run, mentor, mentee)
    couple = mentee, mentor = in_order(run.track, mentee, mentor)
    draft = open_draft(run)
    live = PairDecision.objects.filter(run=run, undone_at=None, mentor=mentor, mentee=mentee)
    if before := live.filter(kind=kind).first():
        return before
    _require_seen(draft, seen)
    step = steps.begin(draft, StepKind(kind), by, now, couple)
    decision = steps.decide(step, kind, couple, reason)
    steps.finish(step, draft.run, [mentee.pk, mentor.pk])
    record(by=by, action=f"matching.{kind}", subject=decision, now=now)
    return decision


def _require_pair(run: MatchRun, mentor: Enrolment, mentee: Enrolment) -> None:
    if not may_pair(run.cohort, run.track, mentee, mentor):
        raise ValueError("no two who could be a pair of this run")


def open_draft(run: MatchRun) -> MatchDraft:
    """The draft with its run, both held until the transaction ends: nobody decides or publishes
    meanwhile.
    """
    draft = MatchDraft.objects.select_for_update().get(run=run)
    rows = MatchRun.objects.select_for_update(of=("self",))
    draft.run = rows.select_related("cohort__program", "track", "policy").get(pk=run.pk)
    require_open(draft.run)
    return draft


def _require_seen(draft: MatchDraft, seen: int | None) -> None:
    if seen is not None and seen != draft.version:
        raise Stale(draft)
