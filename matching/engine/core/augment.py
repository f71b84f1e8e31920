"""One row more, or one place more: the best change by a shortest path, everything else proven still.

Both start from prices that prove the assignment best without that row or place, find the cheapest
chain of moves by Dijkstra's algorithm over reduced costs, carry it out, and raise or lower the prices
along it, so that they prove the new assignment (Ahuja, Magnanti and Orlin 1993, section 9.7).
"""

from typing import Protocol

import numpy as np

from matching.engine.core.certificate import NotProven
from matching.engine.core.edges import FORBIDDEN, UNREACHED
from matching.engine.core.exchange import NONE, Book
from matching.engine.features import Bools, Ints

FAR = UNREACHED


class Columns(Protocol):
    """What is asked of the pairs when a place opens."""

    def column(self, column: int) -> Ints:
        """A column's measures."""


def insert(book: Book, row: int) -> None:
    """The row, so far away, comes in: it gets a column or is nowhere, and others move to make room.

    Raises NotProven if the prices didn't prove the assignment without it, as far as that shows.
    """
    reach = _Forward(book, row)
    end = reach.run()
    reach.raise_prices(end)
    reach.carry_out(end)


class _Forward:
    """Distances from a row to every column, and to nowhere last; `carrier` is who would move there."""

    def __init__(self, book: Book, row: int) -> None:
        self.book, self.row = book, row
        self.far = np.full(book.nowhere + 1, FAR, np.int64)
        self.open = self.far.copy()  # as `far`, FAR once a node is done
        self.carrier = np.full(book.nowhere + 1, NONE, np.int64)
        self.end = UNREACHED  # no chain that ends is shorter than this
        self.sinks = np.append(book.load < book.capacity, True)

    def run(self) -> int:
        """The node where the cheapest chain ends: one with a place left, or nowhere."""
        self._look(np.array([self.row]), np.zeros(1, np.int64))
        for _node in self.far:  # each is done once, or a chain of moves gains without end
            node = int(self.open.argmin())
            if self.sinks[node]:
                return node
            distance = self.far[node]
            self.open[node] = FAR
            (rows,) = (self.book.chosen == node).nonzero()
            wealth = self.book.worth[rows] - self.book.prices[node]
            self._look(rows, distance + wealth)
        raise NotProven("a circle of changes gains")

    def _look(self, rows: Ints, base: Ints) -> None:
        """Columns the rows would go to, at `base` plus the column's price less their worth there."""
        prices, below = self.book.prices, None
        if self.book.siblings is None:
            below = (np.minimum(self.far, self.end) - prices)[:-1]
        for columns, distances, carriers in self.book.edges.reach(
            rows, base - self.book.bonus, below
        ):
            labels = distances + prices[columns]
            (better,) = (labels < np.minimum(self.far[columns], self.end)).nonzero()
            columns, labels, carriers = columns[better], labels[better], carriers[better]
            free = self.book.free(carriers, columns)
            self._set(columns[free], labels[free], carriers[free])
        if len(rows):
            least = base.argmin()
            if base[least] < self.far[-1]:
                self._set(self.book.nowhere, base[least], rows[least])

    def _set(self, nodes: Ints | int, labels: Ints, carriers: Ints) -> None:
        self.far[nodes] = self.open[nodes] = labels
        self.carrier[nodes] = carriers
        ends = np.asarray(labels)[np.asarray(self.sinks[nodes])]
        self.end = min(self.end, int(ends.min(initial=self.end)))

    def raise_prices(self, end: int) -> None:
        """Nodes nearer than the end become dearer by what they are nearer."""
        nearer = self.far < self.far[end]
        self.book.prices[nearer] += self.far[end] - self.far[nearer]

    def carry_out(self, end: int) -> None:
        rows: list[int] = []
        columns: list[int] = []
        node = end
        while not rows or rows[-1] != self.row:
            rows.append(int(self.carrier[node]))
            columns.append(node)
            node = int(self.book.chosen[rows[-1]])
            _require_an_end(rows, self.far)
        self.book.move(np.array(rows), np.array(columns))


def open_place(book: Book, table: Columns, column: int) -> None:
    """A place with the column, added or left by somebody, goes to whoever gains most by it.

    `book.load` must already be below `book.capacity` there; `table` is its edges. Raises NotProven as
    `insert` does.
    """
    if book.prices[column] > 0:
        _Backward(book, table, column).run()


class _Backward:
    """Distances from every node to a column with a new place; `carrier` is who would leave the node,
    `target` where to.
    """

    def __init__(self, book: Book, table: Columns, column: int) -> None:
        self.book, self.column, self.table = book, column, table
        self.far = np.full(book.nowhere + 1, FAR, np.int64)
        self.done: Bools = np.zeros(book.nowhere + 1, bool)
        self.carrier = np.full(book.nowhere + 1, NONE, np.int64)
        self.target = np.full(book.nowhere + 1, NONE, np.int64)
        self.best = FAR  # no chain is shorter than this
        self.at = np.minimum(book.chosen, book.nowhere)
        self.wealth = book.worth - book.prices[self.at] - book.bonus
        self.wealth[book.chosen == book.away] = FAR

    def run(self) -> None:
        """Finds the cheapest chain: somebody from nowhere comes in, or a place stays empty."""
        prices, nowhere = self.book.prices, self.book.nowhere
        self.far[self.column] = 0
        node = end = self.column
        while not self.done[node] and self.far[node] < self.best:
            self.done[node] = True
            empty = 0 if node == nowhere else int(prices[node])
            if self.far[node] + empty < self.best:
                self.best, end = int(self.far[node]) + empty, node
            if node != nowhere:
                self._look(node)
            node = int(np.where(self.done, FAR, self.far).argmin())
        self._lower_prices()
        self._carry_out(end)

    def _look(self, node: int) -> None:
        """Everybody who could come to this column."""
        values = self.table.column(node)
        labels = self.wealth + (self.far[node] + self.book.prices[node]) - values
        near = np.flatnonzero(labels < self.best)
        near = near[(labels[near] < self.far[self.at[near]]) & (values[near] != FORBIDDEN)]
        near = near[np.lexsort((near, labels[near], self.at[near]))]
        first = np.ones(len(near), bool)
        first[1:] = self.at[near][1:] != self.at[near][:-1]
        near = near[first]
        nodes = self.at[near]
        self.far[nodes] = labels[near]
        self.carrier[nodes] = near
        self.target[nodes] = node

    def _lower_prices(self) -> None:
        nearer = self.far < self.best
        self.book.prices[nearer] -= self.best - self.far[nearer]

    def _carry_out(self, end: int) -> None:
        rows: list[int] = []
        columns: list[int] = []
        node = end
        while node != self.column:
            rows.append(int(self.carrier[node]))
            columns.append(int(self.target[node]))
            node = columns[-1]
            _require_an_end(rows, self.far)
        if rows:
            self.book.move(np.array(rows), np.array(columns))


def _require_an_end(chain: list[int], nodes: Ints) -> None:
    """A chain goes through no node twice."""
    if len(chain) > len(nodes):
        raise NotProven("a circle of changes gains")
