"""The solver where levels need more than one stage; the proof packs them into one and so checks
independently.
"""

import numpy as np
import pytest

from matching.engine.assign import FLOAT_EXACT, assign
from matching.engine.certificate import certify
from matching.engine.levels import Level, pack

BOTH = np.ones((2, 2), bool)
HUGE = 1 << 40


def solved(values: list, later: list, capacity: list) -> list[int]:
    levels = [Level("value", np.array(values)), Level("later", np.array(later))]
    assert pack(levels, 2, FLOAT_EXACT)[1], "must not fit into one stage"
    chosen = assign(levels, BOTH, np.array(capacity))
    assert len(certify(levels, BOTH, np.array(capacity), chosen)) == 1
    return chosen.tolist()


def test_a_later_level_does_not_empty_a_place_that_has_a_price():
    """Every pair is tight at prices 2000 and 0; the later level likes the second mentor for both."""
    values = [[10000, 8000], [7000, 5000]]
    assert solved(values, [[0, HUGE], [0, HUGE - 1]], [1, 2]) == [1, 0]
    assert solved(values, [[0, HUGE - 1], [0, HUGE]], [1, 2]) == [0, 1]


def test_a_later_level_does_not_swap_out_somebody_who_gains_more():
    assert solved([[9000, 0], [8000, 0]], [[0, 0], [HUGE, 0]], [1, 0]) == [0, -1]


def test_levels_too_large_for_exact_numbers_are_refused():
    with pytest.raises(OverflowError, match="2 pairs are too many for level value"):
        pack([Level("value", np.full((2, 2), FLOAT_EXACT))], 2, FLOAT_EXACT)
