"""Why somebody has nobody, and the smallest change that would match them: of all of them at once."""

from collections.abc import Iterator
from itertools import islice, repeat

import numpy as np

from matching.engine.nearest import NOBODY, Columns
from matching.engine.results import Alternative, Cause, Change, Remedy, UnmatchedReasons
from matching.engine.shut_out import shut_out
from matching.engine.situation import Situation

Why = tuple[Cause, Remedy]


def reasons_of(situation: Situation) -> dict[str, UnmatchedReasons]:
    """Cause and remedy of each of the unmatched.

    If a confidential rule had a part in leaving nobody, no rule is named or counted at all.
    """
    mentees = situation.solution.unmatched
    near = situation.prepared.nearest(situation.rows)
    removed = _removed(situation)
    return {
        mentee: UnmatchedReasons(mentee, cause, removed[mentee], closest, remedy)
        if cause != Cause.NOT_AVAILABLE
        else UnmatchedReasons(mentee, cause, {}, (), Remedy(Change.MORE_MENTORS))
        for mentee, closest, (cause, remedy) in zip(
            mentees, _closest(situation, near), _why(situation, near, removed), strict=True
        )
    }


def _removed(situation: Situation) -> dict[str, dict[str, int]]:
    """How many candidates each open rule took from each."""
    removed: dict[str, dict[str, int]] = {mentee: {} for mentee in situation.solution.unmatched}
    for ruling in situation.prepared.rulings:
        counts = ruling.mentees or {}
        for mentee in removed.keys() & counts.keys():
            removed[mentee][ruling.code] = counts[mentee]
    return removed


def _closest(situation: Situation, near: Columns) -> Iterator[tuple[Alternative, ...]]:
    """The best mentors whom the rules allow."""
    scores, mentors = situation.prepared.scores, situation.prepared.cohort.mentor_ids
    there = near != NOBODY
    columns, count = near[there], there.sum(axis=1)
    at = np.repeat(situation.rows, count), columns
    points = scores.total[at].tolist(), scores.quality[at].tolist()
    ids = map(mentors.__getitem__, columns.tolist())
    every = map(Alternative, ids, *points, repeat(0), situation.taken[columns].tolist())
    for each in count.tolist():
        yield tuple(islice(every, each))


def _why(situation: Situation, near: Columns, removed: dict[str, dict[str, int]]) -> Iterator[Why]:
    nobody = near[:, 0] == NOBODY
    out = shut_out(situation, situation.rows[nobody])
    scarce = Cause.CAPACITY if situation.everyone_full else Cause.OUTBID
    for best, costless, rules in zip(
        near[:, 0].tolist(), _costless(situation).tolist(), removed.values(), strict=True
    ):
        if best != NOBODY:
            yield scarce, _more_places(situation, best, costless)
            continue
        secret, remedy = next(out)
        if secret:
            yield Cause.NOT_AVAILABLE, remedy
        else:
            yield Cause.RULES if rules.keys() - {"capacity"} else Cause.CAPACITY, remedy


def _more_places(situation: Situation, best: int, costless: int) -> Remedy:
    """One place more; where somebody else would get it, it has to be kept for this mentee, which
    harms nobody.
    """
    reserved = costless == NOBODY
    mentor = situation.prepared.cohort.mentor_ids[best if reserved else costless]
    return Remedy(Change.MORE_PLACES, mentor, places=1, reserved=reserved)


def _costless(situation: Situation) -> Columns:
    """For each of the unmatched the best column of those that would cost nothing, or NOBODY."""
    face, total = situation.priced.face, situation.prepared.scores.total
    best = np.full(len(total), NOBODY, np.int32)
    left = np.zeros(len(total), bool)
    left[situation.rows] = True
    rows, columns = face.rows[left[face.rows]], face.columns[left[face.rows]]
    order = np.lexsort((-columns, total[rows, columns], rows))  # the last of each row is its best
    best[rows[order]] = columns[order]
    return best[situation.rows]
