"""A run for newcomers alone: the pairs of the run before it stay where they are."""

from datetime import datetime

from matching.adapter.problem import waiting
from matching.enums import DecisionKind
from matching.models import MatchRun
from matching.selectors.before import settled_pairs
from matching.services.beforehand import decide_beforehand


def keep_settled(run: MatchRun, now: datetime) -> None:
    """Begin a run with the pairs of the one before it reviewed, unless something else was decided.

    Reviewed pairs stay as long as their mentor's places last, and whoever reviews may still let
    them move.
    """
    if run.previous is None:
        return
    pairs = settled_pairs(run.previous, waiting(run.cohort, run.track), now.date())
    wanted = [(pair.mentee, pair.mentor, run.started_by_id) for pair in pairs]
    decide_beforehand(run=run, kind=DecisionKind.SEEN, wanted=wanted, now=now)
