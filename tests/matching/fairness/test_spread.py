"""The worst-off tenth, and the load of mentors."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.fairness import spread

WHOLE = st.lists(st.integers(0, 9), min_size=1, max_size=30)


@given(WHOLE)
def test_gini_is_half_the_mean_difference_over_the_mean(values: list[int]) -> None:
    n, total = len(values), sum(values)
    pairs = sum(abs(a - b) for a in values for b in values)
    expected = pairs / (2 * n * total) if total else 0
    assert spread.gini(values) == pytest.approx(expected)
    assert spread.gini(values[::-1]) == spread.gini(values)


def test_the_ends_of_gini() -> None:
    assert spread.gini([2, 2, 2]) == 0
    assert spread.gini([0, 0, 0, 6]) == pytest.approx(3 / 4)
    assert spread.gini([]) == 0


def test_the_worst_off_tenth() -> None:
    found = spread.tail(range(1, 101), minimum=5)
    assert found is not None
    assert (found.n, found.size, found.points, found.all_points) == (100, 10, 55, 5050)
    assert (found.median, found.mean, found.gap) == (50.5, 5.5, 45)


def test_a_tenth_of_few_is_the_minimum_and_of_fewer_nothing() -> None:
    found = spread.tail([10, 20, 30, 40, 50, 60, 70, 80, 90, 100], minimum=5)
    assert found is not None
    assert (found.size, found.mean) == (5, 30)
    assert spread.tail([50] * 9, minimum=5) is None


def test_the_load() -> None:
    found = spread.load([3, 0, 1, 1, 2, 0], 9, minimum=5)
    assert found is not None
    assert found.spread == ((0, 2), (1, 2), (2, 1), (3, 1))
    assert (found.mentors, found.mentees, found.places) == (6, 7, 9)
    assert (found.busiest, found.theirs) == (1, 3)
    assert spread.load([1, 1, 1, 1], 4, minimum=5) is None
