"""Instances of any size: candidates are solved, then all pairs are priced, until none is missing.

An assignment that is best among candidates comes with prices. If no pair at all, candidate or not,
is worth more than its row gets now plus the column's price, it is best among all pairs (column
generation: Gilmore and Gomory 1961; here Ahuja, Magnanti and Orlin 1993, theorem 9.1).
"""

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.engine.core.auction import Start, auction
from matching.engine.core.augment import insert
from matching.engine.core.blocks import EXACT, Block, Source, each_block
from matching.engine.core.edges import FORBIDDEN, Lists
from matching.engine.core.exchange import Book, settle
from matching.engine.core.sparse import Pairs, sparse_start
from matching.engine.features import Floats, Ints

CANDIDATES = 40  # of each row, by what they are worth after a first guess of the prices
MORE = 16  # that one pass over all pairs may add to a row
GUESSES = 8  # of the prices, until nearly all have a place among their candidates
COARSE, FINE = 50, 3000  # steps of the auction, as parts of the largest measure


def solve_source(source: Source, capacity: Ints, bonus: int) -> Book:
    """The best assignment among all pairs of the source, and the prices that prove it."""
    nothing = np.zeros(source.shape[1])
    lists = candidates(source, nothing, CANDIDATES)
    top = max(1.0, float(lists.values.max(initial=0)))
    patience, over = max(1, len(lists.columns) // 100), surplus(lists, capacity)
    for _ in range(GUESSES):
        rough = auction(lists, capacity, max(top / COARSE, 0.25), over + patience)
        better = candidates(source, rough.prices[:-1].astype(np.float64), CANDIDATES)
        left = int((rough.chosen == source.shape[1]).sum())
        enough = left <= over + 2 * patience
        lists = better if enough else united(lists, better)
        if enough:
            break
    start = auction(lists, capacity, max(top / FINE, 0.25), over + patience // 5)
    book = _best_of(lists, capacity, bonus, start)
    complete(source, book, lists)
    return book


def _best_of(lists: Lists, capacity: Ints, bonus: int, start: Start) -> Book:
    """The best assignment among the candidates."""
    at = np.nonzero(lists.columns < lists.width)
    worth = lists.values[at].astype(np.float64) + bonus
    pairs = Pairs(at[0], lists.columns[at].astype(np.int64), worth)
    found = sparse_start(pairs, capacity, np.zeros(len(lists.columns)))
    book = Book(lists, capacity, bonus, start.chosen if found is None else found, start.prices)
    late = np.flatnonzero(book.chosen == book.nowhere) if found is None else np.zeros(0, np.int64)
    book.chosen[late] = book.away
    settle(book)
    for row in late.tolist():
        insert(book, row)
    return book


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


def candidates(source: Source, prices: Floats, count: int) -> Lists:
    """For each row the `count` columns worth most after these prices."""
    small = prices.astype(np.float32)
    parts = each_block(source, lambda block: _best(block, small, count))
    return lists_of(*_together(parts), source.shape)


Found = tuple[Ints, Ints, Ints]


def _best(block: Block, prices: NDArray[np.float32], count: int) -> Found:
    values, net = block.values, block.values - prices[block.columns]
    net[values == FORBIDDEN] = -np.inf
    height, width = net.shape
    if width > count:
        least = np.partition(net, width - count, axis=1)[:, width - count]
        hits = np.flatnonzero((net >= least[:, None]) & (values != FORBIDDEN))
        if len(hits) > height * count:  # equals at the end of a list: the better ones first
            hits = hits[np.lexsort((-net.ravel()[hits], hits // width))]
    else:
        hits = np.flatnonzero(values != FORBIDDEN)
    return _first(block, hits, count)


def _first(block: Block, hits: Ints, count: int) -> Found:
    """At most so many hits of each row."""
    rows, columns = np.divmod(hits, len(block.columns))
    keep = np.arange(len(rows)) - np.searchsorted(rows, rows) < count
    rows, columns = rows[keep], columns[keep]
    values = block.values[rows, columns].astype(np.int64)
    return block.rows[rows], block.columns[columns], values


def violations(source: Source, book: Book) -> Found:
    """Pairs worth more than their row has now and the column costs; the largest of each row first."""
    floor = book.worth - np.append(book.prices, 0)[book.chosen] - book.bonus
    prices = book.prices[:-1]
    most = max(np.abs(floor).max(initial=0), np.abs(prices).max(initial=0))
    kind: Any = np.float32 if most < EXACT // 2 else np.float64 if most < 1 << 52 else np.int64
    few = prices.astype(kind), floor.astype(kind)
    return _together(each_block(source, lambda block: _violating(block, *few)))


def _together(parts: Iterable[Found]) -> Found:
    nothing = np.zeros(0, np.int64)
    rows, columns, values = zip((nothing, nothing, nothing), *parts, strict=True)
    return np.concatenate(rows), np.concatenate(columns), np.concatenate(values)


def _violating(block: Block, prices: NDArray[Any], floor: NDArray[Any]) -> Found:
    net = block.values.astype(prices.dtype, copy=False) - prices[block.columns]
    over = net > floor[block.rows][:, None]
    over &= block.values != FORBIDDEN
    hits = np.flatnonzero(over)
    gain = net.ravel()[hits]
    rows = hits // max(1, len(block.columns))
    return _first(block, hits[np.lexsort((-gain, rows))], MORE)


def lists_of(rows: Ints, columns: Ints, values: Ints, shape: tuple[int, int]) -> Lists:
    """Pairs in any order as lists."""
    order = np.argsort(rows, kind="stable")
    rows, columns, values = rows[order], columns[order], values[order]
    place = np.arange(len(rows)) - np.searchsorted(rows, rows)
    length = int(place.max(initial=0)) + 1
    table = np.full((shape[0], length), shape[1], np.int32)
    measure = np.full((shape[0], length), FORBIDDEN, np.int64)
    table[rows, place], measure[rows, place] = columns, values
    return Lists(table, measure, shape[1])


def extended(lists: Lists, rows: Ints, columns: Ints, values: Ints) -> Lists:
    """The lists with these pairs added."""
    at = np.nonzero(lists.columns < lists.width)
    return lists_of(
        np.concatenate([at[0], rows]),
        np.concatenate([lists.columns[at].astype(np.int64), columns]),
        np.concatenate([lists.values[at], values]),
        lists.shape,
    )


def united(one: Lists, other: Lists) -> Lists:
    """The pairs of both, none twice."""
    at, to = np.nonzero(one.columns < one.width), np.nonzero(other.columns < other.width)
    rows = np.concatenate([at[0], to[0]])
    columns = np.concatenate([one.columns[at], other.columns[to]]).astype(np.int64)
    values = np.concatenate([one.values[at], other.values[to]])
    _, first = np.unique(rows * one.width + columns, return_index=True)
    return lists_of(rows[first], columns[first], values[first], one.shape)
