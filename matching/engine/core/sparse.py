"""A start from SciPy's sparse matching: quick, since it is compiled, but in floating point and without prices.

So it is never believed: whatever it gives is an assignment from which circles of changes go on in
integers, and mostly there is none left to find. It wants a column for each place, and one for having
nobody (Jonker and Volgenant 1987 on sparse costs).
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from matching.engine.features import Floats, Ints

MOST = 12_000_000  # pairs of a row and a place; beyond, they take too much memory


@dataclass(frozen=True)
class Pairs:
    """Pairs that may be, none twice, and what each is worth."""

    rows: Ints
    columns: Ints
    worth: Floats


def sparse_start(pairs: Pairs, capacity: Ints, alone: Floats) -> Ints | None:
    """Each row's column, or the number of columns for nowhere.

    `alone[i]` is what having nobody is worth to a row, minus infinity where it must have somebody.
    None if that can't be, or if places are too many.
    """
    nowhere, height = len(capacity), len(alone)
    places = np.minimum(capacity, np.bincount(pairs.columns, minlength=nowhere))
    each = places[pairs.columns]
    may = np.flatnonzero(np.isfinite(alone))
    if not 0 < each.sum() + len(may) <= MOST:
        return None
    first, past = np.cumsum(places) - places, int(places.sum())
    copy = np.arange(each.sum()) - np.repeat(np.cumsum(each) - each, each)
    rows = np.append(np.repeat(pairs.rows, each), may)
    columns = np.append(np.repeat(first[pairs.columns], each) + copy, past + np.arange(len(may)))
    worth = np.append(np.repeat(pairs.worth, each), alone[may])
    cost = worth.max() + 1 - worth  # a cost of 0 would not be a pair
    graph = coo_array((cost, (rows, columns)), shape=(height, past + len(may))).tocsr()
    if graph.shape[1] < height:
        return None
    try:
        _, taken = min_weight_full_bipartite_matching(graph)
    except ValueError:  # somebody must have somebody, and can't
        return None
    owner = np.append(np.repeat(np.arange(nowhere), places), np.full(len(may), nowhere))
    return owner[taken].astype(np.int64)
