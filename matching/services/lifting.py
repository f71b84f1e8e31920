"""What lifting the weakest pairs costs a run, and what it brings them: the same people under the same
wishes matched once more, for the best total alone.
"""

import logging
from collections.abc import Sequence
from typing import Any

import numpy as np

from matching.engine import Lifting, NotOptimal
from matching.engine.optimum import NOWHERE, optimum
from matching.engine.peers import solve_peers
from matching.services.solving import Solved

logger = logging.getLogger(__name__)
#: Mentees × mentors, or peers × peers, beyond which a run isn't solved twice: it would take more than
#: some seconds.
MOST, MOST_AMONG_PEERS = 12_000_000, 2_000 * 2_000
TENTH = 10


def cost_of_lifting(solved: Solved) -> dict[str, Any] | None:
    """In points of quality, as a run keeps it; None where nobody is lifted, or nothing counts.

    `of` is how many pairs are a tenth of all, rounded up: their mean is `weakest`, and would be
    `without`. Beyond a certain size only `too_large` is told.
    """
    prepared, lifting = solved.prepared, solved.prepared.problem.objective.lifting
    weights, pairs = prepared.scores.weights, solved.solution.pairs
    if solved.circles or lifting == Lifting.NONE or not (weights and pairs):
        return None
    if prepared.scores.total.size > (MOST_AMONG_PEERS if solved.peers else MOST):
        return {"too_large": True}
    try:
        best = _for_the_total(solved)
    except NotOptimal:
        logger.exception("What lifting costs is not known")
        return None
    return _told([pair.score for pair in pairs], best, weights)


def _for_the_total(solved: Solved) -> list[int]:
    """The scores of the pairs there would be."""
    other = solved.prepared.lifted(Lifting.NONE)
    if solved.peers:
        return [pair.score for pair in solve_peers(other).pairs]
    chosen = optimum(other).chosen
    rows = np.flatnonzero(chosen != NOWHERE)
    found: list[int] = other.scores.total[rows, chosen[rows]].tolist()
    return found


def _told(ours: Sequence[int], best: Sequence[int], weights: int) -> dict[str, Any]:
    """Whoever is kept close to another run may have the better total without lifting: that costs nothing."""
    tenth = -(-len(ours) // TENTH)
    points = 1 / (weights * tenth)
    return {
        "total": round(sum(ours) / weights),
        "best": round(sum(best) / weights),
        "share": round(max(0, sum(best) - sum(ours)) / max(1, sum(best)), 4),
        "of": tenth,
        "weakest": round(sum(sorted(ours)[:tenth]) * points, 1),
        "without": round(sum(sorted(best)[:tenth]) * points, 1),
    }
