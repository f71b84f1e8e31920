"""Circles keep their sizes, never beat the bound, and meet it where no circle is too small."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine.circles import Wish, form_circles, value_of

FAST = settings(deadline=None, max_examples=80)


@st.composite
def wishes(draw, members=6, leaders=3):
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    n, m = draw(st.integers(1, members)), draw(st.integers(1, leaders))
    affinity = random.integers(0, 10, (n, m))
    affinity[random.random((n, m)) < 0.2] = -1
    smallest = draw(st.integers(1, 3))
    return Wish(affinity, random.integers(0, 2, n), smallest, smallest + 1, draw(st.integers(0, 6)))


def best(wish, smallest):
    """By trying everything."""
    choices = [[-1, *np.flatnonzero(row >= 0).tolist()] for row in wish.affinity]
    found = (0, 0)
    for picked in product(*choices):
        chosen = np.array(picked)
        sizes = np.bincount(chosen[chosen >= 0], minlength=wish.affinity.shape[1])
        if ((sizes == 0) | ((sizes >= smallest) & (sizes <= wish.largest))).all():
            found = max(found, value_of(wish, chosen))
    return found


@FAST
@given(wishes())
def test_sizes_hold_and_the_bound_is_the_best_without_a_least_size(wish):
    formed = form_circles(wish)
    assert (formed.matched, formed.value) == value_of(wish, formed.circle_of)
    sizes = np.bincount(formed.circle_of[formed.circle_of >= 0])
    assert ((sizes == 0) | ((sizes >= wish.smallest) & (sizes <= wish.largest))).all()
    assert (formed.bound_matched, formed.bound) == best(wish, 1)
    assert (formed.matched, formed.value) <= best(wish, wish.smallest)


def test_a_penalty_mixes_functions():
    affinity = np.array([[5, 4], [5, 4], [4, 5], [4, 5]])
    together = form_circles(Wish(affinity, np.array([0, 0, 1, 1]), 2, 2))
    assert together.circle_of.tolist() == [0, 0, 1, 1]
    mixed = form_circles(Wish(affinity, np.array([0, 0, 1, 1]), 2, 2, penalty=3))
    assert np.bincount(mixed.circle_of[:2]).tolist() == [1, 1]
    assert (mixed.matched, mixed.value, mixed.bound) == (4, 18, 18)


def test_a_circle_too_small_is_closed():
    affinity = np.array([[9, 1], [9, 1], [9, 1], [1, 9]])
    formed = form_circles(Wish(affinity, np.zeros(4, np.int64), 2, 4))
    assert formed.circle_of.tolist() == [0, 0, 0, 0]
    assert (formed.value, formed.bound) == (28, 36)


def test_refuses_sizes_that_make_no_sense():
    with pytest.raises(ValueError, match="smallest ≤ largest"):
        form_circles(Wish(np.ones((2, 1), np.int64), np.zeros(2, np.int64), 5, 4))
