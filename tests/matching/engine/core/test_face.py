"""Among the assignments that are best, the best by what counts next; and what is no proof of it."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine.core.again import first
from matching.engine.core.certificate import NotProven
from matching.engine.core.coded import NEVER, Coded
from matching.engine.core.face import Face, face_of
from tests.effort import examples

FAST = settings(deadline=None, max_examples=examples(200))
WORTHS = np.array([0, 1, 2, -1])


def every(codes, capacity):
    """Every assignment, -1 for nobody."""
    choices = [[-1, *np.flatnonzero(row != NEVER).tolist()] for row in codes]
    for chosen in product(*choices):
        load = np.bincount([c for c in chosen if c >= 0], minlength=len(capacity))
        if (load <= capacity).all():
            yield chosen


def worth(chosen, table):
    return sum(int(table[row, column]) for row, column in enumerate(chosen) if column >= 0)


@FAST
@given(st.integers(0, 2**32), st.booleans())
def test_equals_trying_everything(seed, warm):
    random = np.random.default_rng(seed)
    codes = random.integers(-1, 3, (4, 3)).astype(np.int16)
    capacity, second = random.integers(0, 3, 3), random.integers(0, 6, (4, 3))
    bonus = 40
    book = first(Coded(codes, WORTHS), WORTHS, capacity, bonus)
    face = face_of(book.edges, book)
    begin = random.integers(-9, 9, 3) if warm else np.zeros(3, np.int64)
    values = second[face.rows, face.columns]
    chosen, prices, _circles = face.best(values, book.chosen, begin)
    narrow = face.narrowed(values, chosen, prices)
    found = [c if c < 3 else -1 for c in chosen.tolist()]
    table = WORTHS[codes] + bonus
    ranks = {each: (worth(each, table), worth(each, second)) for each in every(codes, capacity)}
    best = max(ranks.values())
    assert ranks[tuple(found)] == best
    costless = set(zip(narrow.rows.tolist(), narrow.columns.tolist(), strict=True))
    for each, rank in ranks.items():
        if rank == best:
            assert {(r, c) for r, c in enumerate(each) if c >= 0} <= costless


#: Two rows, for whom one column's place is worth 5 and 7; it must be taken, a second column may not be had.
ROWS, COLUMNS, VALUES = np.array([0, 1]), np.array([0, 0]), np.array([5, 7])
ONE = Face(ROWS, COLUMNS, np.ones(2, bool), np.array([False, True]), np.array([1, 0]))


@pytest.mark.parametrize(
    ("chosen", "price", "says"),
    [
        ([2, 0], 3, "a pair is worth more than it costs"),
        ([2, 0], 8, "a row or a column would rather have nothing"),
        ([2, 2], 0, "a row or a column must have something"),
        ([1, 0], 7, "a chosen pair is not worth its price"),
    ],
)
def test_says_what_is_wrong(chosen, price, says):
    with pytest.raises(NotProven, match=says):
        ONE.narrowed(VALUES, np.array(chosen), np.array([price, 0]))


def test_the_least_price_is_what_the_next_one_would_pay():
    chosen, prices, circles = ONE.best(VALUES, np.array([2, 0]), None)
    assert (chosen.tolist(), prices.tolist(), circles) == ([2, 0], [5, 0], 0)
    ONE.narrowed(VALUES, chosen, prices)
