"""Moves and swaps only ever help, and none is left that would."""

from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matching.engine.circles import Wish, value_of
from matching.engine.circles.swaps import improve
from tests.matching.engine.circles.test_forming import FAST, together


@st.composite
def seatings(draw):
    """Twelve members who sit somewhere in three circles as well as they may, at random."""
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    affinity = random.integers(0, 10, (12, 3))
    affinity[random.random(affinity.shape) < 0.2] = -1
    chosen = np.repeat(np.arange(3), 4)
    random.shuffle(chosen)
    apart = {
        (one, other)
        for one, other in combinations(range(12), 2)
        if random.random() < 0.1 and chosen[one] != chosen[other]
    }
    affinity[np.arange(12), chosen] = random.integers(0, 10, 12)
    held = {row: int(chosen[row]) for row in range(draw(st.integers(0, 3)))}
    functions, penalty = random.integers(0, 4, 12), draw(st.integers(0, 4))
    wish = Wish(affinity, functions, 3, 5, penalty, held=held, apart=frozenset(apart))
    return wish, chosen


def neighbours(wish, chosen):
    """Every seating that one move or one swap away may be."""
    rows = [row for row in range(12) if row not in wish.held]
    for row in rows:
        for column in range(3):
            yield _with(chosen, {row: column})
    for one, other in combinations(rows, 2):
        yield _with(chosen, {one: chosen[other], other: chosen[one]})


def _with(chosen, changes):
    other = chosen.copy()
    other[list(changes)] = list(changes.values())
    return other


def allowed(wish, chosen):
    here = wish.affinity[np.arange(12), chosen] >= 0
    sizes = np.bincount(chosen, minlength=3)
    return here.all() and set(sizes) <= {3, 4, 5} and not together(wish, chosen)


@FAST
@given(seatings())
def test_a_seating_is_never_worse_after_it_and_no_move_or_swap_is_left(given):
    wish, chosen = given
    better = improve(wish, chosen)
    assert allowed(wish, better)
    assert all(better[row] == column for row, column in wish.held.items())
    reached = value_of(wish, better)
    assert reached >= value_of(wish, chosen)
    for each in neighbours(wish, better):
        if allowed(wish, each):
            assert value_of(wish, each) <= reached
