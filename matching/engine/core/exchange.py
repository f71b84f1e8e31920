"""Circles of changes that gain, until there is none; what is left are prices that prove it.

The columns are the nodes of a graph, with one more for being nowhere. An arc from k to j says that
somebody now with k goes to j, and by how much their pair's worth rises. A column with a place left
holds an empty place, which may go nowhere; and an empty place may come from nowhere to any column.
A circle whose arcs add up to more than 0 is a better assignment: carrying it out keeps every
capacity. If there is none, longest paths exist; they are prices, and the assignment is best (Klein
1967; Ahuja, Magnanti and Orlin 1993, section 9.6 and theorem 9.1).

Labels start from any prices, good ones being near the end, and only columns whose label rose are
looked at again. A circle among the labels' origins gains, and is carried out at once (Tarjan 1981).
"""

from dataclasses import dataclass, field

import numpy as np

from matching.engine.core.edges import Edges, Offers
from matching.engine.features import Bools, Ints

NONE = -1


@dataclass(frozen=True)
class Siblings:
    """Rows that are one and the same, which wants several columns, none of them twice.

    `first[i]` and `count[i]` say which rows are row i's; they follow each other. `group[j]` is the
    same for columns that count as one, -1 for nowhere and away.
    """

    first: Ints
    count: Ints
    group: Ints

    def free(self, chosen: Ints, rows: Ints, columns: Ints) -> Bools:
        """Whether none of a row's siblings has the column already."""
        free = np.ones(len(rows), bool)
        first, count, wanted = self.first[rows], self.count[rows], self.group[columns]
        for place in range(int(count.max(initial=0))):
            other = np.minimum(first + place, first + count - 1)
            free &= (other == rows) | (self.group[chosen[other]] != wanted)
        return free


@dataclass
class Book:
    """An assignment at work. `chosen[i]` is a column, or `nowhere`, the number of columns, or `away`,
    one more, if the row takes no part. `prices` has one entry more than there are columns, for
    nowhere, whose price is 0 between two searches. `may_leave` marks the rows that may have nothing,
    `may_empty` the columns that may have a place left; all of them unless it is said.
    """

    edges: Edges
    capacity: Ints
    bonus: int
    chosen: Ints
    prices: Ints
    siblings: Siblings | None = None
    may_leave: Bools | None = None
    may_empty: Bools | None = None
    worth: Ints = field(init=False)
    load: Ints = field(init=False)

    def __post_init__(self) -> None:
        self.recount()

    @property
    def nowhere(self) -> int:
        return len(self.capacity)

    @property
    def away(self) -> int:
        return len(self.capacity) + 1

    def recount(self) -> None:
        """Brings `worth` and `load` up to date with `chosen`."""
        rows = np.flatnonzero(self.chosen < self.nowhere)
        self.worth = np.zeros(len(self.chosen), np.int64)
        self.worth[rows] = self.edges.measure(rows, self.chosen[rows]) + self.bonus
        self.load = np.bincount(self.chosen, minlength=self.nowhere + 2)[: self.nowhere]

    def free(self, rows: Ints, columns: Ints) -> Bools | slice:
        """Which of these pairs no sibling stands against."""
        return slice(None) if not self.siblings else self.siblings.free(self.chosen, rows, columns)

    def move(self, rows: Ints, columns: Ints) -> None:
        """Each of these rows (no row twice) goes to its column."""
        old = self.chosen[rows]
        self.chosen[rows] = columns
        placed = columns < self.nowhere
        self.worth[rows] = 0
        at = rows[placed]
        self.worth[at] = self.edges.measure(at, columns[placed]) + self.bonus
        change = np.bincount(columns, minlength=self.nowhere + 2)
        change -= np.bincount(old, minlength=self.nowhere + 2)
        self.load += change[: self.nowhere]


def empty_book(edges: Edges, capacity: Ints, bonus: int) -> Book:
    """Nobody has anything yet."""
    rows, columns = edges.shape
    chosen = np.full(rows, columns, np.int64)
    return Book(edges, capacity, bonus, chosen, np.zeros(columns + 1, np.int64))


def settle(book: Book, changed: Bools | None = None) -> int:
    """Makes the book's assignment best; how many circles that took.

    `changed` marks the nodes (columns, and nowhere) whose arcs may break the prices; all of them if
    left out. Afterwards no arc does, and nowhere's price is 0.
    """
    search = _Search(book)
    changed = np.ones(book.nowhere + 1, bool) if changed is None else changed.copy()
    circles = 0
    while changed.any():
        changed = search.look(changed)
        for circle in search.circles(changed):
            changed[search.carry_out(circle)] = True
            circles += 1
    book.prices -= book.prices[book.nowhere]
    return circles


