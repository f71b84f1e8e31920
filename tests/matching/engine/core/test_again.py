"""An assignment taken up again is as good as one found anew, whatever has changed since."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine.core import again as under_test
from matching.engine.core import columns
from matching.engine.core.again import Before, again, first
from matching.engine.core.certificate import NotProven
from matching.engine.core.coded import NEVER, Coded
from matching.engine.core.edges import FORBIDDEN, UNREACHED, Table
from matching.engine.core.face import face_of
from tests.effort import examples
from tests.matching.engine.core.oracle import best_by_expansion

FAST = settings(deadline=None, max_examples=examples(150))
WORTHS = np.array([0, 1, 2, 3, 50, 51, 52, 53, 54, 1_000_000, -1])  # two levels in one word
BONUS = 2 * 40 * 1_000_001


def random_codes(random, rows=9, columns=5, share=0.7):
    codes = random.integers(0, len(WORTHS) - 1, (rows, columns)).astype(np.int16)
    codes[random.random(codes.shape) > share] = NEVER
    return codes


def best_value(codes, capacity):
    values = WORTHS[codes]
    allowed = codes != NEVER
    pairs, total = best_by_expansion(np.where(allowed, values, 0), allowed, capacity)
    return pairs * BONUS + total


def changed(random, codes, capacity):
    """A few pairs allowed, forbidden or worth something else, a row closed, places added or gone."""
    codes, capacity = codes.copy(), capacity.copy()
    for _ in range(random.integers(0, 4)):
        at = int(random.integers(codes.shape[0])), int(random.integers(codes.shape[1]))
        codes[at] = random.integers(-1, len(WORTHS) - 1)
    if random.random() < 0.3:
        codes[random.integers(codes.shape[0])] = NEVER
    if random.random() < 0.5:
        capacity[random.integers(len(capacity))] = random.integers(0, 4)
    return codes, capacity


def kept(book):
    return np.where(book.chosen < book.nowhere, book.chosen, -1), book.prices[:-1]


@FAST
@given(st.integers(0, 2**32))
def test_a_chain_of_changes_ends_as_from_nothing(seed):
    random = np.random.default_rng(seed)
    codes, capacity = random_codes(random), random.integers(0, 4, 5)
    book = first(Coded(codes, WORTHS), WORTHS, capacity, BONUS)
    for _ in range(6):
        assert int(book.worth.sum()) == best_value(codes, capacity)
        face_of(book.edges, book)
        chosen, prices = kept(book)
        codes, capacity = changed(random, codes, capacity)
        source = Coded(codes, WORTHS)
        book = again(source, capacity, BONUS, Before(chosen, prices)) or first(
            source, WORTHS, capacity, BONUS
        )


@FAST
@given(st.integers(0, 2**32))
def test_begun_among_few_candidates_all_pairs_are_looked_at(seed):
    """By worths that say little of what counts, and lists of one."""
    random = np.random.default_rng(seed)
    codes, capacity = random_codes(random), random.integers(0, 4, 5)
    with pytest.MonkeyPatch.context() as patch:
        for name, number in {"FEW": 0, "CANDIDATES": 1, "NEAR": 1}.items():
            patch.setattr(columns, name, number)
        rough = np.append(random.integers(0, 20, len(WORTHS) - 1), -1)
        book = first(Coded(codes, WORTHS), rough, capacity, BONUS)
    assert int(book.worth.sum()) == best_value(codes, capacity)
    face_of(book.edges, book)


@FAST
@given(st.integers(0, 2**32))
def test_told_which_rows_have_changed_the_others_need_no_look(seed):
    random = np.random.default_rng(seed)
    codes, capacity = random_codes(random), random.integers(0, 4, 5)
    book = first(Coded(codes, WORTHS), WORTHS, capacity, BONUS)
    for _ in range(6):
        before, (chosen, prices) = codes, kept(book)
        codes, capacity = changed(random, codes, capacity)
        touched = np.flatnonzero((codes != before).any(axis=1))
        source = Coded(codes, WORTHS)
        book = again(source, capacity, BONUS, Before(chosen, prices, touched)) or first(
            source, WORTHS, capacity, BONUS
        )
        face_of(source, book)
        assert int(book.worth.sum()) == best_value(codes, capacity)


@FAST
@given(st.integers(0, 2**32))
def test_told_too_few_it_is_the_best_or_not_proven(seed):
    """However wrong prices and rows are, the search ends."""
    random = np.random.default_rng(seed)
    codes, capacity = random_codes(random), random.integers(0, 4, 5)
    chosen, prices = random.integers(-1, 5, 9), random.integers(-5, 60, 5) * 1_000
    nobody = np.zeros(0, np.int64)
    source = Coded(codes, WORTHS)
    try:
        book = again(source, capacity, BONUS, Before(chosen, prices, nobody))
        proven = book and face_of(source, book)
    except NotProven:
        return
    if proven:
        assert int(book.worth.sum()) == best_value(codes, capacity)


@FAST
@given(st.integers(0, 2**32))
def test_any_start_at_all_ends_with_the_best(seed):
    """Prices and pairs of another problem: they cost time, never the answer."""
    random = np.random.default_rng(seed)
    codes, capacity = random_codes(random), random.integers(0, 4, 5)
    chosen = random.integers(-1, 5, 9)
    prices = random.integers(-5, 60, 5) * int(random.integers(1, 10_000))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(under_test, "MOST_CHANGED", 1.0)
        book = again(Coded(codes, WORTHS), capacity, BONUS, Before(chosen, prices))
    assert book is not None
    assert int(book.worth.sum()) == best_value(codes, capacity)
    face_of(book.edges, book)


def test_where_most_has_changed_one_starts_from_nothing():
    codes = np.zeros((40, 5), np.int16)
    nobody, free = np.full(40, -1), np.zeros(5, np.int64)
    assert again(Coded(codes, WORTHS), np.full(5, 8), BONUS, Before(nobody, free)) is None


def test_a_worse_assignment_is_not_proven():
    codes = np.array([[3, 0], [3, 2]], np.int16)
    book = first(Coded(codes, WORTHS), WORTHS, np.array([1, 1]), BONUS)
    assert kept(book)[0].tolist() == [0, 1]
    book.chosen[:] = [1, 0]
    with pytest.raises(NotProven):
        face_of(book.edges, book)


@FAST
@given(st.integers(0, 2**32), st.booleans())
def test_codes_are_read_as_a_table_would_be(seed, limited):
    random = np.random.default_rng(seed)
    coded = Coded(random_codes(random), WORTHS)
    table = Table(WORTHS[coded.codes])
    rows, base = np.array([1, 4, 7]), random.integers(-20, 60, 3)
    prices = random.integers(0, 60, 6)
    for one, other in zip(
        coded.offers(rows, base, prices), table.offers(rows, base, prices), strict=True
    ):
        assert [x.tolist() for x in vars(one).values()] == [
            x.tolist() for x in vars(other).values()
        ]
    labels = base[:, None] - table.values[rows]
    labels[table.values[rows] == FORBIDDEN] = UNREACHED
    least = labels.min(axis=0)
    below = least + random.integers(0, 2, len(least)) if limited else None
    found = list(coded.reach(rows, base, below))
    for one, other in zip(found, table.reach(rows, base, below), strict=True):
        assert [x.tolist() for x in one] == [x.tolist() for x in other]
    if limited:
        ((there, nearest, carriers),) = found
        assert there.tolist() == np.flatnonzero(least < below).tolist()
        assert nearest.tolist() == least[there].tolist()
        assert carriers.tolist() == rows[labels.argmin(axis=0)[there]].tolist()
    assert coded.column(2).tolist() == table.column(2).tolist()
