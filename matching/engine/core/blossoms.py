"""People, who is with whom, and the odd circles (blossoms) that move as one (Edmonds 1965).

Each person has a price, and so has each blossom; the two prices of a pair, and those of the blossoms
around both, are never under twice the pair's worth, and a pair that is made costs nothing more. Prices
are Python's integers, which have any size.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

NOBODY = -1
Link = tuple[int, int]


@dataclass
class Blossom:
    """An odd circle of people or blossoms; `links[i]` is the pair from the i-th to the one after.

    The first child holds the `base`, the one who is not paired within.
    """

    children: list[int]
    links: list[Link]
    base: int
    people: list[int]
    price: int = 0


@dataclass
class Nest:
    """Everybody by number; blossoms have numbers from there on. `top` is the outermost around each."""

    mate: list[int]
    prices: list[int]
    blossoms: dict[int, Blossom] = field(default_factory=dict)
    parent: dict[int, int] = field(default_factory=dict)
    top: list[int] = field(init=False)
    made: int = field(init=False)

    def __post_init__(self) -> None:
        self.made = len(self.mate)
        self.top = list(range(self.made))

    def base(self, blossom: int) -> int:
        """The one who is not paired within; of a single person that person."""
        return self.blossoms[blossom].base if blossom in self.blossoms else blossom

    def people(self, blossom: int) -> list[int]:
        """Everybody in it."""
        return self.blossoms[blossom].people if blossom in self.blossoms else [blossom]

    def pair(self, one: int, other: int) -> None:
        """These two are together."""
        self.mate[one], self.mate[other] = other, one

    def part(self, one: int) -> None:
        """Nobody is with them any more."""
        if (other := self.mate[one]) != NOBODY:
            self.mate[one] = self.mate[other] = NOBODY

    def turn(self, blossom: int, base: int) -> None:
        """Let `base` be the one who is not paired within."""
        if blossom not in self.blossoms:
            return
        each = self.blossoms[blossom]
        child = base
        while self.parent[child] != blossom:
            child = self.parent[child]
        self.turn(child, base)
        at, size = each.children.index(child), len(each.children)
        pairs = range(at + 1, size, 2) if at % 2 else range(at - 2, -1, -2)
        for place in pairs:
            one, other = each.links[place]
            self.turn(each.children[place], one)
            self.turn(each.children[(place + 1) % size], other)
            self.pair(one, other)
        each.children = each.children[at:] + each.children[:at]
        each.links = each.links[at:] + each.links[:at]
        each.base = base

    def close(self, children: list[int], links: list[Link], price: int = 0) -> int:
        """A circle moves as one from now on; its number."""
        key, self.made = self.made, self.made + 1
        people = [person for child in children for person in self.people(child)]
        self.blossoms[key] = Blossom(children, links, self.base(children[0]), people, price)
        for child in children:
            self.parent[child] = key
        for person in people:
            self.top[person] = key
        return key

    def out(self, key: int) -> Blossom:
        """An outermost blossom is no more; its children stand for themselves."""
        each = self.blossoms.pop(key)
        for child in each.children:
            del self.parent[child]
            for person in self.people(child):
                self.top[person] = child
        return each

    def dissolve(self, key: int) -> None:
        """A blossom without a price comes apart, and what in it has none."""
        if key in self.blossoms and not self.blossoms[key].price:
            for child in self.out(key).children:
                self.dissolve(child)

    def free(self, person: int) -> None:
        """Nobody is with them, and no blossom around them.

        Whoever was in one pays half of its price more: pairs within cost as before, others more.
        Who was with its base is left over.
        """
        while (key := self.top[person]) != person:
            each = self.blossoms[key]
            if each.price:
                self.part(each.base)
            for inside in each.people:
                self.prices[inside] += each.price // 2
            self.out(key)
        self.part(person)

    def left(self) -> list[int]:
        """Who is left over and still has a price."""
        mates = enumerate(self.mate)
        return [each for each, mate in mates if mate == NOBODY and self.prices[each]]

    def among(self, places: Iterable[int], size: int) -> "Nest":
        """The same with other numbers: everybody's new one, NOBODY for who is gone; `size` are there now."""
        new = dict(enumerate(places))
        for person in [each for each, place in new.items() if place == NOBODY]:
            self.free(person)
        found = Nest([NOBODY] * size, [0] * size)
        for person, place in new.items():
            if place != NOBODY:
                found.prices[place] = self.prices[person]
                found.mate[place] = new.get(self.mate[person], NOBODY)
        for key, each in self.blossoms.items():
            children = [new[child] for child in each.children]
            links = [(new[one], new[other]) for one, other in each.links]
            new[key] = found.close(children, links, each.price)
        return found
