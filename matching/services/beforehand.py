"""What is decided before anybody looks at a run: its track's pins, and pairs that stay as they were."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from matching.adapter import is_peers
from matching.enums import DecisionKind
from matching.models import MatchRun, PairDecision

#: A mentee, a mentor, and who has decided about them, if anybody.
Wanted = tuple[UUID | str, UUID | str, UUID | None]


def decide_beforehand(
    *, run: MatchRun, kind: DecisionKind, wanted: Iterable[Wanted], now: datetime
) -> None:
    """Begin a run with a decision about each of these couples, unless something else was decided about
    them in the run that it repeats, or another mentor kept for the mentee; of peers, for either.
    """
    decided = PairDecision.objects.filter(run=run, undone_at=None)
    locks = decided.filter(kind=DecisionKind.LOCK).values_list("mentee", "mentor")
    kept = {key for mentee, mentor in locks for key in _held(run, mentee, mentor)}
    known = {(str(a), str(b)) for a, b in decided.values_list("mentee", "mentor")}
    PairDecision.objects.bulk_create(
        PairDecision(
            run=run, mentee_id=mentee, mentor_id=mentor, kind=kind, by_id=by, created_at=now
        )
        for mentee, mentor, by in wanted
        if not kept & _held(run, mentee, mentor) and (str(mentee), str(mentor)) not in known
    )


def _held(run: MatchRun, mentee: UUID | str, mentor: UUID | str) -> set[str]:
    """Whom a kept pair holds where they are: the mentee, or both peers."""
    return {str(mentee), str(mentor)} if is_peers(run.track) else {str(mentee)}
