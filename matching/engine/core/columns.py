"""Instances of any size: candidates are solved, then all pairs are priced, until none is missing.

An assignment that is best among candidates comes with prices. If no pair at all, candidate or not,
is worth more than its row gets now plus the column's price, it is best among all pairs (column
generation: Gilmore and Gomory 1961; here Ahuja, Magnanti and Orlin 1993, theorem 9.1).
"""

import numpy as np

from matching.engine.core.auction import Start, auction
from matching.engine.core.augment import insert
from matching.engine.core.blocks import Source, table_of
from matching.engine.core.edges import FORBIDDEN, Lists, Table
from matching.engine.core.exchange import Book, settle
from matching.engine.core.lists import extended, lists_of, united
from matching.engine.core.pricing import candidates, typical, violations
from matching.engine.core.sparse import Pairs, sparse_start
from matching.engine.features import Ints

FEW = 500_000  # pairs, of which none need be left out
CANDIDATES = 32  # of each row at first, by what they are worth after a first guess of the prices
NEAR = 10  # of each row, by what they are worth after an auction's prices
GUESSES = 4  # at most, until nearly all have a place among their candidates
LATE = 32  # rows that may come in by a path each
ROUNDS = 2000  # of small steps, the last ones with few who bid
MANY = 100_000_000  # pairs, for which better prices save more than they cost
ROUGH, MIDDLE, FINE, LEAST = (
    50,
    400,
    3000,
    100_000,
)  # steps of the auctions, as parts of the largest measure


def solve_source(source: Source, capacity: Ints, bonus: int) -> Book:
    """The best assignment among all pairs of the source, and the prices that prove it."""
    few = source.shape[0] * source.shape[1] <= FEW
    if few and (book := _whole(source, capacity, bonus)):
        return book
    lists, start = _every(source) if few else _guessed(source, capacity)
    book = _best_of(lists, capacity, bonus, start)
    complete(source, book, lists)
    return book


def _whole(source: Source, capacity: Ints, bonus: int) -> Book | None:
    """The best assignment where none of the pairs is left out, so that none has to be looked for.

    None where places are too many to begin with.
    """
    table = Table(table_of(source))
    may = table.values != FORBIDDEN
    at = np.flatnonzero(may)
    rows = np.repeat(np.arange(len(may)), np.count_nonzero(may, axis=1))
    worth = table.values.ravel()[at].astype(np.float64) + bonus
    pairs = Pairs(rows, at - rows * may.shape[1], worth)
    found = sparse_start(pairs, capacity, np.zeros(len(may)))
    if found is None:
        return None
    book = Book(table, capacity, bonus, found, np.zeros(len(capacity) + 1, np.int64))
    settle(book)
    return book


def _every(source: Source) -> tuple[Lists, Start]:
    """All pairs there are, and nobody has anything."""
    rows, columns = source.shape
    nothing = Start(np.full(rows, columns, np.int64), np.zeros(columns + 1, np.int64))
    return candidates(source, np.zeros(columns), columns), nothing


def _guessed(source: Source, capacity: Ints) -> tuple[Lists, Start]:
    """An assignment that is nearly the best, and candidates that its prices call near.

    A column that is good for everybody will be dear, so the first candidates are the best after twice
    what a column is worth on average.
    """
    lists = candidates(source, 2 * typical(source), CANDIDATES)
    top, over = max(1.0, float(lists.values.max(initial=0))), surplus(lists, capacity)
    patience = max(1, len(lists.columns) // 100)
    for _ in range(GUESSES):
        start = auction(lists, capacity, max(top / ROUGH, 0.25), over + 2 * patience)
        lists = united(lists, _near(source, start))
        if (start.chosen == source.shape[1]).sum() <= over + 4 * patience:
            break
    if source.shape[0] * source.shape[1] > MANY:
        start = auction(lists, capacity, max(top / MIDDLE, 0.25), over + patience)
        lists = united(lists, _near(source, start))
    start = auction(lists, capacity, max(top / FINE, 0.25), over + patience // 5)
    rows = np.flatnonzero(start.chosen < source.shape[1])
    held = rows, start.chosen[rows], lists.measure(rows, start.chosen[rows])
    return united(_near(source, start), lists_of(*held, source.shape)), start


def _near(source: Source, start: Start) -> Lists:
    return candidates(source, start.prices[:-1].astype(np.float64), NEAR)


def _best_of(lists: Lists, capacity: Ints, bonus: int, start: Start) -> Book:
    """The best assignment among the candidates."""
    found, prices = _sold(lists, capacity), start.prices
    if found:
        chosen, prices, late = found.chosen, found.prices, True
    else:
        at = np.nonzero(lists.columns < lists.width)
        worth = lists.values[at].astype(np.float64) + bonus
        pairs = Pairs(at[0], lists.columns[at].astype(np.int64), worth)
        begun = sparse_start(pairs, capacity, np.zeros(len(lists.columns)))
        chosen, late = start.chosen if begun is None else begun, begun is None
    book = Book(lists, capacity, bonus, chosen, prices)
    rows = np.flatnonzero(book.chosen == book.nowhere) if late else np.zeros(0, np.int64)
    book.chosen[rows] = book.away
    settle(book)
    for row in rows.tolist():
        insert(book, row)
    return book


def _sold(lists: Lists, capacity: Ints) -> Start | None:
    """An assignment so near to the best that hardly a circle is left, by an auction with small steps.

    None where more than a few would have to come in by a path each: there are places too few, or too
    many equals, among whom prices rise step by step.
    """
    over = surplus(lists, capacity)
    if over > LATE:
        return None
    step = max(lists.values.max(initial=0) / LEAST, 0.05)
    start = auction(lists, capacity, step, over, ROUNDS)
    late = start.chosen == lists.width
    return start if np.count_nonzero(late) <= LATE else None


def surplus(lists: Lists, capacity: Ints) -> int:
    """How many rows, of those with candidates, must go without for want of places.

    They would bid against each other step by step until a place costs as much as being matched at
    all is worth; so many are left to paths, which find at once that there is none.
    """
    wanted = np.unique(lists.columns[lists.columns < lists.width])
    rows = int((lists.columns < lists.width).any(axis=1).sum())
    return max(0, rows - int(capacity[wanted].sum()))


def complete(source: Source, book: Book, lists: Lists) -> int:
    """Prices all pairs and adds what violates, until nothing does; how many passes that took.

    `lists` are the book's edges.
    """
    passes = 1
    while len((found := violations(source, book))[0]):
        book.edges = lists = extended(lists, *found)
        changed = np.zeros(book.nowhere + 1, bool)
        changed[book.chosen[found[0]]] = True
        settle(book, changed)
        passes += 1
    return passes
