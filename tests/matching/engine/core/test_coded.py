"""Pairs by a code of two bytes: what is left out unseen is what a look at each pair leaves out."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine.core import coded
from matching.engine.core.coded import NEVER, Coded
from tests.effort import examples


@settings(deadline=None, max_examples=examples(100))
@given(st.integers(0, 2**32), st.booleans())
def test_what_reaches_a_floor_is_found_and_nothing_else(seed, rising):
    """Worths may rise with the codes or not, and floors lie anywhere, above and below all of them."""
    random = np.random.default_rng(seed)
    worths = random.integers(0, 1 << 40, 12)
    worths = np.append(np.sort(worths) if rising else worths, -1)
    codes = random.integers(NEVER, 12, (random.integers(1, 9), random.integers(0, 7))).astype(
        "int16"
    )
    groups, rows = int(random.integers(1, 4)), len(codes)
    group = random.integers(0, groups, codes.shape[1])
    floor = random.choice(np.append(worths, [-(1 << 50), 1 << 50]), (rows, groups))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(coded, "CHUNK", 8)  # several blocks
        parts = list(Coded(codes, worths).reaching(floor, group))
    found = [
        tuple(each) for part in parts for each in zip(*(x.tolist() for x in part), strict=True)
    ]
    assert found == [
        (row, column, int(worths[code]))
        for row, line in enumerate(codes)
        for column, code in enumerate(line.tolist())
        if code != NEVER and worths[code] >= floor[row, group[column]]
    ]
