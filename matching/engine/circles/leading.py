"""Who leads a circle together with its leader: leaders for whom there is no circle of their own.

Circles are formed around one leader each. Whoever is left over then leads one of them as the second: where the
two together suit its members best, each member by whoever of the two suits them better, and where they come from
different functions. Nobody leads where a rule stands between them and a member, or the other leader.
"""

import numpy as np
from scipy.optimize import linear_sum_assignment

from matching.engine.circles.wish import FORBIDDEN, Wish
from matching.engine.features import Bools, Ints

#: What is worse than anything: two who can't lead together.
NO = -(2**40)
#: How much more it counts what the two are to the members together than what the second is alone.
BOTH = 4


def co_leaders(
    wish: Wish, chosen: Ints, apart: Bools, functions: Ints, floor: int
) -> dict[int, int]:
    """Circle → its second leader. As many as can be, then the sum of how well they suit.

    `apart` (leaders × leaders) says who may not lead together, `functions` each leader's function.
    A second suits the members on average by `floor` or as well as the first does.
    """
    sizes = np.bincount(chosen[chosen >= 0], minlength=wish.circles)
    circles = np.array([c for c in np.flatnonzero(sizes) if c not in wish.meets], np.int64)
    idle = np.array([c for c in np.flatnonzero(sizes == 0) if c not in wish.meets], np.int64)
    if not len(circles) or not len(idle):
        return {}
    worth = np.full((len(circles), len(idle)), NO, np.int64)
    for line, circle in enumerate(circles.tolist()):
        theirs = wish.affinity[chosen == circle]
        first, others = theirs[:, circle], theirs[:, idle]
        fits = (others != FORBIDDEN).all(axis=0) & ~apart[circle, idle]
        fits &= others.mean(axis=0) >= min(floor, float(first.mean()))
        together = BOTH * np.maximum(others, first[:, None]).sum(axis=0) + others.sum(axis=0)
        together += BOTH * wish.penalty * (functions[idle] != functions[circle])
        worth[line] = np.where(fits, together, NO)
    lines, places = linear_sum_assignment(worth, maximize=True)
    good = worth[lines, places] != NO
    return dict(zip(circles[lines[good]].tolist(), idle[places[good]].tolist(), strict=True))
