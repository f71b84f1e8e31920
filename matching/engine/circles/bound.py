"""What no way of forming circles can exceed, from prices alone.

For any price λ(j) ≥ 0 of a seat in circle j and any π(j, f) of being of function f there, let u(i) be the
most that member i finds after prices, having no seat included. Then whatever circles are formed are worth
no more than Σ u(i) + Σ room(j) · λ(j) + Σ over (j, f) of the largest π(j, f) · k − cost(f) · k (k − 1) / 2,
k from 0 to room(j): a circle's members have paid λ and π, it has no more seats than room(j), and of each
function some k. That holds for every λ and π, so it needs no trust in how they were found.
"""

import numpy as np

from matching.engine.circles.market import Market
from matching.engine.features import Bools, Ints


def worth_at_most(market: Market, room: Ints) -> int:
    """The bound at the prices of a market, in its unit, `outside` for who has no seat included."""
    seats = np.maximum(0, market.asks())
    kinds = market.price - seats[:, None]
    found = int(market.best().sum() + (room * seats).sum())
    for cost, paid in zip(market.cost[:-1].tolist(), kinds.T, strict=True):
        most = np.zeros_like(paid)
        for k in range(1, int(room.max(initial=0)) + 1):
            here = paid * k - cost * (k * (k - 1) // 2)
            most = np.where(k <= room, np.maximum(most, here), most)
        found += int(most.sum())
    return found


def reachable(allowed: Bools, chosen: Ints, room: Ints) -> Ints:
    """The assignment with as many members as there can be: whoever has no seat gets one wherever others
    can move on to make room. Only who may be where counts (members × circles), not what it is worth.
    """
    chosen = chosen.copy()
    free = room - np.bincount(chosen[chosen >= 0], minlength=len(room))
    dead = np.zeros(len(room), bool)  # from these no free seat can be reached
    for row in np.flatnonzero((chosen < 0) & allowed.any(axis=1)).tolist():
        seen, before = dead.copy(), np.full(len(room), -1)
        wave = np.array([row])
        while len(wave):
            new = np.flatnonzero(allowed[wave].any(axis=0) & ~seen)
            seen[new] = True
            before[new] = wave[allowed[np.ix_(wave, new)].argmax(axis=0)]
            if len(open_ := new[free[new] > 0]):
                _shift(chosen, before, row, int(open_[0]))
                free[open_[0]] -= 1
                break
            wave = np.flatnonzero(np.isin(chosen, new))
        else:
            dead = seen
    return chosen


def _shift(chosen: Ints, before: Ints, row: int, column: int) -> None:
    while column >= 0:
        mover = int(before[column])
        column, chosen[mover] = int(chosen[mover]) if mover != row else -1, column
