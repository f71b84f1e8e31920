"""What is asked of circles, and what is answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from matching.engine.features import Bools, Ints

FORBIDDEN = -1


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
    `apart` are two rows each who never sit in one circle, unless both are held there.
    """

    affinity: Ints
    functions: Ints
    smallest: int = 4
    largest: int = 8
    penalty: int = 0
    seats: Ints | None = None
    held: Mapping[int, int] = field(default_factory=dict)
    meets: frozenset[int] = frozenset()
    apart: frozenset[tuple[int, int]] = frozenset()

    def __post_init__(self) -> None:
        if not 1 <= self.smallest <= self.largest or self.penalty < 0:
            raise ValueError("1 ≤ smallest ≤ largest and penalty ≥ 0 must hold")

    @property
    def circles(self) -> int:
        """How many there may be."""
        return self.affinity.shape[1]

    @property
    def room(self) -> Ints:
        """How many each circle can take."""
        most = np.full(self.circles, self.largest) if self.seats is None else self.seats
        return np.clip(most, 0, self.largest)

    @property
    def stays(self) -> Bools:
        """Circles that are not closed: somebody is held there, or they meet already."""
        found = np.zeros(self.circles, bool)
        found[[*self.held.values(), *self.meets]] = True
        return found

    @property
    def least(self) -> Ints:
        """How many each circle must have, because somebody is held there."""
        wanted = np.zeros(self.circles, np.int64)
        wanted[[column for column in self.held.values() if column not in self.meets]] = 1
        return wanted * np.minimum(self.smallest, self.room)

    @property
    def foes(self) -> dict[int, set[int]]:
        """With whom each row must not sit, where there is anybody."""
        found: dict[int, set[int]] = {}
        for one, other in self.apart:
            found.setdefault(one, set()).add(other)
            found.setdefault(other, set()).add(one)
        return found


def with_held(wish: Wish) -> Wish:
    """Whoever is held may be nowhere else. Raises ValueError where that can't be."""
    affinity, count = wish.affinity.copy(), np.zeros(wish.circles, np.int64)
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
