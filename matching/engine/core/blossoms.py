"""Pairs made the best by growing trees from whoever is left over (Edmonds 1965; Galil 1986).

Each person has a price; two prices together are never under a pair's worth, and a pair that is made
costs nothing more. A tree grows from each one who is left over and still has a price: those an even
number of steps away (outer) get cheaper, the others (inner) dearer, until another pair costs nothing.
Two outer ones that meet in one tree close an odd circle, a blossom, which from then on grows as one;
in two trees they make a path along which one pair more is made. Who is left over at last costs nothing.

Prices are kept doubled, and so stay whole: all who are left over move together, and with them, by
pairs that cost nothing, everybody in a tree.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from matching.engine.features import Ints

NOBODY = -1
#: The cost of a pair that may not be.
FAR = 1 << 60
OUTER, INNER = 1, 2
Link = tuple[int, int]


@dataclass
class Blossom:
    """An odd circle of people or blossoms; `links[i]` is the pair from the i-th to the one after.

    The first child holds the `base`, the one who is not paired within.
    """

    children: list[int]
    links: list[Link]
    base: int
    price: int = 0


@dataclass
class Forest:
    """People at work. `cost` (people × people) and `prices` as they begin, pairs as `mate`."""

    cost: Ints
    prices: Ints
    mate: list[int]
    blossoms: dict[int, Blossom] = field(default_factory=dict)
    parent: dict[int, int] = field(default_factory=dict)
    label: dict[int, int] = field(default_factory=dict)
    via: dict[int, Link | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        size = len(self.cost)
        self.begun = np.minimum(2 * self.cost, FAR)
        self.prices, self.change = 2 * self.prices, np.zeros(size, np.int64)
        self.top, self.state = np.arange(size), np.zeros(size, np.int8)
        self.made = size

    def grow(self) -> None:
        """Until nobody with a price is left over."""
        while self._begin():
            while not self._step():
                pass
            for key in [k for k in self.blossoms if k not in self.parent]:
                self._dissolve(key)

    def proves(self) -> bool:
        """Whether the prices prove the pairs best: with those of the blossoms they cover every pair,
        made ones exactly, blossoms with a price are full, and who is left over has none.
        """
        slack = self.begun + self.change[:, None] + self.change
        pairs = np.array(self.mate)
        for key, blossom in self.blossoms.items():
            inside = np.zeros(len(slack), bool)
            inside[list(self._people(key))] = True
            slack[np.ix_(inside, inside)] += blossom.price
            within = int((inside & (pairs != NOBODY) & inside[pairs]).sum())
            if blossom.price < 0 or (blossom.price and within != inside.sum() - 1):
                return False
        alone = pairs == NOBODY
        one = np.flatnonzero(~alone)
        tight = (slack[one, pairs[one]] == 0).all() and (pairs[pairs[one]] == one).all()
        now = self.prices + self.change
        far = self.begun >= FAR
        return bool(
            tight and (slack[~far] >= 0).all() and (now >= 0).all() and not now[alone].any()
        )

    # One round: until a pair more is made, or somebody is left over for good --------------------

    def _begin(self) -> bool:
        self.label, self.via = {}, {}
        now = self.prices + self.change
        roots = [each for each, mate in enumerate(self.mate) if mate == NOBODY and now[each] > 0]
        for each in roots:
            self._mark(int(self.top[each]), OUTER, None)
        self._look()
        return bool(roots)

    def _mark(self, blossom: int, label: int, via: Link | None) -> None:
        self.label[blossom], self.via[blossom] = label, via
        if label == INNER:
            base = self._base(blossom)
            mate = self.mate[base]
            self._mark(int(self.top[mate]), OUTER, (base, mate))

    def _look(self) -> None:
        """Everybody's label, from those of the blossoms they are in."""
        self.state[:] = [self.label.get(each, 0) for each in self.top.tolist()]

    def _step(self) -> bool:
        """Prices move until something costs nothing, and that is dealt with; whether a round ends."""
        outer = np.flatnonzero(self.state == OUTER)
        slack = self.begun[outer] + self.change[outer, None] + self.change
        slack[self.begun[outer] >= FAR] = FAR
        slack[:, self.state == INNER] = FAR
        slack[self.top[outer, None] == self.top] = FAR
        between = self.state == OUTER
        slack[:, between] //= 2
        tight, least = self._move(outer, int(slack.min(initial=FAR)))
        if tight < 0:
            return self._leave(outer)
        for key in least:
            self._open(key)
        for row, other in zip(*np.nonzero(slack == tight), strict=True):
            if self._meet(int(outer[row]), int(other)):
                return True
        self._look()
        return False

    def _move(self, outer: Ints, slack: int) -> tuple[int, list[int]]:
        """By how much prices moved, and the inner blossoms whose own is gone; below 0 where somebody
        who is outer has none left first.
        """
        inner = {
            key: each.price // 2
            for key, each in self.blossoms.items()
            if self.label.get(key) == INNER and key not in self.parent
        }
        left = int((self.prices[outer] + self.change[outer]).min())
        by = min(slack, left, *inner.values(), FAR)
        self.change[outer] -= by
        self.change[self.state == INNER] += by
        for key, each in self.blossoms.items():
            if key not in self.parent:
                each.price += {OUTER: 2 * by, INNER: -2 * by}.get(self.label.get(key, 0), 0)
        if by == left and by < slack:
            return -1, []
        return by, [key for key, price in inner.items() if price == by]

    def _leave(self, outer: Ints) -> bool:
        """Somebody without a price takes the place of who was left over."""
        now = self.prices[outer] + self.change[outer]
        self._flip(int(outer[now.argmin()]), NOBODY)
        return True

    def _meet(self, one: int, other: int) -> bool:
        """A pair that costs nothing, from an outer one; whether it made a pair more."""
        here, there = int(self.top[one]), int(self.top[other])
        if here == there or self.label.get(here) != OUTER or self.label.get(there) == INNER:
            return False
        if self.label.get(there) != OUTER:
            if self.mate[self._base(there)] != NOBODY:
                self._mark(there, INNER, (one, other))
                return False
            self._flip(one, other)
            self._turn(there, other)
            self.mate[other] = one
            return True
        ways = self._way_up(here), self._way_up(there)
        common = next((each for each in ways[0] if each in set(ways[1])), None)
        if common is not None:
            self._close(common, one, other)
            return False
        self._flip(one, other)
        self._flip(other, one)
        return True

    def _way_up(self, blossom: int) -> list[int]:
        """The outer blossoms on the way to the root."""
        way = [blossom]
        while (via := self.via[way[-1]]) is not None:
            inner = self._entry(int(self.top[via[0]]))
            way.append(int(self.top[inner[0]]))
        return way

    def _entry(self, blossom: int) -> Link:
        """The pair by which a tree came to a blossom that isn't its root."""
        if (via := self.via[blossom]) is None:
            raise LookupError(blossom)
        return via

    # Pairs change along a path -----------------------------------------------------------------

    def _flip(self, one: int, mate: int) -> None:
        """Pair `one` with `mate`, and everybody anew on the way to the root."""
        while True:
            here = int(self.top[one])
            self._turn(here, one)
            self.mate[one] = mate
            if (via := self.via[here]) is None:
                return
            inner = int(self.top[via[0]])
            link = self._entry(inner)
            self._turn(inner, link[1])
            self.mate[link[1]] = link[0]
            one, mate = link

    def _turn(self, blossom: int, base: int) -> None:
        """Let `base` be the one who is not paired within."""
        if blossom not in self.blossoms:
            return
        each = self.blossoms[blossom]
        child = base
        while self.parent[child] != blossom:
            child = self.parent[child]
        self._turn(child, base)
        at, size = each.children.index(child), len(each.children)
        pairs = range(at + 1, size, 2) if at % 2 else range(at - 2, -1, -2)
        for place in pairs:
            one, other = each.links[place]
            self._turn(each.children[place], one)
            self._turn(each.children[(place + 1) % size], other)
            self.mate[one], self.mate[other] = other, one
        each.children = each.children[at:] + each.children[:at]
        each.links = each.links[at:] + each.links[:at]
        each.base = base

    # Blossoms ----------------------------------------------------------------------------------

    def _base(self, blossom: int) -> int:
        return self.blossoms[blossom].base if blossom in self.blossoms else blossom

    def _people(self, blossom: int) -> Iterator[int]:
        if blossom not in self.blossoms:
            yield blossom
            return
        for child in self.blossoms[blossom].children:
            yield from self._people(child)

    def _close(self, common: int, one: int, other: int) -> None:
        """Two outer ones of a tree meet: the circle over their common ancestor grows as one."""
        down, links = self._up_to(common, one)
        up, back = self._up_to(common, other)
        children = [common, *reversed(down), *up]
        joined = [*reversed(links), (one, other), *((b, a) for a, b in back)]
        key, self.made = self.made, self.made + 1
        self.blossoms[key] = Blossom(children, joined, self._base(common))
        self.label[key], self.via[key] = OUTER, self.via[common]
        for child in children:
            self.parent[child] = key
        self.top[list(self._people(key))] = key

    def _up_to(self, common: int, person: int) -> tuple[list[int], list[Link]]:
        """What lies between a person and an ancestor, and the pairs that lead there."""
        way: list[int] = []
        links: list[Link] = []
        here = int(self.top[person])
        while here != common:
            via = self._entry(here)
            way.append(here)
            links.append(via)
            here = int(self.top[via[0]])
        return way, links

    def _out(self, key: int) -> Blossom:
        """The children stand for themselves again."""
        each = self.blossoms.pop(key)
        for child in each.children:
            del self.parent[child]
            self.top[list(self._people(child))] = child
        return each

    def _dissolve(self, key: int) -> None:
        """A blossom without a price comes apart, and what in it has none."""
        if key in self.blossoms and not self.blossoms[key].price:
            for child in self._out(key).children:
                self._dissolve(child)

    def _open(self, key: int) -> None:
        """An inner blossom without a price comes apart; the tree goes on through it."""
        via = self._entry(key)
        del self.label[key], self.via[key]
        each = self._out(key)
        at, size = each.children.index(int(self.top[via[1]])), len(each.children)
        step = 1 if at % 2 else -1
        while at % size:
            self._mark(each.children[at], INNER, via)
            at += 2 * step
            place = (at - step) % size if step > 0 else at % size
            link = each.links[place]
            via = link if step > 0 else (link[1], link[0])
        self.label[each.children[0]], self.via[each.children[0]] = INNER, via
