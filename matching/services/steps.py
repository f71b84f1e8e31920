"""One press in the review: what it decides, what follows from it, and how it is taken back whole."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from matching.adapter import is_peers
from matching.enums import DecisionKind, StepKind
from matching.models import DraftStep, MatchDraft, MatchRun, PairDecision
from matching.services.resolving import resolve
from programs.models import Enrolment

if TYPE_CHECKING:
    from core.accounts.models import User

#: Decisions that hold a mentee, or two peers, where they are: one of them at a time.
HOLDING = (DecisionKind.LOCK, DecisionKind.SEEN)
#: What a step writes of its draft: always the first, of the others, which are large, what has changed,
#: and never what the run proposed.
WRITTEN = ("version", "reviewed_may_move")
LARGE = ("assignment", "slots", "prices")
Couple = tuple[Enrolment, Enrolment]  # mentee, mentor


def begin(
    draft: MatchDraft,
    kind: StepKind,
    by: "User | None",
    now: datetime,
    couple: Couple | None = None,
) -> DraftStep:
    """The next step of a draft that the caller holds."""
    mentee, mentor = couple or (None, None)
    return DraftStep.objects.create(
        draft=draft,
        version=draft.version + 1,
        kind=kind,
        mentee=mentee,
        mentor=mentor,
        by=by,
        created_at=now,
    )


def decide(step: DraftStep, kind: DecisionKind, couple: Couple, reason: str = "") -> PairDecision:
    """A decision in this step; what it contradicts ends with it."""
    mentee, mentor = couple
    overruled = Q(mentee=mentee, mentor=mentor)
    if kind == DecisionKind.LOCK:
        overruled |= _held(step.draft.run, mentee.pk, mentor.pk)
    _live(step.draft.run).filter(overruled).update(undone_at=step.created_at, ended_by=step)
    return PairDecision.objects.create(
        run=step.draft.run,
        mentor=mentor,
        mentee=mentee,
        kind=kind,
        reason=reason.strip(),
        by=step.by,
        step=step,
        created_at=step.created_at,
    )


def finish(step: DraftStep, run: MatchRun, touched: Iterable[object]) -> DraftStep:
    """Solve anew and keep what came of it. Raises Contradiction: then nothing may be kept."""
    draft, now = step.draft, step.created_at
    before = {name: getattr(draft, name) for name in LARGE}
    step.moves = resolve(run, draft, [str(key) for key in touched], now)
    step.save(update_fields=["moves"])
    draft.version = step.version
    changed = (name for name in LARGE if getattr(draft, name) != before[name])
    draft.save(update_fields=[*WRITTEN, *changed])
    run.save(update_fields=["facts"])
    _let_go_of_moved(step)
    return step


def take_back(step: DraftStep, into: DraftStep) -> list[object]:
    """End what a step decided and bring back what it ended; returns the enrolments concerned.

    What was decided otherwise since stays so, except that a pair which was only marked as reviewed
    gives up a place that is needed again. `into` is the step that takes it back.
    """
    now, draft = into.created_at, into.draft
    made, ended = list(step.made.defer("reason")), list(step.ended.defer("reason"))
    step.made.update(ended_by=None)
    step.made.filter(undone_at=None).update(undone_at=now)
    revived = [row for row in ended if _revive(row)]
    for row in revived:
        _make_room(row, into)
    if step.kind in (StepKind.LOOSEN, StepKind.HOLD):
        draft.reviewed_may_move = step.kind == StepKind.HOLD
    step.undone_at = now
    step.save(update_fields=["undone_at"])
    return enrolments_of([*made, *revived])


def enrolments_of(decisions: Iterable[PairDecision]) -> list[object]:
    """The keys of both sides."""
    return [key for row in decisions for key in (row.mentee_id, row.mentor_id)]


def _revive(row: PairDecision) -> bool:
    """Unless something else holds the pair or its mentee by now."""
    stands = Q(mentee=row.mentee_id, mentor=row.mentor_id)
    if row.kind in HOLDING:
        stands |= _held(row.run, row.mentee_id, row.mentor_id)
    if _live(row.run).filter(stands).exists():
        return False
    row.undone_at, row.ended_by = None, None
    row.save(update_fields=["undone_at", "ended_by"])
    return True


def _make_room(row: PairDecision, step: DraftStep) -> None:
    """The latest marks end that hold a place which belongs to what is brought back."""
    draft = step.draft
    free = draft.reviewed_may_move or is_peers(draft.run.track)  # a peer is in one pair anyway
    if row.kind not in HOLDING or free:
        return
    places = draft.slots.get(str(row.mentor_id), {"of": 0})["of"]
    holders = _live(draft.run).filter(mentor=row.mentor_id, kind__in=HOLDING)
    marks = holders.filter(kind=DecisionKind.SEEN).exclude(pk=row.pk).order_by("-created_at", "pk")
    over = [mark.pk for mark in marks.defer("reason")][: max(0, holders.count() - places)]
    PairDecision.objects.filter(pk__in=over).update(undone_at=step.created_at, ended_by=step)


def _let_go_of_moved(step: DraftStep) -> None:
    """A reviewed pair that is no pair any more is to be reviewed anew."""
    marks = _live(step.draft.run).filter(kind=DecisionKind.SEEN)
    after = step.draft.assignment
    gone = [
        key
        for key, mentee, mentor in marks.values_list("pk", "mentee", "mentor")
        if after.get(str(mentee)) != str(mentor)
    ]
    PairDecision.objects.filter(pk__in=gone).update(undone_at=step.created_at, ended_by=step)


def _held(run: MatchRun, mentee: object, mentor: object) -> Q:
    """What holds the mentee where they are, or either of two peers."""
    if not is_peers(run.track):
        return Q(mentee=mentee, kind__in=HOLDING)
    peers = [mentee, mentor]
    return Q(kind__in=HOLDING) & (Q(mentee__in=peers) | Q(mentor__in=peers))


def _live(run: MatchRun) -> "QuerySet[PairDecision]":
    return PairDecision.objects.filter(run=run, undone_at=None)
