"""The best pairs where anybody may be with anybody: a matching in a general graph, not of two sides.

From nothing, the same people are first solved as rows and as columns of an assignment (`core.again`,
`core.face`). Its prices cover the worth of every pair, but it may make circles, half a pair each.
Circles of an even number come apart into pairs of the same worth; of each odd one, one person is left
over. From those few, trees are grown (`core.tree`): as a rule there is little to do (Applegate and Cook
1993).

From where it stood, whoever is in a pair that costs something now, or could be in one that is worth more
than its prices, is left over, at the least price that covers their pairs; blossoms around them come
apart. Everybody else's prices still hold, so again a few trees are all.
"""

import numpy as np

from matching.engine.core.again import MOST_CHANGED, NOWHERE, first
from matching.engine.core.around import Around
from matching.engine.core.blossoms import NOBODY, Nest
from matching.engine.core.certificate import NotProven
from matching.engine.core.coded import Coded
from matching.engine.core.face import face_of
from matching.engine.core.sight import SHIFT, Graph, Sight
from matching.engine.core.standins import even
from matching.engine.core.tree import Tree
from matching.engine.features import Ints

__all__ = ["NOWHERE", "Graph", "Nest", "pair_up", "partners"]

TRIES = 4  # one is enough


def pair_up(graph: Graph, before: Nest | None = None) -> Nest:
    """The best pairs with the prices that prove it, from where it stood `before`, or from nothing.

    Stand-ins come after everybody; see `core.standins`. What stood before is used up. Raises NotProven,
    which would be a defect.
    """
    people, filled = len(graph.codes), even(graph)
    size = len(filled.codes)
    if before:
        here = [place if place < size else NOBODY for place in range(len(before.mate))]
        try:
            return _settled(filled, before.among(here, size), max(8, int(MOST_CHANGED * people)))
        except NotProven:
            pass
    nothing = Nest([NOBODY] * size, [0] * size)
    return _settled(filled, _halved(filled) if filled.allowed() else nothing, size)


def partners(nest: Nest, people: int) -> Ints:
    """Each one's partner, or NOWHERE for who is left over, or with a stand-in."""
    mates = np.array(nest.mate[:people], np.int64)
    mates[mates >= people] = NOWHERE
    return mates


def _settled(graph: Graph, nest: Nest, most: int) -> Nest:
    """Made the best again. Raises NotProven, also where more than `most` people are not where they may be."""
    sight = Sight(graph, nest.prices)
    for _ in range(TRIES):
        around = Around(nest)
        _require_formed(around)
        faults = sight.faults(around)
        if not faults and not nest.left():
            return nest
        if len(faults) > most:
            break
        _free(nest, sight, faults)
        for root in nest.left():
            if nest.mate[root] == NOBODY and nest.prices[root]:
                Tree(nest, sight).grow(root)
    raise NotProven("a pair is worth more than its prices")


def _free(nest: Nest, sight: Sight, people: set[int]) -> None:
    """Leave these over, at the least price."""
    for person in people:
        nest.free(person)
    sight.renew(nest.prices)
    for person in people:
        nest.prices[person] = sight.least(person, nest.prices)
        sight.show([person], nest.prices, 0)


def _require_formed(around: Around) -> None:
    """What the proof asks beside prices that cover every pair, and those made exactly, and nobody left
    over who has one: blossoms are full, and nobody pays less than nothing. Raises NotProven.
    """
    nest = around.nest
    if any(nest.mate[mate] != one for one, mate in enumerate(nest.mate) if mate != NOBODY):
        raise NotProven("somebody is in two pairs")
    if not around.full():
        raise NotProven("a blossom is not full")
    if min([*nest.prices, *(each.price for each in nest.blossoms.values()), 0]) < 0:
        raise NotProven("somebody pays less than nothing")


def _halved(graph: Graph) -> Nest:
    """The assignment of people to people, its circles and chains taken apart, and its prices."""
    people = len(graph.codes)
    source, places = Coded(graph.codes, graph.worths), np.ones(people, np.int64)
    book = first(source, graph.rough, places, graph.bonus)
    face = face_of(source, book)
    values = graph.second(face.rows, face.columns)
    begun = face.begun(values, book.chosen)
    chosen, second, _circles = face.best(values, begun, np.zeros(people, np.int64))
    high = book.worth - np.append(book.prices[:-1], 0)[book.chosen] + book.prices[:-1]
    placed = np.flatnonzero(chosen < people)
    low = second.copy()
    low[placed] += graph.second(placed, chosen[placed]) - second[chosen[placed]]
    prices = [(a << SHIFT) + b for a, b in zip(high.tolist(), low.tolist(), strict=True)]
    return Nest(_apart(chosen, people), prices)


def _apart(chosen: Ints, people: int) -> list[int]:
    """Pairs out of circles and chains; of an odd number one is left over."""
    follows = [int(column) if column < people else NOBODY for column in chosen]
    heads = sorted(set(range(people)) - set(follows))
    mate, seen = [NOBODY] * people, [False] * people
    for start in [*heads, *range(people)]:
        chain, here = [], start
        while here != NOBODY and not seen[here]:
            seen[here] = True
            chain.append(here)
            here = follows[here]
        for one, other in zip(chain[::2], chain[1::2], strict=False):
            mate[one], mate[other] = other, one
    return mate
