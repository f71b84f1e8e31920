"""Prices that prove an assignment, brought down to the least that do.

A column's least price is what one place more there would bring: the best chain of moves in which
somebody comes to it, somebody else to the place that leaves, and so on, until one who had nothing
comes in or a place stays empty. Under prices that prove the assignment no chain brings more than the
price; what it brings less is the sum of its pairs' reduced costs, plus the price of a place that stays
empty (Shapley and Shubik 1971 for the least prices; Ahuja, Magnanti and Orlin 1993, section 9.5).

Where a chain costs nothing, the price is the least already, and that the pairs that cost nothing tell.
After an edit few columns are left, and of all pairs only theirs are looked at.
"""

import numpy as np

from matching.engine.core.certificate import NotProven
from matching.engine.core.coded import Coded
from matching.engine.core.edges import FORBIDDEN, UNREACHED
from matching.engine.core.exchange import Book
from matching.engine.core.face import Face
from matching.engine.features import Bools, Ints

MOST = 0.25  # of all prices; where more would fall, they are found as quickly from nothing


def fall(source: Coded, book: Book, face: Face) -> Face | None:
    """Brings the book's prices down to the least; the pairs that cost nothing then.

    The prices prove the assignment, and `face` are the pairs that cost nothing under them. None, and
    nothing done, where too many would fall. Raises NotProven if they prove nothing.
    """
    high = np.flatnonzero(~_least_already(book, face)[:-1])
    if not len(high):
        return face
    if len(high) > MOST * book.nowhere:
        return None
    cost = _cost(source, book, high)
    by = np.zeros(book.nowhere + 1, np.int64)
    by[high] = _distances(book, cost, high)
    left = book.worth - book.prices[book.chosen] + by[book.chosen]
    book.prices -= by
    cost += by[book.chosen][:, None] - by[high]
    return _fallen(book, face, (high, cost), left)


def _least_already(book: Book, face: Face) -> Bools:
    """Columns, and nowhere, from which a chain that costs nothing leads to an end."""
    done = np.append(book.prices[:-1] == 0, True)
    while True:
        reached = face.columns[done[book.chosen[face.rows]]]
        if done[reached].all():
            return done
        done[reached] = True


def _cost(source: Coded, book: Book, high: Ints) -> Ints:
    """The reduced costs of all pairs of these columns, UNREACHED where a pair may not be."""
    worth = source.read((slice(None), high))
    left = book.worth - book.prices[book.chosen] - book.bonus
    cost = left[:, None] + book.prices[high] - worth
    if (cost[worth != FORBIDDEN] < 0).any():
        raise NotProven("a pair is worth more than it costs")
    cost[worth == FORBIDDEN] = UNREACHED
    return cost


def _distances(book: Book, cost: Ints, high: Ints) -> Ints:
    """What the cheapest chain from each of these columns costs."""
    place = np.full(book.nowhere + 1, -1)
    place[high] = np.arange(len(high))
    where = place[book.chosen]
    ends, among = cost[where < 0], cost[where >= 0]
    where = where[where >= 0]
    far = np.minimum(book.prices[high], ends.min(axis=0, initial=UNREACHED))
    while True:
        nearer = np.minimum(far, (among + far[where][:, None]).min(axis=0, initial=UNREACHED))
        if (nearer == far).all():
            return far
        far = nearer


def _fallen(book: Book, face: Face, looked_at: tuple[Ints, Ints], left: Ints) -> Face:
    """Whoever is with a column that fell has more left, so that only its own pairs, or those of such
    columns, can cost them nothing.
    """
    high, cost = looked_at
    fell = np.zeros(book.nowhere + 1, bool)
    fell[high] = True
    stays = ~fell[face.columns] & ~fell[book.chosen[face.rows]]
    rows, columns = np.nonzero(cost == 0)
    rows = np.concatenate([face.rows[stays], rows])
    columns = np.concatenate([face.columns[stays], high[columns]])
    order = np.lexsort((columns, rows))
    return Face(rows[order], columns[order], left == 0, book.prices[:-1] == 0, book.capacity)
