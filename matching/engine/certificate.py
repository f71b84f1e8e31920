"""Proves an assignment best, level by level, in exact integers and without trusting whoever found
it.
"""

from dataclasses import dataclass

import numpy as np

from matching.engine.features import Bools, Ints
from matching.engine.levels import Level, Word, most_pairs, pack
from matching.engine.prices import NOWHERE, NotOptimal, Prices, prices_of
from matching.engine.stages import restrict, settled

EXACT = 1 << 60  # int64 sums of values and prices stay below this


@dataclass(frozen=True)
class Stage:
    """Levels proven together: their packed values, the prices, and the least reduced cost of an
    allowed pair.
    """

    word: Word
    prices: Prices
    smallest: int


def certify(levels: list[Level], allowed: Bools, capacity: Ints, chosen: Ints) -> tuple[Stage, ...]:
    """The proof, stage by stage. Raises NotOptimal if `chosen` breaks a rule or could be better."""
    _check_feasible(allowed, capacity, chosen)
    stages: list[Stage] = []
    while levels:
        word, rest = pack(levels, most_pairs(allowed, capacity), EXACT)
        prices = prices_of(word.values, allowed, capacity, chosen)
        smallest = int(prices.reduced(word.values)[allowed].min(initial=0))
        if smallest < 0:
            raise NotOptimal("an allowed pair is worth more than its price")
        stages.append(Stage(word, prices, smallest))
        keep, allowed = settled(prices, word.values, allowed)
        levels = [keep, *restrict(rest, allowed)] if rest else []
    return tuple(stages)


def _check_feasible(allowed: Bools, capacity: Ints, chosen: Ints) -> None:
    rows = np.flatnonzero(chosen != NOWHERE)
    if not allowed[rows, chosen[rows]].all():
        raise NotOptimal("a chosen pair is not allowed")
    if (np.bincount(chosen[rows], minlength=len(capacity)) > capacity).any():
        raise NotOptimal("a mentor has more than their capacity")
