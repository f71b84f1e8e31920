"""Circles around given leaders: who fits where, of good size, mixed by function.

Each member gets at most one circle, a circle at most `largest` members. The second member of a function in
a circle costs the penalty once, the third twice, and so on. As many members as possible come first, then
affinity less penalties. The relaxation of this is a flow, whose corners are whole numbers, so HiGHS solves
it exactly. Circles left under `smallest` are closed, the weaker half of them at a time, until none is: that
part is no longer best, so the value without closing any is reported as the bound.

A member who is held stays with their leader, and that circle is never closed: it is filled to `smallest`,
and stays smaller only where nobody can be found for it. A circle that meets already takes whoever joins.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array, csr_array, hstack, vstack

from matching.engine.features import Bools, Floats, Ints

FORBIDDEN = -1
INFEASIBLE = 2  # what linprog calls it


@dataclass(frozen=True)
class Formed:
    """`circle_of[i]` is a leader's column or -1. No way of forming circles is better than the bound:
    more than `bound_matched` members, or as many and more than `bound`.
    """

    circle_of: Ints
    matched: int
    value: int
    bound_matched: int
    bound: int


@dataclass(frozen=True)
class Wish:
    """`affinity` (members × leaders, integers ≥ 0, FORBIDDEN where it may not be); each member's
    function as a number from 0; sizes; the penalty. `seats` are a leader's own, where fewer than
    `largest`; `held` says where somebody must be (row → column), `meets` which circles go on already.
    """

    affinity: Ints
    functions: Ints
    smallest: int = 4
    largest: int = 8
    penalty: int = 0
    seats: Ints | None = None
    held: Mapping[int, int] = field(default_factory=dict)
    meets: frozenset[int] = frozenset()

    @property
    def room(self) -> Ints:
        """How many each circle can take."""
        leaders = self.affinity.shape[1]
        most = np.full(leaders, self.largest) if self.seats is None else self.seats
        return np.minimum(most, self.largest)

    @property
    def least(self) -> Ints:
        """How many each circle must have, because somebody is held there."""
        wanted = np.zeros(self.affinity.shape[1], np.int64)
        wanted[[column for column in self.held.values() if column not in self.meets]] = 1
        return wanted * np.minimum(self.smallest, self.room)

    @property
    def bonus(self) -> int:
        """Being in a circle counts more than everything else together."""
        step = int(self.affinity.max(initial=0)) + self.largest * self.penalty
        return 2 * len(self.affinity) * step + 1


def form_circles(wish: Wish) -> Formed:
    """The circles, and a bound. Raises ValueError if the sizes or the penalty make no sense."""
    if not 1 <= wish.smallest <= wish.largest or wish.penalty < 0:
        raise ValueError("1 ≤ smallest ≤ largest and penalty ≥ 0 must hold")
    wish = _with_held(wish)
    is_open = np.ones(wish.affinity.shape[1], bool)
    none = np.zeros(len(is_open), np.int64)
    chosen = _filled(wish, is_open, none)
    bound = value_of(wish, chosen)
    if wish.least.any():
        chosen = _filled(wish, is_open, wish.least)
    while len(closing := _undersized(wish, chosen)):
        is_open[closing] = False
        chosen = _filled(wish, is_open, wish.least)
    return Formed(chosen, *value_of(wish, chosen), *bound)


def _with_held(wish: Wish) -> Wish:
    """Whoever is held may be nowhere else. Raises ValueError where that can't be."""
    affinity, count = wish.affinity.copy(), np.zeros(wish.affinity.shape[1], np.int64)
    for row, column in wish.held.items():
        here = wish.affinity[row, column]
        affinity[row], affinity[row, column] = FORBIDDEN, here
        count[column] += 1
        if here == FORBIDDEN:
            raise ValueError("somebody is held where they may not be")
    if (count > wish.room).any():
        raise ValueError("more are held than a circle takes")
    return replace(wish, affinity=affinity)


