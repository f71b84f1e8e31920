"""A run for newcomers alone: the pairs of the run before it stay where they are."""

from datetime import datetime

from matching.adapter import is_peers
from matching.adapter.problem import waiting
from matching.engine import PairKey
from matching.enums import DecisionKind
from matching.models import MatchRun, PairDecision
from matching.selectors.before import settled_pairs


def keep_settled(run: MatchRun, now: datetime) -> None:
    """Begin a run with the pairs of the one before it reviewed, unless something else was decided
    about a pair, or another mentor is kept for the mentee.

    Reviewed pairs stay as long as their mentor's places last, and whoever reviews may still let
    them move.
    """
    if run.previous is None:
        return
    decided = PairDecision.objects.filter(run=run, undone_at=None)
    couples = {(str(a), str(b)) for a, b in decided.values_list("mentee", "mentor")}
    kept = decided.filter(kind=DecisionKind.LOCK).values_list("mentee", flat=True)
    elsewhere = {str(key) for key in kept}
    if is_peers(run.track):
        locks = decided.filter(kind=DecisionKind.LOCK)
        elsewhere |= {str(key) for key in locks.values_list("mentor", flat=True)}
    PairDecision.objects.bulk_create(
        PairDecision(
            run=run,
            mentee_id=pair.mentee,
            mentor_id=pair.mentor,
            kind=DecisionKind.SEEN,
            by_id=run.started_by_id,
            created_at=now,
        )
        for pair in settled_pairs(run.previous, waiting(run.cohort, run.track))
        if not elsewhere & _movable(run, pair) and tuple(pair) not in couples
    )


def _movable(run: MatchRun, pair: PairKey) -> set[str]:
    """Whoever of the two could be kept elsewhere: the mentee, or either of two peers."""
    return set(pair) if is_peers(run.track) else {pair.mentee}
