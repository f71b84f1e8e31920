"""One search: from somebody left over who has a price, until they have a pair (Edmonds 1965).

A tree grows from them along pairs that cost nothing. Those an even number of steps away (outer) get
cheaper, the others (inner) dearer, until another pair costs nothing. Two outer ones that meet close an
odd circle, a blossom, which from then on grows as one. Somebody not in the tree who is left over makes
a pair more; an outer one whose price is gone first takes the place of who was left over.

`now` is by how much prices have moved since the beginning. What happens when is known from the moment
when somebody becomes outer, so it is put in line, and looked at when it comes up: it may be that
another thing came first. Meanwhile prices are kept as they would have been at the beginning, had they
gone that way from then on: so they are written only where the way changes. Everybody in a tree is linked
by pairs that cost nothing, so half of what lies between two outer ones is always whole.
"""

from heapq import heappop, heappush

import numpy as np

from matching.engine.core.blossoms import NOBODY, Link, Nest
from matching.engine.core.sight import FAR, SHIFT, Sight
from matching.engine.features import Ints

OUTER, INNER = -1, 1  # which way prices go
#: What may come up: two meet, a price is gone, a blossom's, or more of the others must be looked at.
MEET, GONE, OPEN, MORE = range(4)
NEAR = 12  # how many others somebody looks at to begin with
MARGIN = 8  # what is nearer than this, in units of the first word, can't be told apart by it


