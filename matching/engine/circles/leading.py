"""Who leads a circle together with its leader: leaders for whom there is no circle of their own.

Circles are formed around one leader each. Whoever is left over then leads one of them as the second: where the
two together suit its members best, each member by whoever of the two suits them better, and where they come from
different functions. Nobody leads where a rule stands between them and a member, or the other leader.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from matching.engine.circles.wish import FORBIDDEN, Wish
from matching.engine.features import Bools, Ints

#: What is worse than anything: two who can't lead together.
NO = -(2**40)
#: How much more it counts what the two are to the members together than what the second is alone.
BOTH = 4


@dataclass(frozen=True)
class Seconds:
    """Circle → its second leader, and circle → all who could be, who suits best first."""

    chosen: dict[int, int]
    could: dict[int, list[int]]


def co_leaders(
    wish: Wish,
    chosen: Ints,
    apart: Bools,
    functions: Ints,
    floor: int,
    *,
    alone: Collection[int] = (),
    fixed: Mapping[int, int] | None = None,
) -> Seconds:
    """As many as can be, then the sum of how well they suit.

    `apart` (leaders × leaders) says who may not lead together, `functions` each leader's function.
    A second suits the members on average by `floor` or as well as the first does, unless they are
    `fixed` by hand: then no rule must stand in the way, and that is all. Circles `alone` get none.
    """
    sizes = np.bincount(chosen[chosen >= 0], minlength=wish.circles)
    circles = np.array([c for c in np.flatnonzero(sizes) if c not in wish.meets], np.int64)
    idle = np.array([c for c in np.flatnonzero(sizes == 0) if c not in wish.meets], np.int64)
    if not len(circles) or not len(idle):
        return Seconds({}, {})
    worth, suits = _worths(wish, chosen, apart, functions, floor, (circles, idle))
    could = {int(c): _in_order(idle, line) for c, line in zip(circles, worth, strict=True)}
    held = {c: second for c, second in (fixed or {}).items() if second in could.get(c, ())}
    line_free = np.array([int(c) not in held and int(c) not in alone for c in circles])
    place_free = ~np.isin(idle, list(held.values()))
    open_ones = np.where(suits & line_free[:, None] & place_free, worth, NO)
    lines, places = linear_sum_assignment(open_ones, maximize=True)
    good = open_ones[lines, places] != NO
    found = dict(zip(circles[lines[good]].tolist(), idle[places[good]].tolist(), strict=True))
    return Seconds(found | held, could)


def _worths(
    wish: Wish,
    chosen: Ints,
    apart: Bools,
    functions: Ints,
    floor: int,
    sides: tuple[Ints, Ints],
) -> tuple[Ints, Bools]:
    """What each would be to each circle, NO where a rule forbids it; and where the members are suited."""
    circles, idle = sides
    worth = np.full((len(circles), len(idle)), NO, np.int64)
    suits = np.zeros(worth.shape, bool)
    for line, circle in enumerate(circles.tolist()):
        theirs = wish.affinity[chosen == circle]
        first, others = theirs[:, circle], theirs[:, idle]
        may = (others != FORBIDDEN).all(axis=0) & ~apart[circle, idle]
        suits[line] = others.mean(axis=0) >= min(floor, float(first.mean()))
        together = BOTH * np.maximum(others, first[:, None]).sum(axis=0) + others.sum(axis=0)
        together += BOTH * wish.penalty * (functions[idle] != functions[circle])
        worth[line] = np.where(may, together, NO)
    return worth, suits


def _in_order(idle: Ints, worths: Ints) -> list[int]:
    best = np.argsort(-worths, kind="stable")
    return [int(idle[place]) for place in best if worths[place] != NO]
