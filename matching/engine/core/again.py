"""An assignment that is best for a full table of pairs: found anew, or from one that was best before.

What changed since need not be told, though it is quicker if it is. Whoever's place is no longer theirs, or would now gain by moving,
steps out; places that were left open go to whoever gains most; then those who stepped out come in, by
a shortest path each. Everybody else's prices still hold, so the work is that of the changes alone.
"""

from dataclasses import dataclass

import numpy as np

from matching.engine.core.augment import insert, open_place
from matching.engine.core.coded import Coded
from matching.engine.core.columns import complete, solve_source
from matching.engine.core.edges import FORBIDDEN, Lists
from matching.engine.core.exchange import Book, settle
from matching.engine.core.pricing import violations
from matching.engine.features import Bools, Ints

NOWHERE = -1  # in `chosen` as it is kept between two solves
MOST_CHANGED = 0.25  # of all rows; from here on starting anew is quicker


def first(source: Coded, rough: Ints, capacity: Ints, bonus: int) -> Book:
    """The best assignment, from nothing.

    `rough` are worths by code of a size that an auction can tell apart; they only decide where the
    search begins.
    """
    easy = Coded(source.codes, rough)
    pairs = 2 * len(source.codes) * int(rough.max(initial=0)) + 1
    begun = solve_source(easy, capacity, pairs)
    nothing = np.zeros(len(capacity) + 1, np.int64)
    if isinstance(begun.edges, Lists):
        lists = _exactly(source, begun.edges)
        book = Book(lists, capacity, bonus, begun.chosen, nothing)
        settle(book)
        complete(source, book, lists)
        return Book(source, capacity, bonus, book.chosen, book.prices)
    book = Book(source, capacity, bonus, begun.chosen, nothing)
    settle(book)
    return book


def _exactly(source: Coded, lists: Lists) -> Lists:
    """The lists with what their pairs are worth in the source."""
    at = np.nonzero(lists.columns < lists.width)
    values = np.full(lists.columns.shape, FORBIDDEN, np.int64)
    values[at] = source.measure(at[0], lists.columns[at].astype(np.int64))
    return Lists(lists.columns, values, lists.width)


@dataclass(frozen=True)
class Before:
    """An assignment that was best (columns, or NOWHERE), and its prices.

    With `touched`, only the pairs of these rows may have changed since. Where others have as well, what
    comes of it may not be the best, and the proof over all pairs fails.
    """

    chosen: Ints
    prices: Ints
    touched: Ints | None = None


def again(source: Coded, capacity: Ints, bonus: int, before: Before) -> Book | None:
    """The best assignment from one of before.

    None where so much has changed that it is better found from nothing. Raises NotProven.
    """
    book = _taken_up(source, capacity, bonus, before.chosen, before.prices)
    out = _unsettled(source, book, before.touched)
    if out.sum() > max(8, MOST_CHANGED * len(out)):
        return None
    rows = np.flatnonzero(out)
    book.move(rows, np.full(len(rows), book.away))
    _open(book, source, capacity)
    for row in rows.tolist():
        insert(book, row)
    return book


def _taken_up(source: Coded, capacity: Ints, bonus: int, chosen: Ints, prices: Ints) -> Book:
    """The book of before, without the pairs that can't be any more."""
    nowhere = len(capacity)
    chosen = np.where(chosen == NOWHERE, nowhere, chosen)
    placed = np.flatnonzero(chosen < nowhere)
    gone = placed[source.measure(placed, chosen[placed]) == FORBIDDEN]
    chosen[gone] = nowhere + 1
    chosen[_too_many(chosen, capacity)] = nowhere + 1
    start = np.append(np.maximum(prices, 0), 0)
    return Book(source, capacity.copy(), bonus, chosen, start)


def _too_many(chosen: Ints, capacity: Ints) -> Ints:
    """Rows beyond their column's places, the last of them."""
    rows = np.flatnonzero(chosen < len(capacity))
    rows = rows[np.argsort(chosen[rows], kind="stable")]
    columns = chosen[rows]
    rank = np.arange(len(rows)) - np.searchsorted(columns, columns)
    return rows[rank >= capacity[columns]]


def _unsettled(source: Coded, book: Book, touched: Ints | None) -> Bools:
    """Rows that have stepped out, would gain by moving, or by having nobody."""
    out = book.chosen == book.away
    out |= book.worth < np.append(book.prices, 0)[book.chosen]
    out[violations(source, book)[0] if touched is None else _gaining(source, book, touched)] = True
    return out


def _gaining(source: Coded, book: Book, rows: Ints) -> Ints:
    """Those of these rows that would gain by moving."""
    values = source.read(rows)
    floor = (book.worth - np.append(book.prices, 0)[book.chosen] - book.bonus)[rows]
    better = (values - book.prices[:-1] > floor[:, None]) & (values != FORBIDDEN)
    return rows[better.any(axis=1)]


def _open(book: Book, source: Coded, capacity: Ints) -> None:
    """Places that have a price and nobody are opened one by one; until then they are closed."""
    dear = (book.prices[:-1] > 0) & (book.load < capacity)
    book.capacity[dear] = book.load[dear]
    for column in np.flatnonzero(dear).tolist():
        while book.capacity[column] < capacity[column]:
            book.capacity[column] += 1
            open_place(book, source, column)
