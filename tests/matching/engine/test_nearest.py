"""The best columns of many rows, as sorting each row finds them."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine import nearest as module
from matching.engine.nearest import NEAR, NOBODY, Nearest, nearest
from tests.effort import examples


def by_sorting(total, allowed, row):
    columns = np.flatnonzero(allowed[row]).tolist()
    best = sorted(columns, key=lambda column: (-total[row, column], column))[:NEAR]
    return best + [NOBODY] * (NEAR - len(best))


@settings(deadline=None, max_examples=examples(60))
@given(st.integers(0, 2**32), st.integers(0, 7), st.integers(0, 9))
def test_the_best_of_each_row(seed, height, width):
    random = np.random.default_rng(seed)
    total = random.integers(0, 3, (height, width)).astype(np.int32)
    allowed = random.random((height, width)) < random.random()
    rows = random.permutation(height)
    wanted = [by_sorting(total, allowed, row) for row in rows]
    assert nearest(total, allowed, rows).tolist() == wanted
    kept = Nearest(total, allowed)
    kept.of(rows[:2])
    assert kept.of(rows).tolist() == wanted
    assert nearest(total, allowed, rows[:0]).shape == (0, NEAR)


def test_a_few_rows_at_a_time_come_to_the_same(monkeypatch):
    random = np.random.default_rng(3)
    total, allowed = random.integers(0, 9, (9, 5)).astype(np.int32), np.ones((9, 5), bool)
    whole = nearest(total, allowed, np.arange(9))
    monkeypatch.setattr(module, "CHUNK", 10)
    assert nearest(total, allowed, np.arange(9)).tolist() == whole.tolist()
