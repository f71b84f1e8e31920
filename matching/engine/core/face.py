"""All assignments that are best so far, and among them the best by what counts next.

If prices prove an assignment best, then the best ones are exactly those that use pairs of reduced
cost 0 only, match every row that has something left after its price, and fill every column that has
one (complementary slackness). Within these bounds the next measure is made as large as it can be; its
prices may be negative where a column must be full. Few pairs are left by then, so it is quick.
"""

from dataclasses import dataclass

import numpy as np

from matching.engine.core.certificate import NotProven
from matching.engine.core.coded import Coded
from matching.engine.core.edges import FORBIDDEN
from matching.engine.core.exchange import Book, settle
from matching.engine.core.lists import lists_of
from matching.engine.core.sparse import Pairs, sparse_start
from matching.engine.features import Bools, Ints

FLOOR = -(1 << 60)  # under any price that a chain of moves can lead to


@dataclass(frozen=True)
class Face:
    """`rows` and `columns` of the pairs that cost nothing, sorted; rows that may have nobody, and
    columns that may have a place left.
    """

    rows: Ints
    columns: Ints
    may_leave: Bools
    may_empty: Bools
    capacity: Ints

    def best(self, values: Ints, chosen: Ints, prices: Ints | None) -> tuple[Ints, Ints, int]:
        """The assignment of most value, with prices, from one of the face; and the circles it took.

        Without `prices` the least there are are found, if the assignment is best already.
        """
        shape = len(self.may_leave), len(self.may_empty)
        lists = lists_of(self.rows, self.columns, values, shape)
        start = self._opening(chosen, prices)
        book = Book(lists, self.capacity, 0, chosen.copy(), np.append(start, 0))
        book.may_leave, book.may_empty = self.may_leave, self.may_empty
        circles = settle(book)
        return book.chosen, book.prices[:-1], circles

    def begun(self, values: Ints, chosen: Ints) -> Ints:
        """An assignment of the face that is likely the best, where nothing is known but one of it."""
        worth = values.astype(np.float64)
        filling = 4 * (worth.max(initial=0) + 1)  # most of what a chain of moves can lose
        worth += np.where(self.may_empty[self.columns], 0, filling)
        alone = np.where(self.may_leave, 0.0, -np.inf)
        found = sparse_start(Pairs(self.rows, self.columns, worth), self.capacity, alone)
        return chosen if found is None or self._breaks(found) else found

    def _breaks(self, chosen: Ints) -> bool:
        """Whether a column that must be full is not."""
        load = np.bincount(chosen, minlength=len(self.capacity) + 1)[:-1]
        return bool((load < self.capacity)[~self.may_empty].any())

    def _opening(self, chosen: Ints, prices: Ints | None) -> Ints:
        """Where there is nothing to pay, and not below it where a column may be empty."""
        if prices is None:
            return np.where(self.may_empty, 0, FLOOR)
        spare = np.bincount(chosen, minlength=len(prices) + 1)[: len(prices)] < self.capacity
        lowest = np.where(self.may_empty, np.maximum(prices, 0), prices)
        return np.where(spare & self.may_empty, 0, lowest)

    def narrowed(self, values: Ints, chosen: Ints, prices: Ints) -> "Face":
        """The face of those that are best by this measure too. Raises NotProven."""
        worth = self._worth(values, chosen)
        nowhere = len(prices)
        left = worth - np.append(prices, 0)[chosen]
        spare = np.bincount(chosen, minlength=nowhere + 1)[:nowhere] < self.capacity
        if (left[self.may_leave] < 0).any() or (prices[self.may_empty] < 0).any():
            raise NotProven("a row or a column would rather have nothing")
        if ((chosen == nowhere) & ~self.may_leave).any() or (spare & ~self.may_empty).any():
            raise NotProven("a row or a column must have something")
        if (prices[spare] > 0).any():
            raise NotProven("a place left over has a price")
        cost = left[self.rows] + prices[self.columns] - values
        if (cost < 0).any():
            raise NotProven("a pair is worth more than it costs")
        tight = cost == 0
        return Face(
            self.rows[tight],
            self.columns[tight],
            self.may_leave & (left == 0),
            self.may_empty & (prices == 0),
            self.capacity,
        )

    def _worth(self, values: Ints, chosen: Ints) -> Ints:
        """What each row's pair is worth; 0 for who has none. Raises NotProven for a pair off the face."""
        width = len(self.may_empty)
        matched = np.flatnonzero(chosen < width)
        keys, wanted = self.rows * width + self.columns, matched * width + chosen[matched]
        at = np.minimum(np.searchsorted(keys, wanted), max(0, len(keys) - 1))
        if len(wanted) and (not len(keys) or (keys[at] != wanted).any()):
            raise NotProven("a chosen pair is not worth its price")
        worth = np.zeros(len(chosen), np.int64)
        worth[matched] = values[at] if len(keys) else 0
        return worth


def face_of(source: Coded, book: Book) -> Face:
    """Proves a book's assignment best over all pairs, and gives the pairs that cost nothing.

    Reads the pairs, the assignment and the prices only. Raises NotProven.
    """
    prices, width = book.prices[:-1], book.nowhere
    worth = _checked(source, book)
    left = worth - np.append(prices, 0)[book.chosen]
    if (left < 0).any() or (prices < 0).any():
        raise NotProven("somebody pays more than they have")
    load = np.bincount(book.chosen, minlength=width + 1)[:width]
    if (load > book.capacity).any() or (prices[load < book.capacity] > 0).any():
        raise NotProven("a column's price does not fit its load")
    rows, columns = _costless(source, prices, left - book.bonus, book.bonus)
    return Face(rows, columns, left == 0, prices == 0, book.capacity)


def _checked(source: Coded, book: Book) -> Ints:
    rows = np.flatnonzero(book.chosen < book.nowhere)
    values = source.measure(rows, book.chosen[rows])
    if (values == FORBIDDEN).any():
        raise NotProven("a chosen pair may not be")
    worth = np.zeros(len(book.chosen), np.int64)
    worth[rows] = values + book.bonus
    return worth


def _costless(source: Coded, prices: Ints, floor: Ints, bonus: int) -> tuple[Ints, Ints]:
    """The pairs of reduced cost 0. Raises NotProven if one costs less.

    Nothing costs less than the cheapest column, so whatever isn't worth that much more than its row's
    floor costs something. Where some must go without, what is scarce costs as much as being matched is
    worth, and the rest next to nothing: each kind has a cheapest of its own.
    """
    kinds, group = np.unique((prices + bonus // 2) // max(1, bonus), return_inverse=True)
    low = np.full(max(1, len(kinds)), prices.max(initial=0))
    np.minimum.at(low, group, prices)
    every: list[tuple[Ints, Ints]] = []
    for rows, columns, worths in source.reaching(floor[:, None] + low, group):
        cost = floor[rows] + prices[columns] - worths
        if (cost < 0).any():
            raise NotProven("a pair is worth more than it costs")
        tight = cost == 0
        every.append((rows[tight], columns[tight]))
    nothing = np.zeros(0, np.int64)
    parts = zip((nothing, nothing), *every, strict=True)
    rows, columns = (np.concatenate(part) for part in parts)
    return rows, columns
