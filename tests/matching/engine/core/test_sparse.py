"""SciPy's sparse matching as a start: places of one column, having nobody, and what it can't do."""

import numpy as np
import pytest
from hypothesis import given, settings

from matching.engine.core import sparse as under_test
from matching.engine.core.sparse import Pairs, sparse_start
from tests.effort import examples
from tests.matching.engine.core.oracle import best_by_expansion
from tests.matching.engine.core.strategies import smalls


def pairs_of(small, bonus=0):
    rows, columns = np.nonzero(small.allowed)
    return Pairs(rows, columns, small.values[rows, columns].astype(float) + bonus)


@settings(deadline=None, max_examples=examples(100))
@given(smalls())
def test_equals_the_dense_solver(small):
    chosen = sparse_start(pairs_of(small, small.bonus), small.capacity, np.zeros(len(small.values)))
    rows = np.flatnonzero(chosen < len(small.capacity)) if chosen is not None else []
    total = int(small.values[rows, chosen[rows]].sum()) if len(rows) else 0
    found = len(rows), total
    assert found == best_by_expansion(small.values, small.allowed, small.capacity)


#: Two rows that both want the one column; having nobody is worth 0, or may not be.
WANTED = Pairs(np.array([0, 1]), np.array([0, 0]), np.array([5.0, 7.0]))


@pytest.mark.parametrize(
    ("places", "alone", "found"),
    [
        (1, [0, 0], [1, 0]),
        (1, [-np.inf, 0], [0, 1]),
        (2, [-np.inf, -np.inf], [0, 0]),
        (1, [0, 6], [0, 1]),
    ],
)
def test_who_must_have_somebody_has(places, alone, found):
    assert sparse_start(WANTED, np.array([places]), np.array(alone, float)).tolist() == found


@pytest.mark.parametrize("places", [0, 1])
def test_says_where_there_is_none(places):
    assert sparse_start(WANTED, np.array([places]), np.full(2, -np.inf)) is None


def test_too_many_places_are_left_to_others(monkeypatch):
    monkeypatch.setattr(under_test, "MOST", 5)
    assert sparse_start(WANTED, np.array([9]), np.zeros(2)) is None, "two pairs of two places, two"
