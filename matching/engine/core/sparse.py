"""A start from SciPy's sparse matching: quick, since it is compiled, but in floating point and without prices.

So it is never believed: whatever it gives is an assignment from which circles of changes go on in
integers, and mostly there is none left to find. It wants a column for each place, and one for having
nobody (Jonker and Volgenant 1987 on sparse costs).
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from matching.engine.features import Bools, Floats, Ints

MOST = 12_000_000  # pairs of a row and a place; beyond, they take too much memory


@dataclass(frozen=True)
class Pairs:
    """Pairs that may be, none twice, sorted by row, and what each is worth."""

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
    may = np.isfinite(alone)
    if not 0 < each.sum() + may.sum() <= MOST:
        return None
    graph = _graph(pairs, places, each, alone, may)
    if graph.shape[1] < height:
        return None
    try:
        _, taken = min_weight_full_bipartite_matching(graph)
    except ValueError:  # somebody must have somebody, and can't
        return None
    owner = np.append(np.repeat(np.arange(nowhere), places), np.full(may.sum(), nowhere))
    return owner[taken].astype(np.int64)


def _graph(pairs: Pairs, places: Ints, each: Ints, alone: Floats, may: Bools) -> csr_array:
    """What each row costs in each place, row by row, and last having nobody, where it may.

    Put together as SciPy keeps it, since it would sort and look for pairs that occur twice.
    """
    rows, columns, worth = pairs.rows, (np.cumsum(places) - places)[pairs.columns], pairs.worth
    if (each != 1).any():
        copy = np.arange(each.sum()) - np.repeat(np.cumsum(each) - each, each)
        rows, columns, worth = (np.repeat(part, each) for part in (rows, columns, worth))
        columns = columns + copy
    before: Ints = np.cumsum(may) - may  # of each row, those before it that may have nobody
    count = len(rows) + int(may.sum())
    index, value = np.empty(count, np.int32), np.empty(count)
    starts = np.append(0, np.cumsum(np.bincount(rows, minlength=len(alone)) + may))
    at, last = np.arange(len(rows)) + before[rows], starts[1:][may] - 1
    index[at], value[at] = columns, worth
    index[last], value[last] = places.sum() + before[may], alone[may]
    np.subtract(value.max() + 1, value, out=value)  # a cost of 0 would not be a pair
    shape = len(alone), int(places.sum() + may.sum())
    graph = csr_array((value, index, starts.astype(np.int32)), shape=shape)
    graph.sort_indices()
    return graph
