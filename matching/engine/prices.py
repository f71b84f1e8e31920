"""Prices of mentors' places (duals), found from an assignment by Bellman–Ford over the residual
graph.

An assignment is best exactly if there are prices ≥ 0 under which every mentee has the pair that is
worth most to them after paying for the place, nobody pays more than the pair is worth, and places
left over cost nothing (linear-programming duality; Shapley and Shubik 1971). The least such prices
are the longest paths in a graph over mentors: an arc from k to j says how much more somebody now
with k is worth with j. A circle that gains, a place left over with a price, or a price above a
pair's worth each show a better assignment.
"""

from dataclasses import dataclass

import numpy as np

from matching.engine.features import Bools, Ints

NOWHERE = -1
FORBIDDEN = -(1 << 62)


class NotOptimal(RuntimeError):
    """A better assignment exists."""


@dataclass(frozen=True)
class Prices:
    """mentees[i] + mentors[j] ≥ value[i, j] for all allowed pairs, with equality where chosen; all
    ≥ 0.
    """

    mentees: Ints
    mentors: Ints

    def reduced(self, values: Ints) -> Ints:
        """What each pair falls short of its price; never negative where allowed, 0 where chosen."""
        return self.mentees[:, None] + self.mentors[None, :] - values


def prices_of(values: Ints, allowed: Bools, capacity: Ints, chosen: Ints) -> Prices:
    """The least prices that prove `chosen` (each row's column or NOWHERE) best.

    Raises NotOptimal if there are none.
    """
    rows = np.flatnonzero(chosen != NOWHERE)
    worth = np.zeros(len(chosen), np.int64)
    worth[rows] = values[rows, chosen[rows]]
    bids = np.where(allowed, values, FORBIDDEN)
    mentors = _least(_opening(bids, chosen), *_arcs(bids, worth, rows, chosen))
    mentees = worth.copy()
    mentees[rows] -= mentors[chosen[rows]]
    spare = np.bincount(chosen[rows], minlength=len(mentors)) < capacity
    if (mentees < 0).any() or (mentors[spare] > 0).any():
        raise NotOptimal("a chain of changes gains")
    return Prices(mentees, mentors)


def _opening(bids: Ints, chosen: Ints) -> Ints:
    """The least a place must cost so that nobody unmatched would gain by it."""
    return bids[chosen == NOWHERE].max(axis=0, initial=0)


def _arcs(bids: Ints, worth: Ints, rows: Ints, chosen: Ints) -> tuple[Ints, Ints]:
    """The mentors in use and, for each, the most that somebody with them would gain with every
    other mentor.
    """
    order = rows[np.argsort(chosen[rows], kind="stable")]
    used, starts = np.unique(chosen[order], return_index=True)
    if not len(order):
        return used, np.zeros((0, bids.shape[1]), np.int64)
    gains = np.where(bids[order] == FORBIDDEN, FORBIDDEN, bids[order] - worth[order][:, None])
    return used, np.maximum.reduceat(gains, starts, axis=0)


def _least(prices: Ints, used: Ints, gains: Ints) -> Ints:
    if not len(used):
        return prices
    for _ in range(len(used) + 1):
        raised = np.maximum(prices, (prices[used][:, None] + gains).max(axis=0))
        if np.array_equal(raised, prices):
            return prices
        prices = raised
    raise NotOptimal("a circle of changes gains")
