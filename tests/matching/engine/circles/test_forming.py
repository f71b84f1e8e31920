"""Circles keep their sizes, never beat the bound, and meet it where no circle is too small."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine.circles import Wish, form_circles, value_of
from tests.effort import examples
from tests.matching.engine.circles.flow import flow

FAST = settings(deadline=None, max_examples=examples(80))


@st.composite
def wishes(draw, members=6, leaders=3):
    """With seats of their own, circles that meet already, two apart and, mostly, somebody who is held."""
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
    apart = frozenset({(0, n - 1), (0, n // 2)} - {(0, 0)}) if draw(st.booleans()) else frozenset()
    return Wish(affinity, functions, smallest, smallest + 1, penalty, seats, held, meets, apart)


def together(wish, chosen):
    """Those who must be apart and are not."""
    return [pair for pair in wish.apart if chosen[pair[0]] == chosen[pair[1]] >= 0]


def sizes_of(wish, chosen):
    return np.bincount(chosen[chosen >= 0], minlength=wish.circles)


def fits(wish, chosen, smallest):
    """A circle that meets already, or in which somebody is held, may be smaller."""
    sizes, least = sizes_of(wish, chosen), np.where(wish.stays, 1, smallest)
    return ((sizes == 0) | ((sizes >= least) & (sizes <= wish.room))).all()


def best(wish, smallest):
    """By trying everything."""
    choices = [[-1, *np.flatnonzero(row >= 0).tolist()] for row in wish.affinity]
    for row, column in wish.held.items():
        choices[row] = [column]
    tried = (np.array(picked) for picked in product(*choices))
    good = (each for each in tried if fits(wish, each, smallest) and not together(wish, each))
    return max((value_of(wish, each) for each in good), default=(0, 0))


@FAST
@given(wishes())
def test_sizes_hold_and_the_bound_is_the_best_without_a_least_size(wish):
    formed = form_circles(wish)
    reached = formed.matched, formed.value
    assert reached == value_of(wish, formed.circle_of)
    assert fits(wish, formed.circle_of, wish.smallest)
    assert together(wish, formed.circle_of) == []
    assert all(formed.circle_of[row] == column for row, column in wish.held.items())
    assert reached <= best(wish, wish.smallest)
    assert (formed.bound_matched, formed.bound) == best(replace(wish, apart=frozenset()), 1)


@pytest.mark.parametrize("seats", [8, 5, 3])
def test_the_bound_is_what_another_solver_finds_with_seats_to_spare_just_enough_or_too_few(seats):
    random = np.random.default_rng(seats)
    affinity = random.integers(0, 1_001, (150, 30))
    affinity[random.random(affinity.shape) < 0.6] = -1
    wish = Wish(affinity, random.integers(0, 6, 150), 1, seats, penalty=100)
    formed, exact = form_circles(wish), flow(wish)
    assert (formed.matched, formed.bound_matched) == (exact[0], exact[0])
    assert formed.value <= exact[1] <= formed.bound
    assert formed.bound - formed.value <= 150 // 13, "a thirteenth of a point for each member"


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
    apart = form_circles(replace(wish, apart=frozenset({(0, 2)})))
    assert apart.circle_of.tolist() == [1, 1, 0, 0], "the next best, beside whom they may sit"
    alone = form_circles(replace(wish, affinity=np.array([[9, 1]] + [[9, -1]] * 3)))
    assert alone.circle_of.tolist() == [1, 0, 0, 0]


def test_two_circles_with_somebody_held_do_not_take_from_each_other():
    wish = Wish(np.ones((3, 2), np.int64), np.zeros(3, np.int64), 2, 4, held={0: 0, 1: 1})
    assert form_circles(wish).circle_of.tolist() in ([0, 1, 0], [0, 1, 1])


def test_of_two_who_must_be_apart_the_one_looks_elsewhere_who_loses_less():
    affinity = np.array([[9, 1], [9, 8], [9, 1], [1, 9]])
    wish = Wish(affinity, np.zeros(4, np.int64), 2, 4, apart=frozenset({(0, 1)}))
    formed = form_circles(wish)
    assert formed.circle_of.tolist() == [0, 1, 0, 1]
    assert (formed.value, formed.bound) == (35, 36)


def test_refuses_to_hold_what_can_not_be():
    one = Wish(np.array([[-1]]), np.zeros(1, np.int64), 1, 1, held={0: 0})
    with pytest.raises(ValueError, match="may not be"):
        form_circles(one)
    two = Wish(np.ones((2, 1), np.int64), np.zeros(2, np.int64), 1, 1, held={0: 0, 1: 0})
    with pytest.raises(ValueError, match="more are held"):
        form_circles(two)


def test_refuses_sizes_that_make_no_sense():
    with pytest.raises(ValueError, match="smallest ≤ largest"):
        Wish(np.ones((2, 1), np.int64), np.zeros(2, np.int64), 5, 4)