def value_of(wish: Wish, chosen: Ints) -> tuple[int, int]:
    """Members in a circle; affinity less penalties."""
    rows = np.flatnonzero(chosen >= 0)
    kinds = int(wish.functions.max(initial=0)) + 1
    sizes = np.bincount(chosen[rows] * kinds + wish.functions[rows])
    same = int((sizes * (sizes - 1) // 2).sum())
    return len(rows), int(wish.affinity[rows, chosen[rows]].sum()) - wish.penalty * same


def _undersized(wish: Wish, chosen: Ints) -> Ints:
    """The weaker half of the circles in use that are too small; equals by their column."""
    rows = np.flatnonzero(chosen >= 0)
    leaders = wish.affinity.shape[1]
    sizes = np.bincount(chosen[rows], minlength=leaders)
    worth = np.bincount(chosen[rows], wish.affinity[rows, chosen[rows]], minlength=leaders)
    stays = np.zeros(leaders, bool)
    stays[[*wish.held.values(), *wish.meets]] = True
    small = np.flatnonzero((sizes > 0) & (sizes < wish.smallest) & ~stays)
    order = small[np.lexsort((small, worth[small], sizes[small]))]
    return order[: (len(order) + 1) // 2]


def _filled(wish: Wish, is_open: Bools, least: Ints) -> Ints:
    """The best circles of at most `largest`, with `least` in each as far as they can be found."""
    rows, columns = np.nonzero((wish.affinity != FORBIDDEN) & is_open)
    chosen = np.full(len(wish.affinity), -1, np.int64)
    if not len(rows):
        return chosen
    found = _flow(wish, rows, columns, least)
    if found is None:  # too few for a circle that must be: it stays small
        found = _flow(wish, rows, columns, np.zeros_like(least))
    if found is None:
        raise ArithmeticError("no circles, not even empty ones")
    taken = found[: len(rows)] > 0.5
    chosen[rows[taken]] = columns[taken]
    return chosen


def _flow(wish: Wish, rows: Ints, columns: Ints, least: Ints) -> Floats | None:
    """A pair's variable each, then for each circle and function the seats, each dearer than the last.
    None where no circles are as large as they must be.
    """
    kinds = int(wish.functions.max(initial=0)) + 1
    kind, group = np.unique(columns * kinds + wish.functions[rows], return_inverse=True)
    seats = np.minimum(np.bincount(group), wish.largest)
    seat_of = np.repeat(np.arange(len(kind)), seats)
    place = np.arange(len(seat_of)) - np.repeat(np.cumsum(seats) - seats, seats)
    pairs, count = np.arange(len(rows)), len(seat_of)
    member = _ones(rows, pairs, (len(wish.affinity), len(rows)))
    circle = _ones(columns, pairs, (wish.affinity.shape[1], len(rows)))
    inside = _ones(group, pairs, (len(kind), len(rows)))
    outside = _ones(seat_of, np.arange(count), (len(kind), count))
    must = np.flatnonzero(least)
    sides = vstack([member, circle, -circle[must]])
    limits = hstack([sides, csr_array((sides.shape[0], count))])
    room = np.concatenate([np.ones(len(wish.affinity)), wish.room, -least[must]])
    lowest = np.zeros(len(rows) + count)
    lowest[: len(rows)] = [wish.held.get(row) == c for row, c in zip(rows, columns, strict=True)]
    worth = wish.affinity[rows, columns] + wish.bonus
    found = linprog(
        np.concatenate([-worth.astype(np.float64), wish.penalty * place.astype(np.float64)]),
        A_ub=limits.tocsr(),
        b_ub=room,
        A_eq=hstack([inside, -outside]).tocsr(),
        b_eq=np.zeros(len(kind)),
        bounds=np.stack([lowest, np.ones(len(lowest))], axis=1),
        method="highs-ds",  # ends in a corner, and corners are whole
    )
    if found.status == INFEASIBLE:
        return None
    if not found.success:
        raise ArithmeticError(found.message)
    answer: Floats = found.x
    return answer


def _ones(rows: Ints, columns: Ints, shape: tuple[int, int]) -> csr_array:
    return coo_array((np.ones(len(rows)), (rows, columns)), shape=shape).tocsr()