class _Search:
    """Labels are the book's prices; `origin` is the node a label came from, `carrier` the row that
    would move, or NONE for an empty place.
    """

    def __init__(self, book: Book) -> None:
        self.book = book
        self.origin = np.full(book.nowhere + 1, NONE, np.int64)
        self.carrier = np.full(book.nowhere + 1, NONE, np.int64)
        self.steps = 0

    def look(self, changed: Bools) -> Bools:
        """Raises every label that an arc out of these nodes can raise; the nodes raised."""
        book, raised = self.book, np.zeros(len(changed), bool)
        self._empty_places(changed, raised)
        rows = np.flatnonzero(np.append(changed, False)[book.chosen])
        base = book.prices[book.chosen[rows]] - book.worth[rows]
        self._leave(rows, base, raised)
        for offers in book.edges.offers(rows, base + book.bonus, book.prices):
            self._raise(offers, raised)
        return raised

    def _empty_places(self, changed: Bools, raised: Bools) -> None:
        book, nowhere = self.book, self.book.nowhere
        if changed[nowhere]:
            low = book.prices[:nowhere] < book.prices[nowhere]
            low = np.flatnonzero(low if book.may_empty is None else low & book.may_empty)
            self._set(low, book.prices[nowhere], nowhere, NONE, raised)
        spare = np.flatnonzero(changed[:nowhere] & (book.load < book.capacity))
        if len(spare):
            best = spare[book.prices[spare].argmax()]
            if book.prices[best] > book.prices[nowhere]:
                self._set(nowhere, book.prices[best], best, NONE, raised)

    def _leave(self, rows: Ints, base: Ints, raised: Bools) -> None:
        """To be nowhere is worth 0."""
        if self.book.may_leave is not None:
            may = self.book.may_leave[rows]
            rows, base = rows[may], base[may]
        if len(rows):
            best = base.argmax()
            if base[best] > self.book.prices[self.book.nowhere]:
                row = rows[best]
                self._set(self.book.nowhere, base[best], self.book.chosen[row], row, raised)

    def _raise(self, offers: Offers, raised: Bools) -> None:
        free = self.book.free(offers.rows, offers.columns)
        rows, columns, labels = offers.rows[free], offers.columns[free], offers.labels[free]
        highest = self.book.prices.copy()
        np.maximum.at(highest, columns, labels)
        best = labels == highest[columns]
        best &= labels > self.book.prices[columns]
        rows, columns, labels = rows[best], columns[best], labels[best]
        if not len(rows):
            return
        order = np.lexsort((rows, columns))  # of equals the last
        order = order[np.append(columns[order][1:] != columns[order][:-1], True)]
        rows, columns, labels = rows[order], columns[order], labels[order]
        self._set(columns, labels, self.book.chosen[rows], rows, raised)

    def _set(
        self,
        nodes: Ints | int,
        labels: Ints,
        origin: Ints | int,
        carrier: Ints | int,
        raised: Bools,
    ) -> None:
        self.book.prices[nodes] = labels
        self.origin[nodes] = origin
        self.carrier[nodes] = carrier
        raised[nodes] = True

    def circles(self, raised: Bools) -> list[Ints]:
        """The circles among the origins, each as its nodes; no node is on two of them."""
        node = np.flatnonzero(raised)
        if not len(node):
            return []
        jump = np.append(self.origin, len(self.origin))  # NONE leads to the end, which stays
        jump[jump == NONE] = len(self.origin)
        step = jump
        for _ in range(len(jump).bit_length()):
            jump = jump[jump]
        found, seen = [], set()
        for start in np.unique(jump[node]).tolist():
            if start == len(self.origin) or start in seen:
                continue
            circle = [start]
            while (after := int(step[circle[-1]])) != start:
                circle.append(after)
            seen.update(circle)
            found.append(np.array(circle))
        return found

    def carry_out(self, circle: Ints) -> Ints:
        """Everybody on the circle moves; its nodes, to be looked at again."""
        rows = self.carrier[circle]
        moving = rows != NONE
        self.book.move(rows[moving], circle[moving])
        self.origin[:] = NONE
        return circle
