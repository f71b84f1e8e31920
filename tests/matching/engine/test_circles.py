"""Circles keep their sizes, never beat the bound, and meet it where no circle is too small."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine.circles import Wish, form_circles, value_of
from tests.effort import examples

FAST = settings(deadline=None, max_examples=examples(80))


@st.composite
def wishes(draw, members=6, leaders=3):
    """With seats of their own, circles that meet already and, mostly, somebody who is held."""
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    n, m = draw(st.integers(1, members)), draw(st.integers(1, leaders))
    affinity = random.integers(0, 10, (n, m))
    affinity[random.random((n, m)) < 0.2] = -1
    smallest = draw(st.integers(1, 3))
    functions, penalty = random.integers(0, 2, n), draw(st.integers(0, 6))
    seats = random.integers(1, smallest + 2, m)
    free = np.argwhere(affinity >= 0).tolist()
    held = dict(free[:1]) if draw(st.booleans()) else {}
    meets = frozenset(draw(st.sets(st.integers(0, m - 1), max_size=1)))
    return Wish(affinity, functions, smallest, smallest + 1, penalty, seats, held, meets)


def least_of(wish, smallest):
    """A circle that meets already, or in which somebody is held, may be smaller."""
    least = np.full(wish.affinity.shape[1], smallest)
    least[[*wish.held.values(), *wish.meets]] = 1
    return least


def best(wish, smallest):
    """By trying everything."""
    choices = [[-1, *np.flatnonzero(row >= 0).tolist()] for row in wish.affinity]
    for row, column in wish.held.items():
        choices[row] = [column]
    least = least_of(wish, smallest)
    found = (0, 0)
    for picked in product(*choices):
        chosen = np.array(picked)
        sizes = np.bincount(chosen[chosen >= 0], minlength=wish.affinity.shape[1])
        if ((sizes == 0) | ((sizes >= least) & (sizes <= wish.room))).all():
            found = max(found, value_of(wish, chosen))
    return found


@FAST
@given(wishes())
def test_sizes_hold_and_the_bound_is_the_best_without_a_least_size(wish):
    formed = form_circles(wish)
    assert (formed.matched, formed.value) == value_of(wish, formed.circle_of)
    leaders = wish.affinity.shape[1]
    sizes = np.bincount(formed.circle_of[formed.circle_of >= 0], minlength=leaders)
    least = least_of(wish, wish.smallest)
    assert ((sizes == 0) | ((sizes >= least) & (sizes <= wish.room))).all()
    assert all(formed.circle_of[row] == column for row, column in wish.held.items())
    reached = (formed.matched, formed.value)
    assert reached <= best(wish, wish.smallest)
    assert (formed.bound_matched, formed.bound) == best(wish, 1)


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


def test_a_circle_with_somebody_held_is_filled_instead_of_closed():
    affinity = np.array([[9, 1], [9, 1], [9, 2], [9, 1]])
    wish = Wish(affinity, np.zeros(4, np.int64), 2, 4, held={0: 1})
    formed = form_circles(wish)
    assert formed.circle_of.tolist() == [1, 0, 1, 0]
    alone = form_circles(replace(wish, affinity=np.array([[9, 1]] + [[9, -1]] * 3)))
    assert alone.circle_of.tolist() == [1, 0, 0, 0]


def test_refuses_to_hold_what_can_not_be():
    one = Wish(np.array([[-1]]), np.zeros(1, np.int64), 1, 1, held={0: 0})
    with pytest.raises(ValueError, match="may not be"):
        form_circles(one)
    two = Wish(np.ones((2, 1), np.int64), np.zeros(2, np.int64), 1, 1, held={0: 0, 1: 0})
    with pytest.raises(ValueError, match="more are held"):
        form_circles(two)


def test_refuses_sizes_that_make_no_sense():
    with pytest.raises(ValueError, match="smallest ≤ largest"):
        form_circles(Wish(np.ones((2, 1), np.int64), np.zeros(2, np.int64), 5, 4))
