"""The best circles without least sizes, by SciPy's HiGHS: slow, exact, and nothing of ours."""

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array, csr_array, hstack, vstack


def flow(wish):
    """How many members, and what the circles are worth.

    A variable for each pair, and for each circle and function one for each seat, dearer than the last.
    It is a flow, whose corners are whole numbers, and HiGHS ends in a corner.
    """
    rows, columns = np.nonzero(wish.affinity >= 0)
    kinds = int(wish.functions.max()) + 1
    spot, group = np.unique(columns * kinds + wish.functions[rows], return_inverse=True)
    seats = np.minimum(np.bincount(group), wish.largest)
    seat_of = np.repeat(np.arange(len(spot)), seats)
    place = np.arange(len(seat_of)) - np.repeat(np.cumsum(seats) - seats, seats)
    pairs, members = np.arange(len(rows)), len(wish.affinity)
    sides = vstack(
        [_ones(rows, pairs, (members, len(rows))), _ones(columns, pairs, (wish.circles, len(rows)))]
    )
    inside = _ones(group, pairs, (len(spot), len(rows)))
    outside = _ones(seat_of, np.arange(len(seat_of)), (len(spot), len(seat_of)))
    bonus = 2 * members * (int(wish.affinity.max()) + wish.largest * wish.penalty) + 1
    found = linprog(
        np.concatenate([-(wish.affinity[rows, columns] + bonus), wish.penalty * place]),
        A_ub=hstack([sides, csr_array((sides.shape[0], len(seat_of)))]).tocsr(),
        b_ub=np.concatenate([np.ones(members), wish.room]),
        A_eq=hstack([inside, -outside]).tocsr(),
        b_eq=np.zeros(len(spot)),
        bounds=(0, 1),
        method="highs-ds",
    )
    matched = round(float(found.x[: len(rows)].sum()))
    return matched, round(-found.fun) - matched * bonus


def _ones(rows, columns, shape):
    return coo_array((np.ones(len(rows)), (rows, columns)), shape=shape).tocsr()
