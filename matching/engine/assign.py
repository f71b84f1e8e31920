"""The exact solver: SciPy's shortest augmenting paths (Crouse 2016) over mentors' places, one word
of levels at a time.
"""

import numpy as np
from scipy.optimize import linear_sum_assignment

from matching.engine.features import Bools, Ints
from matching.engine.levels import Level, most_pairs, pack
from matching.engine.prices import NOWHERE, prices_of
from matching.engine.stages import restrict, settled

FLOAT_EXACT = 1 << 50  # float64 holds integers to 2**53; sums of a few prices stay exact


def assign(levels: list[Level], allowed: Bools, capacity: Ints) -> Ints:
    """The best assignment: each mentee's column, or NOWHERE.

    No level may be negative; deterministic.
    """
    chosen = np.full(len(allowed), NOWHERE, np.int64)
    if not allowed.any():
        return chosen
    capacity = np.minimum(capacity, allowed.sum(axis=0))
    while levels:
        word, rest = pack(levels, most_pairs(allowed, capacity), FLOAT_EXACT)
        chosen = _best(word.values, allowed, capacity)
        if not rest:
            break
        keep, allowed = settled(
            prices_of(word.values, allowed, capacity, chosen), word.values, allowed
        )
        levels = [keep, *restrict(rest, allowed)]
    return chosen


def _best(values: Ints, allowed: Bools, capacity: Ints) -> Ints:
    """Forbidden pairs are worth 0 like staying unmatched, so that a full assignment of places
    always exists.
    """
    places = np.repeat(np.arange(len(capacity)), capacity)
    worth = np.where(allowed, values, 0).astype(np.float64)[:, places]
    rows, taken = linear_sum_assignment(worth, maximize=True)
    columns = places[taken]
    chosen = np.full(len(allowed), NOWHERE, np.int64)
    kept = allowed[rows, columns]
    chosen[rows[kept]] = columns[kept]
    return chosen
