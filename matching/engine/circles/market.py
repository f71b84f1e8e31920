"""Circles as a market: whoever has no seat bids for the best one after prices, circles sell to the best bids.

A circle keeps the bids that bring it most, less what members of one function cost it. Its price for a
function is the least that a newcomer must offer: what the seat brings that would be given up, and what one
more of that function costs. Prices only rise; whoever is outbid bids anew. With steps of `step` everybody
is in the end within one step of what is best for them at these prices, so that circles are within
(members × step) of the best there are, and the prices prove it (`bound.py`).
"""

import numpy as np

from matching.engine.features import Bools, Ints

NOBODY, BLOCKED = -1, -2
#: What a pair that may not be is worth, and what a seat costs that nobody can buy. No sum leaves 63 bits.
NEVER, FOREVER = -(2**60), 2**44
#: The columns that somebody looks at until all pairs are priced again.
CANDIDATES = 24


class Market:
    """Seats and bids. All numbers are integers; `outside` is what having no seat is worth, far below 0.

    `worth` (members × circles) is NEVER where a pair may not be. `cost` says for each function what
    its second member costs, the third twice that. `floors` are what an empty seat of each circle asks.
    """

    def __init__(
        self, worth: Ints, kinds: Ints, cost: Ints, room: Ints, outside: int, floors: Ints
    ) -> None:
        self.worth, self.kinds, self.outside = worth, kinds, outside
        members, circles = worth.shape
        self.cost = np.append(cost, 0)  # the last is of no function: an empty seat
        self.none = len(cost)
        depth = max(1, int(room.max(initial=1)))
        self.holder = np.full((circles, depth), NOBODY)
        self.paid = np.repeat(floors[:, None], depth, axis=1)
        self.kind = np.full((circles, depth), self.none)
        self.count = np.zeros((circles, len(self.cost)), np.int64)
        self.price = np.zeros((circles, len(cost)), np.int64)
        self.at = np.full(members, NOBODY)
        self.block(np.arange(depth) >= room[:, None])
        self.fixed = np.zeros(members, bool)
        few = min(CANDIDATES, circles)
        self.columns = np.broadcast_to(np.arange(few), (members, few)).copy()
        self.here = np.empty((members, few), np.int64)
        self.missed = np.full(members, NEVER)
        self.look(np.arange(members))

    def block(self, seats: Bools) -> None:
        """Close these seats (circles × seats); whoever sits there has none."""
        self._empty(seats)
        self.holder[seats], self.paid[seats] = BLOCKED, FOREVER
        self._reprice(np.arange(len(self.holder)))

    def ease(self, floors: Ints) -> None:
        """Empty seats ask no more than this from now on."""
        empty = self.holder == NOBODY
        self.paid = np.where(empty, np.minimum(self.paid, floors[:, None]), self.paid)
        self._reprice(np.arange(len(self.holder)))

    def forbid(self, rows: Ints, columns: Ints) -> None:
        """These members give up their seats in these circles, and never bid for one there again."""
        self.worth[rows, columns] = NEVER
        self._empty(np.isin(self.holder, rows))
        self._reprice(np.arange(len(self.holder)))
        self.look(rows)

    def leave(self, row: int) -> None:
        """Somebody gives up their seat, if they have one; it asks nothing."""
        self._empty(self.holder == row)
        self._reprice(np.arange(len(self.holder)))
        self.look(np.array([row]))

    def seat(self, row: int, column: int) -> None:
        """Somebody sits here, whatever others offer: on an empty seat, else on the cheapest."""
        self.leave(row)
        self._sell(np.array([row]), np.array([column]), np.array([FOREVER]))
        self.fixed[row] = True

    def unsold(self) -> Bools:
        """Circles with an empty seat that asks something."""
        found: Bools = ((self.holder == NOBODY) & (self.paid > 0)).any(axis=1)
        return found

    def asks(self) -> Ints:
        """The least that a seat of each circle brings."""
        return self._brings(np.arange(len(self.holder))).min(axis=1)

    def now(self, rows: Ints) -> Ints:
        """What each has at the prices of now."""
        at = self.at[rows]
        after = self.worth[rows, at] - self.price[at, self.kinds[rows]]
        return np.where(at < 0, self.outside, after)

    def look(self, rows: Ints) -> None:
        """The best circles for these members at the prices of now, and what is left out at most."""
        circles, few = len(self.holder), self.columns.shape[1]
        for some in _parts(rows, circles):
            after = self.worth[some] - self.price.T[self.kinds[some]]
            if few < circles:
                order = np.argpartition(-after, few, axis=1)
                self.columns[some] = np.sort(order[:, :few], axis=1)
                self.missed[some] = after[np.arange(len(some)), order[:, few]]
            self.here[some] = np.take_along_axis(self.worth[some], self.columns[some], 1)

    def best(self) -> Ints:
        """What is best for each member at these prices, out of all circles and having no seat."""
        found = np.empty(len(self.at), np.int64)
        for rows in _parts(np.arange(len(self.at)), len(self.holder)):
            after = self.worth[rows] - self.price.T[self.kinds[rows]]
            found[rows] = after.max(axis=1, initial=NEVER)
        return np.where(self.fixed, found, np.maximum(found, self.outside))

    def trade(self, step: int) -> None:
        """Until nobody bids: who has no seat finds none worth its price."""
        waiting = np.flatnonzero((self.at < 0) & ~self.fixed)
        while len(waiting):
            waiting = self._round(waiting, step)

    def _round(self, waiting: Ints, step: int) -> Ints:
        """One bid of each who waits, the best one for each circle taken; returns who waits then."""
        columns, first, second = self._wanted(waiting)
        stays = first >= self.outside
        waiting, columns, lead = waiting[stays], columns[stays], (first - second)[stays] + step
        order = np.lexsort((waiting, -lead, columns))
        wins = np.ones(len(order), bool)
        wins[1:] = columns[order][1:] != columns[order][:-1]
        taken = order[wins]
        rows, where = waiting[taken], columns[taken]
        out = self._sell(rows, where, self.price[where, self.kinds[rows]] + lead[taken])
        return np.concatenate([waiting[order[~wins]], out[out >= 0]])

    def _wanted(self, rows: Ints) -> tuple[Ints, Ints, Ints]:
        """The best circle for each, what it is worth after its price, and what the next best is."""
        columns, first, second = self._two(rows)
        missed = np.flatnonzero(second < self.missed[rows])
        if len(missed):
            self.look(rows[missed])
            columns[missed], first[missed], second[missed] = self._two(rows[missed])
        return columns, first, np.maximum(second, self.outside)

    def _two(self, rows: Ints) -> tuple[Ints, Ints, Ints]:
        columns, lines = self.columns[rows], np.arange(len(rows))
        after = self.here[rows] - self.price[columns, self.kinds[rows][:, None]]
        place = after.argmax(axis=1)
        first = after[lines, place]
        after[lines, place] = NEVER
        return columns[lines, place], first, after.max(axis=1)

    def _sell(self, rows: Ints, where: Ints, offer: Ints) -> Ints:
        """A seat in each of these circles, all of them others; returns who lost theirs."""
        kinds = self.kinds[rows]
        brings = (
            self._brings(where) - (self.kind[where] == kinds[:, None]) * self.cost[kinds][:, None]
        )
        seat = brings.argmin(axis=1)
        out = self.holder[where, seat]
        self.at[out[out >= 0]] = NOBODY
        self.count[where, self.kind[where, seat]] -= 1
        self.count[where, kinds] += 1
        self.holder[where, seat], self.paid[where, seat] = rows, offer
        self.kind[where, seat] = kinds
        self.at[rows] = where
        self._reprice(where)
        return out

    def _empty(self, seats: Bools) -> None:
        circle, place = np.nonzero(seats & (self.holder >= 0))
        self.at[self.holder[circle, place]] = NOBODY
        np.subtract.at(self.count, (circle, self.kind[circle, place]), 1)
        self.holder[circle, place], self.paid[circle, place] = NOBODY, 0
        self.kind[circle, place] = self.none

    def _brings(self, where: Ints) -> Ints:
        """What each seat brings its circle, less what its member costs for being of their function."""
        kind = self.kind[where]
        others = np.take_along_axis(self.count[where], kind, 1) - 1
        found: Ints = self.paid[where] - self.cost[kind] * others
        return found

    def _reprice(self, where: Ints) -> None:
        brings, kind = self._brings(where), self.kind[where]
        more = self.cost[:-1] * self.count[where, :-1]
        price = np.concatenate([more + brings.min(axis=1)[:, None], brings[:, :1]], axis=1)
        lines = np.arange(len(where))
        for seat in range(kind.shape[1]):  # one's own function gives up no more than it brings
            of = kind[:, seat]
            own = self.cost[of] * (self.count[where, of] - 1) + brings[:, seat]
            price[lines, of] = np.minimum(price[lines, of], own)
        self.price[where] = price[:, :-1]


def _parts(rows: Ints, width: int) -> list[Ints]:
    """Rows in blocks of some megabytes."""
    return np.array_split(rows, max(1, len(rows) * width // 500_000))
