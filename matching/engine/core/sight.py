"""What pairs are worth among people who are all of one side, seen from one person or over all pairs.

A pair's worth has two words, of which the second counts only where the first is equal. In the search
they are one number of Python's, the first times 2^60: a second word never adds up to more over
everybody. Over many pairs the first word alone is looked at, as NumPy's integers, and the second only
where the first leaves it open: prices are cut at the same place.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.engine.core.around import Around, held
from matching.engine.core.coded import NEVER
from matching.engine.core.edges import CHUNK
from matching.engine.features import Ints

SHIFT = 60
NOT_ALLOWED = -(1 << 62)
#: A pair that may not be costs so much, whatever its prices.
FAR = (1 << 62) - 64


@dataclass(frozen=True)
class Graph:
    """`codes` (people × people, symmetric, NEVER where two may not be paired, so on the diagonal);
    `worths` by code, the last one of NEVER, and `bonus` of a pair; `rough` as `core.again.first` has it.
    `later` tells what pairs (rows, columns) are worth where all this is equal, the same both ways.
    """

    codes: NDArray[Any]
    worths: Ints
    rough: Ints
    bonus: int
    later: Callable[[Ints, Ints], Ints] | None = None

    def second(self, rows: Ints, columns: Ints) -> Ints:
        """What counts after the first word."""
        return self.later(rows, columns) if self.later else np.zeros(len(rows), np.int64)

    def allowed(self) -> bool:
        """Whether any two may be paired."""
        return bool((self.codes != NEVER).any())


class Sight:
    """A graph beside prices that change. `high` and `ways` are those of everybody in the first word,
    and whether they rise or fall from now on: a price at a time is high + way × time, but for one unit.
    """

    def __init__(self, graph: Graph, prices: list[int]) -> None:
        self.graph, self.twice = graph, 2 * (graph.worths + graph.bonus)
        self.twice[-1] = NOT_ALLOWED
        self.renew(prices)

    def renew(self, prices: list[int]) -> None:
        """Nobody's price is on its way."""
        self.high = np.array([price >> SHIFT for price in prices], np.int64)
        self.ways = np.zeros(len(prices), np.int64)

    def show(self, people: list[int], prices: list[int], way: int) -> None:
        """These go this way from now on; their prices are told as of the time 0."""
        for person in people:
            self.high[person] = prices[person] >> SHIFT
            self.ways[person] = way

    def about(self, one: int, price: int, now: int) -> Ints:
        """What a pair with each other person costs in the first word, three units off at most."""
        cost = self.high - self.twice[self.graph.codes[one]]
        cost += self.ways * (now >> SHIFT)
        cost += price >> SHIFT
        return cost

    def exactly(self, ones: int | Ints, others: Ints) -> list[int]:
        """Twice what pairs are worth."""
        rows = np.full(len(others), ones) if isinstance(ones, int) else ones
        first = self.twice[self.graph.codes[rows, others]].tolist()
        second = self.graph.second(rows, others).tolist()
        return [(a << SHIFT) + 2 * b for a, b in zip(first, second, strict=True)]

    def least(self, one: int, prices: list[int]) -> int:
        """The lowest price with which all of one's pairs cost nothing or more."""
        gain = self.twice[self.graph.codes[one]] - self.high
        near = np.flatnonzero(gain >= gain.max() - 4)
        worths = zip(near.tolist(), self.exactly(one, near), strict=True)
        return max(0, *(worth - prices[other] for other, worth in worths))

    # Over all pairs ----------------------------------------------------------------------------

    def faults(self, around: Around) -> set[int]:
        """Some people, without whose pairs the prices would cover all others, and those made exactly."""
        nest, found = around.nest, set[int]()
        for one, other, cost in self._costs(around, *held(nest)):
            if cost:
                found |= {one, other}
        costs = self._costs(around, *self._near(nest.prices))
        under = [{a, b} for a, b, cost in costs if cost < 0 and not {a, b} & found]
        while under:
            [(most, _times)] = Counter(each for pair in under for each in pair).most_common(1)
            found.add(most)
            under = [pair for pair in under if most not in pair]
        return found

    def _costs(self, around: Around, ones: Ints, others: Ints) -> Iterator[tuple[int, int, int]]:
        """Pairs with what they cost."""
        prices, worths = around.nest.prices, self.exactly(ones, others)
        both = around.both(ones, others)
        each = zip(ones.tolist(), others.tolist(), both, worths, strict=True)
        for one, other, key, worth in each:
            yield one, other, prices[one] + prices[other] + around.price[key] - worth

    def _near(self, prices: list[int]) -> tuple[Ints, Ints]:
        """Those of all pairs that do without the blossoms around them, each once."""
        self.renew(prices)
        low = np.array([price & (1 << SHIFT) - 1 for price in prices], np.int64)
        parts = [(np.zeros(0, np.int64), np.zeros(0, np.int64))]
        size = len(prices)
        step = max(1, CHUNK // max(1, size))
        for start in range(0, size, step):
            cost = (
                self.high[start : start + step, None]
                - self.twice[self.graph.codes[start : start + step]]
            )
            cost += self.high
            rows, columns = np.divmod(np.flatnonzero(cost < 2), max(1, size))
            first = np.maximum(cost[rows, columns], -3)
            rows += start
            rest = low[rows] + low[columns] - 2 * self.graph.second(rows, columns)
            under = (rows < columns) & ((first << SHIFT) + rest < 0)
            parts.append((rows[under], columns[under]))
        return np.concatenate([a for a, _ in parts]), np.concatenate([b for _, b in parts])
