"""Which blossom is the innermost around two people, for many pairs at once."""

import numpy as np

from matching.engine.core.blossoms import NOBODY, Nest
from matching.engine.features import Ints


class Around:
    """A nest as it stands. Blossoms lie in each other like the branches of a tree, whose root is what
    isn't in any; from everything `up` leads 1, 2, 4, ... steps towards it.
    """

    def __init__(self, nest: Nest) -> None:
        self.nest, self.root = nest, nest.made
        parent = np.full(nest.made + 1, nest.made, np.int64)
        if nest.parent:
            parent[list(nest.parent)] = list(nest.parent.values())
        self.depth, self.price = np.zeros(nest.made + 1, np.int64), {self.root: 0}
        for key in sorted(nest.blossoms, reverse=True):  # what is around comes later
            around = int(parent[key])
            self.depth[key] = self.depth[around] + 1
            self.price[key] = self.price[around] + nest.blossoms[key].price
        people = np.arange(len(nest.mate))
        self.depth[people] = self.depth[parent[people]] + 1
        self.up = [parent]
        for _ in range(int(self.depth.max(initial=0)).bit_length()):
            self.up.append(self.up[-1][self.up[-1]])

    def both(self, ones: Ints, others: Ints) -> list[int]:
        """The blossom in which each two meet, or the root."""
        here, there = np.array(ones), np.array(others)
        for near, far in ((here, there), (there, here)):
            self._lift(far, np.maximum(self.depth[far] - self.depth[near], 0))
        for step in reversed(self.up):
            apart = step[here] != step[there]
            here[apart], there[apart] = step[here[apart]], step[there[apart]]
        found: list[int] = np.where(here == there, here, self.up[0][here]).tolist()
        return found

    def _lift(self, nodes: Ints, steps: Ints) -> None:
        for place, step in enumerate(self.up):
            some = (steps >> place & 1).astype(bool)
            nodes[some] = step[nodes[some]]

    def full(self) -> bool:
        """Whether all blossoms hold as many pairs as they can."""
        pairs = np.array([(a, b) for a, b in enumerate(self.nest.mate) if b > a], np.int64)
        inside = dict.fromkeys([*self.nest.blossoms, self.root], 0)
        for key in self.both(*pairs.reshape(-1, 2).T):
            inside[key] += 1
        for key in sorted(self.nest.blossoms):
            inside[self.nest.parent.get(key, self.root)] += inside[key]
        blossoms = self.nest.blossoms.items()
        return all(2 * inside[key] + 1 == len(each.people) for key, each in blossoms)


def held(nest: Nest) -> tuple[Ints, Ints]:
    """The pairs that must cost nothing: those made, and those that hold blossoms together."""
    made = [(one, mate) for one, mate in enumerate(nest.mate) if mate != NOBODY and mate > one]
    links = [link for each in nest.blossoms.values() for link in each.links]
    both = np.array(made + links, np.int64).reshape(-1, 2)
    return both[:, 0], both[:, 1]
