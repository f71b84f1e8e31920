"""A quick start: rows bid for columns, many at a time, until nearly everybody has one.

Each row without a column bids for the one worth most to it after its price: the price plus what the
second best is worth less, plus a step. A column keeps its highest bids, and costs the lowest of
them once it is full (Bertsekas 1988; for columns with several places, Bertsekas and Castañon 1989).
The result is within the number of rows times the step of the best, which the exchange then finds.
"""

from dataclasses import dataclass

import numpy as np

from matching.engine.core.edges import FORBIDDEN, Lists
from matching.engine.features import Floats, Ints

ROUNDS = 400


@dataclass(frozen=True)
class Start:
    """`chosen` (the number of columns for nowhere) and `prices` with one entry more for nowhere."""

    chosen: Ints
    prices: Ints


def auction(
    lists: Lists, capacity: Ints, step: float, patience: int, rounds: int = ROUNDS
) -> Start:
    """Bids until at most `patience` rows are without a column and still want one, or for so many rounds.

    Being matched at all counts as much as twice the best pair. Deterministic.
    """
    values = np.where(lists.values == FORBIDDEN, -np.inf, lists.values.astype(np.float64))
    bonus = 1.0 + 2 * max(0.0, float(values.max(initial=0)))
    sale = _Sale(lists, values + bonus, capacity)
    bidders = np.flatnonzero((lists.columns < lists.width).any(axis=1))
    for _ in range(rounds):
        if len(bidders) <= patience:
            break
        bidders = sale.round(bidders, step)
    prices = np.where(sale.capacity > 0, sale.prices, 0)
    return Start(sale.chosen, np.rint(prices).astype(np.int64))


class _Sale:
    def __init__(self, lists: Lists, values: Floats, capacity: Ints) -> None:
        self.lists, self.values = lists, values
        self.capacity = np.append(capacity, 0)
        self.prices = np.where(self.capacity > 0, 0.0, np.inf)
        self.prices[-1] = 0
        self.chosen = np.full(len(values), len(capacity), np.int64)
        self.bids = np.zeros(len(values))
        self.held = np.zeros(len(self.capacity), np.int64)

    def round(self, bidders: Ints, step: float) -> Ints:
        """All bid once; who is without a column afterwards and still wants one."""
        columns = self.lists.columns[bidders]
        net = self.values[bidders] - self.prices[columns]
        at = np.arange(len(bidders)), net.argmax(axis=1)
        best = net[at]
        net[at] = -np.inf
        second = np.maximum(net.max(axis=1, initial=0), 0)
        wants = best > 0
        bidders, column = bidders[wants], columns[at][wants].astype(np.int64)
        self.bids[bidders] = self.prices[column] + (best - second)[wants] + step
        self.chosen[bidders] = column
        return self._keep_highest(column)

    def _keep_highest(self, column: Ints) -> Ints:
        nowhere = len(self.capacity) - 1
        self.held += np.bincount(column, minlength=nowhere + 1)
        full = np.zeros(nowhere + 1, bool)
        full[column] = True
        full &= self.held >= self.capacity
        full[nowhere] = False
        rows = np.flatnonzero(full[self.chosen])
        rows = rows[np.lexsort((-self.bids[rows], self.chosen[rows]))]  # of equals the first
        columns = self.chosen[rows]
        count = np.bincount(columns, minlength=nowhere + 1)
        rank = np.arange(len(rows)) - (np.cumsum(count) - count)[columns]
        last = rank == self.capacity[columns] - 1
        self.prices[columns[last]] = self.bids[rows[last]]
        out = rows[rank >= self.capacity[columns]]
        self.chosen[out] = nowhere
        self.held = np.minimum(self.held, self.capacity)
        return np.sort(out)
