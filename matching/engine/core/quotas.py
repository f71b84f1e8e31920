"""Rows that want several columns, all different, and columns that should have a least number of rows.

Such a row becomes several rows, its siblings; a column with a least becomes two, the first with so many
places, each worth `filling` more. A sibling never goes where another already is, which loses nothing: a
circle of changes that would need it splits into two that do not.
"""

from typing import TYPE_CHECKING

import numpy as np

from matching.engine.core.augment import insert
from matching.engine.core.edges import FORBIDDEN, Table
from matching.engine.core.exchange import Book, Siblings, settle
from matching.engine.features import Ints

if TYPE_CHECKING:
    from matching.engine.plain import Case


def solve_quotas(case: "Case") -> tuple[Ints, Ints, Ints]:
    """Pairs (k × 2, sorted), and the prices of rows and of columns."""
    wide = np.flatnonzero(case.least > 0)
    group = np.concatenate([np.arange(len(case.capacity)), wide])
    room = np.concatenate([case.capacity - case.least, case.least[wide]])
    useful = np.minimum(case.quota, (case.values != FORBIDDEN).sum(axis=1))
    owner = np.repeat(np.arange(len(useful)), useful)
    values = case.values[:, group]
    values[:, len(case.capacity) :] += np.where(
        values[:, len(case.capacity) :] < 0, 0, case.filling
    )
    values[:, room == 0] = FORBIDDEN
    first = np.repeat(np.cumsum(useful) - useful, useful)
    siblings = Siblings(first, useful[owner], np.append(group, [-1, -1]))
    book = _solved(
        Book(
            Table(values[owner]),
            room,
            case.bonus,
            np.full(len(owner), len(room) + 1),
            np.zeros(len(room) + 1, np.int64),
            siblings,
        )
    )
    return (
        _pairs(book, owner, group),
        _row_prices(case, book, owner),
        _column_prices(case, book, wide),
    )


def _solved(book: Book) -> Book:
    for row in range(len(book.chosen)):
        insert(book, row)
    settle(book)
    return book


def _pairs(book: Book, owner: Ints, group: Ints) -> Ints:
    rows = np.flatnonzero(book.chosen < book.nowhere)
    pairs = np.stack([owner[rows], group[book.chosen[rows]]], axis=1)
    return pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]


def _row_prices(case: "Case", book: Book, owner: Ints) -> Ints:
    """What the row's least lucky sibling has over the price; 0 for a row that wants more."""
    prices = np.full(len(case.quota), np.iinfo(np.int64).max)
    np.minimum.at(prices, owner, book.worth - book.prices[book.chosen])
    short = np.bincount(owner, minlength=len(prices)) < case.quota
    return np.where(short, 0, prices)


def _column_prices(case: "Case", book: Book, wide: Ints) -> Ints:
    """What a place costs after the filling, with whichever of the two columns is cheaper."""
    plain = book.prices[: len(case.capacity)].copy()
    filled = book.prices[len(case.capacity) : -1] - case.filling
    closed = case.capacity[wide] == case.least[wide]
    plain[wide] = np.where(closed, filled, np.minimum(plain[wide], filled))
    return plain