class Tree:
    """A tree at work on a nest; `sight` knows what pairs are worth."""

    def __init__(self, nest: Nest, sight: Sight) -> None:
        self.nest, self.sight, self.now, self.end = nest, sight, 0, -1
        self.label: dict[int, int] = {}
        self.way: dict[int, int] = {}
        self.via: dict[int, Link | None] = {}
        self.events: list[tuple[int, int, int, int, int]] = []

    def grow(self, root: int) -> None:
        """Until the root has a pair, or somebody is left over who has no price."""
        self.end = self.nest.prices[root]
        self._mark(self.nest.top[root], OUTER, None)
        while not self._step():
            pass
        grown = list(self.label)
        for key in grown:
            self._unname(key)
        self._go(list(self.way), 0)
        for key in grown:
            self.nest.dissolve(key)

    def _step(self) -> bool:
        """What comes up next; whether it ends the search."""
        self.now, kind, one, other, worth = heappop(self.events)
        if kind == MEET:
            return self._meet(one, other, worth)
        if kind == GONE:
            self._flip(one, NOBODY)
        elif kind == OPEN and self.label.get(one) == INNER and one not in self.nest.parent:
            self._open(one)
        elif kind == MORE:
            self._look(one, other)
        return kind == GONE

    def _put(self, time: int, kind: int, one: int, other: int = 0, worth: int = 0) -> None:
        if time <= self.end:
            heappush(self.events, (time, kind, one, other, worth))

    # Labels and prices -------------------------------------------------------------------------

    def _price(self, person: int) -> int:
        return self.nest.prices[person] + self.way.get(person, 0) * self.now

    def _go(self, people: list[int], way: int) -> None:
        """Prices of these people go this way from now on."""
        for person in people:
            self.nest.prices[person] += (self.way.get(person, 0) - way) * self.now
            self.way[person] = way
        self.sight.show(people, self.nest.prices, way)

    def _name(self, key: int, label: int, via: Link | None) -> None:
        self.label[key], self.via[key] = label, via
        if key in self.nest.blossoms:
            each = self.nest.blossoms[key]
            each.price += 2 * label * self.now
            if label == INNER:
                self._put(each.price // 2, OPEN, key)

    def _unname(self, key: int) -> int:
        """What the label was."""
        label = self.label.pop(key)
        if key in self.nest.blossoms:
            self.nest.blossoms[key].price -= 2 * label * self.now
        return label

    def _mark(self, key: int, label: int, via: Link | None) -> None:
        """Outer ones look around; with an inner one goes who is with its base."""
        self._name(key, label, via)
        self._go(self.nest.people(key), label)
        if label == OUTER:
            self._begin(self.nest.people(key))
            return
        base = self.nest.base(key)
        mate = self.nest.mate[base]
        self._mark(self.nest.top[mate], OUTER, (base, mate))

    def _begin(self, people: list[int]) -> None:
        """These are outer from now on."""
        for person in people:
            gone = self.nest.prices[person]  # falls to nothing by then
            self.end = min(self.end, gone)
            self._put(gone, GONE, person)
        for person in people:
            self._look(person, NEAR)

    # Who is near -------------------------------------------------------------------------------

    def _look(self, one: int, count: int) -> None:
        """Put in line when an outer one meets each of some `count` who are nearest, and when to look at
        more of them.
        """
        cost = self.sight.about(one, self._price(one), self.now)
        cost[self.sight.ways == INNER] = FAR
        cut = FAR if count >= len(cost) else max(MARGIN, int(np.partition(cost, count)[count]))
        if cut < FAR:
            self._put(self.now + (cut - 2 << SHIFT - 1), MORE, one, 4 * count)
        self._meetings(one, np.flatnonzero(cost <= min(cut, FAR - 1)))

    def _meetings(self, one: int, others: Ints) -> None:
        here, price = self.nest.top[one], self._price(one)
        mine = self.label.get(here) == OUTER
        for other, worth in zip(others.tolist(), self.sight.exactly(one, others), strict=True):
            there = self.nest.top[other]
            if there != here:
                left = price + self._price(other) - worth
                both = mine and self.label.get(there) == OUTER
                time = self.now + (left // 2 if both else left)
                outer, met = (one, other) if mine else (other, one)
                self._put(time, MEET, outer, met, worth)

    def _seen(self, people: list[int]) -> None:
        """These were inner, and are not in the tree any more: who meets them first?"""
        for one in people:
            cost = self.sight.about(one, self.nest.prices[one], self.now)
            cost[self.sight.ways != OUTER] = FAR
            least = int(cost.min())
            if least < FAR:
                self._meetings(one, np.flatnonzero(cost <= least + MARGIN))

    # What comes up -----------------------------------------------------------------------------

    def _meet(self, one: int, other: int, worth: int) -> bool:
        """A pair that costs nothing, from an outer one; whether it made a pair more."""
        here, there = self.nest.top[one], self.nest.top[other]
        label = self.label.get(there)
        if here == there or label == INNER or self._price(one) + self._price(other) != worth:
            return False
        if label == OUTER:
            self._close(one, other)
            return False
        if self.nest.mate[self.nest.base(there)] != NOBODY:
            self._mark(there, INNER, (one, other))
            return False
        self._flip(one, other)
        self.nest.turn(there, other)
        self.nest.mate[other] = one
        return True

    def _flip(self, one: int, mate: int) -> None:
        """Pair `one` with `mate`, and everybody anew on the way to the root."""
        while True:
            here = self.nest.top[one]
            self.nest.turn(here, one)
            self.nest.mate[one] = mate
            if (via := self.via[here]) is None:
                return
            inner = self.nest.top[via[0]]
            link = self._entry(inner)
            self.nest.turn(inner, link[1])
            self.nest.mate[link[1]] = link[0]
            one, mate = link

    def _entry(self, key: int) -> Link:
        """The pair by which the tree came to what isn't its root."""
        if (via := self.via[key]) is None:
            raise LookupError(key)
        return via

    def _way_up(self, key: int) -> list[int]:
        """The outer ones on the way to the root."""
        way = [key]
        while (via := self.via[way[-1]]) is not None:
            way.append(self.nest.top[self._entry(self.nest.top[via[0]])[0]])
        return way

    def _close(self, one: int, other: int) -> None:
        """Two outer ones meet: the circle over their common ancestor grows as one."""
        above = set(self._way_up(self.nest.top[other]))
        common = next(key for key in self._way_up(self.nest.top[one]) if key in above)
        down, links = self._up_to(common, one)
        up, back = self._up_to(common, other)
        children = [common, *reversed(down), *up]
        joined = [*reversed(links), (one, other), *((b, a) for a, b in back)]
        inner = [child for child in children if self._unname(child) == INNER]
        people = [person for child in inner for person in self.nest.people(child)]
        key = self.nest.close(children, joined)
        self._name(key, OUTER, self.via[common])
        self._go(people, OUTER)
        self._begin(people)

    def _up_to(self, common: int, person: int) -> tuple[list[int], list[Link]]:
        """What lies between a person and an ancestor, and the pairs that lead there."""
        way: list[int] = []
        links: list[Link] = []
        here = self.nest.top[person]
        while here != common:
            via = self._entry(here)
            way.append(here)
            links.append(via)
            here = self.nest.top[via[0]]
        return way, links

    def _open(self, key: int) -> None:
        """An inner blossom without a price comes apart; the tree goes on through it."""
        via = self._entry(key)
        self._unname(key)
        each = self.nest.out(key)
        at, size = each.children.index(self.nest.top[via[1]]), len(each.children)
        step = 1 if at % 2 else -1
        while at % size:
            self._mark(each.children[at], INNER, via)
            at += 2 * step
            place = (at - step) % size if step > 0 else at % size
            link = each.links[place]
            via = link if step > 0 else (link[1], link[0])
        self._name(each.children[0], INNER, via)
        for child in each.children:
            if child not in self.label:
                self._go(self.nest.people(child), 0)
                self._seen(self.nest.people(child))
