"""The best pairs where anybody may be with anybody: a matching in a general graph, not of two sides.

First the same people are solved as rows and as columns of an assignment (`core.again`). Its prices
cover the worth of every pair, but it may make circles, half a pair each. Circles of an even number
come apart into pairs of the same worth; of each odd one, one person is left over. From there
`core.blossoms` goes on: as a rule few are left over, and so there is little to do (Applegate and
Cook 1993).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.engine.core.again import NOWHERE, first
from matching.engine.core.blossoms import FAR, Forest
from matching.engine.core.certificate import NotProven
from matching.engine.core.coded import NEVER, Coded
from matching.engine.features import Ints

__all__ = ["NOWHERE", "Graph", "pair_up"]


@dataclass(frozen=True)
class Graph:
    """`codes` (people × people, symmetric, NEVER where two may not be paired, so on the diagonal);
    `worths` by code, the last one of NEVER, and `bonus` of a pair; `rough` as `core.again.first` has it.
    """

    codes: NDArray[np.int64]
    worths: Ints
    rough: Ints
    bonus: int


def pair_up(graph: Graph) -> Ints:
    """Each one's partner, or NOWHERE. Raises NotProven, which would be a defect."""
    people = len(graph.codes)
    if not (graph.codes != NEVER).any():
        return np.full(people, NOWHERE)
    source = Coded(graph.codes, graph.worths)
    book = first(source, graph.rough, np.ones(people, np.int64), graph.bonus)
    prices = book.prices[:-1]
    both = book.worth - np.append(prices, 0)[book.chosen] + prices
    worth = graph.worths[graph.codes] + graph.bonus
    cost = np.where(graph.codes != NEVER, both[:, None] + both - 2 * worth, FAR)
    forest = Forest(cost, both, _apart(book.chosen, people))
    forest.grow()
    if not forest.proves():
        raise NotProven("a pair is worth more than its prices")
    return np.array(forest.mate, np.int64)


def _apart(chosen: Ints, people: int) -> list[int]:
    """Pairs out of circles and chains; of an odd number one is left over."""
    follows = [int(column) if column < people else NOWHERE for column in chosen]
    heads = sorted(set(range(people)) - set(follows))
    mate, seen = [NOWHERE] * people, [False] * people
    for start in [*heads, *range(people)]:
        chain, here = [], start
        while here != NOWHERE and not seen[here]:
            seen[here] = True
            chain.append(here)
            here = follows[here]
        for one, other in zip(chain[::2], chain[1::2], strict=False):
            mate[one], mate[other] = other, one
    return mate
