"""Members move and swap between circles as long as that is worth something.

What an auction and the closing of small circles leave can be better by a little: a seat that another would
fill better, two who would rather sit where the other does. Moves and swaps are taken best first, as many at
once as touch no circle twice, until none is left. Each gains at least 1, so that it ends, and what comes
out is never worth less than what went in. Sizes, who is held and who must be apart hold throughout.
"""

from dataclasses import dataclass

import numpy as np

from matching.engine.circles.wish import FORBIDDEN, Wish
from matching.engine.features import Bools, Ints


@dataclass(frozen=True)
class Changes:
    """Rows that move into `columns`; `others` go where the row was, -1 where nobody does."""

    gain: Ints
    rows: Ints
    columns: Ints
    others: Ints

    def best_first(self) -> Ints:
        """The order in which they are tried; equals by who they are."""
        return np.lexsort((self.columns, self.others, self.rows, -self.gain))


class Seating:
    """Who sits where, and what changes would bring."""

    def __init__(self, wish: Wish, chosen: Ints) -> None:
        self.wish, self.at = wish, chosen.copy()
        self.foes = wish.foes
        self.kinds = int(wish.functions.max(initial=0)) + 1
        self.loose = np.ones(len(chosen), bool)
        self.loose[list(wish.held)] = False
        seated = chosen >= 0
        spots = np.bincount(
            chosen[seated] * self.kinds + wish.functions[seated],
            minlength=wish.circles * self.kinds,
        )
        self.count = spots.reshape(wish.circles, self.kinds)

    @property
    def sizes(self) -> Ints:
        """How many each circle has."""
        return self.count.sum(axis=1)

    def changes(self, dirty: Bools) -> tuple[Changes, Changes]:
        """All that bring something and touch a circle that is dirty: moves, and swaps."""
        moves, swaps = [], []
        seated = np.flatnonzero((self.at >= 0) & self.loose)
        here = dirty[self.at[seated]]
        everywhere, columns = np.arange(self.wish.circles), np.flatnonzero(dirty)
        for rows, some in ((seated[here], everywhere), (seated[~here], columns)):
            for part in np.array_split(rows, max(1, len(rows) * len(some) // 500_000)):
                if len(part) and len(some):
                    found = self._wanted(part, some)
                    moves.append(self._moves(*found))
                    swaps.append(self._swaps(*found))
        return _joined(moves), _joined(swaps)

    def _wanted(self, rows: Ints, columns: Ints) -> tuple[Ints, Ints, Ints]:
        """Rows and columns where a row would gain, were at best one of its function to make room
        there; and that gain.
        """
        wish, at = self.wish, self.at[rows]
        kind = wish.functions[rows]
        leaves = wish.affinity[rows, at] - wish.penalty * (self.count[at, kind] - 1)
        there = wish.affinity[np.ix_(rows, columns)]
        costs = wish.penalty * np.maximum(0, self.count[columns][:, kind].T - 1)
        gain = there - costs - leaves[:, None]
        good = (gain > 0) & (there != FORBIDDEN) & (at[:, None] != columns)
        line, place = np.nonzero(good)
        return rows[line], columns[place], gain[line, place]

    def _moves(self, rows: Ints, columns: Ints, gain: Ints) -> Changes:
        """To a free seat, from where enough are left."""
        wish, sizes = self.wish, self.sizes
        kind, at = wish.functions[rows], self.at[rows]
        least = np.where(wish.stays, wish.least, wish.smallest)
        more = wish.penalty * (self.count[columns, kind] > 0)
        fits = (sizes[columns] < wish.room[columns]) & (sizes[columns] > 0)
        fits &= (sizes[at] > least[at]) & (gain > more)
        none = np.full(int(fits.sum()), -1)
        return Changes((gain - more)[fits], rows[fits], columns[fits], none)

    def _swaps(self, rows: Ints, columns: Ints, _gain: Ints) -> Changes:
        """With each who sits there and may sit here."""
        wish = self.wish
        order = np.argsort(self.at, kind="stable")
        first = np.searchsorted(self.at[order], np.arange(wish.circles + 1))
        many = first[columns + 1] - first[columns]
        line = np.repeat(np.arange(len(rows)), many)
        nth = np.arange(len(line)) - np.repeat(np.cumsum(many) - many, many)
        rows, columns = rows[line], columns[line]
        others = order[first[columns] + nth]
        here = self.at[rows]
        worth = wish.affinity[rows, columns] + wish.affinity[others, here]
        worth -= wish.affinity[rows, here] + wish.affinity[others, columns]
        one, two = wish.functions[rows], wish.functions[others]
        saved = self.count[here, one] + self.count[columns, two] - 2
        saved -= self.count[columns, one] + self.count[here, two]
        worth += np.where(one == two, 0, wish.penalty * saved)
        fits = self.loose[others] & (wish.affinity[others, here] != FORBIDDEN) & (worth > 0)
        return Changes(worth[fits], rows[fits], columns[fits], others[fits])

    def take(self, found: Changes) -> Bools:
        """Carry out the best first, none that touches a circle twice; returns the circles touched."""
        touched = np.zeros(self.wish.circles, bool)
        for place in found.best_first().tolist():
            row, column, other = (
                int(each[place]) for each in (found.rows, found.columns, found.others)
            )
            here = int(self.at[row])
            if touched[here] or touched[column] or self._beside(row, column, other):
                continue
            if other >= 0 and self._beside(other, here, row):
                continue
            touched[[here, column]] = True
            self._put(row, column)
            if other >= 0:
                self._put(other, here)
        return touched

    def _beside(self, row: int, column: int, gone: int) -> bool:
        """Whether somebody is there beside whom the row may not sit, but for who goes."""
        return any(self.at[foe] == column and foe != gone for foe in self.foes.get(row, ()))

    def _put(self, row: int, column: int) -> None:
        kind = self.wish.functions[row]
        self.count[self.at[row], kind] -= 1
        self.count[column, kind] += 1
        self.at[row] = column


def improve(wish: Wish, chosen: Ints) -> Ints:
    """The seating once nobody's move and no swap of two brings anything any more."""
    seating = Seating(wish, chosen)
    dirty = np.ones(wish.circles, bool)
    while dirty.any():
        moves, swaps = seating.changes(dirty)
        dirty = seating.take(_joined([moves, swaps]))
    return seating.at


def _joined(parts: list[Changes]) -> Changes:
    names = ("gain", "rows", "columns", "others")
    empty = np.empty(0, np.int64)
    return Changes(*(np.concatenate([empty, *(getattr(p, n) for p in parts)]) for n in names))
