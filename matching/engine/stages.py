"""Walks down the objective: once some levels are at their best, only assignments that keep them
there go on.

By complementary slackness those are exactly the ones that use pairs of reduced cost 0 only, match
everyone whose price is above 0, and fill every place whose price is above 0. The last two become a
level of their own.
"""

import numpy as np

from matching.engine.features import Bools, Ints
from matching.engine.levels import SETTLED, Level
from matching.engine.prices import Prices


def settled(prices: Prices, values: Ints, allowed: Bools) -> tuple[Level, Bools]:
    """The level that keeps what is settled, and the pairs still allowed."""
    tight = allowed & (prices.reduced(values) == 0)
    owed = (prices.mentees > 0).astype(np.int64)[:, None] + (prices.mentors > 0)[None, :]
    return Level(SETTLED, np.where(tight, owed, 0)), tight


def restrict(levels: list[Level], allowed: Bools) -> list[Level]:
    """The levels with nothing left where a pair is no longer allowed."""
    return [Level(lv.name, np.where(allowed, lv.values, 0), lv.unit, lv.shift) for lv in levels]
