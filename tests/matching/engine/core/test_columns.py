"""Candidates, then all pairs: as good as an independent exact solver, with prices that prove it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine.core import columns as under_test
from matching.engine.core import pricing
from matching.engine.core.blocks import TableSource
from matching.engine.core.columns import solve_source, surplus
from matching.engine.core.lists import lists_of
from matching.engine.core.pricing import violations
from tests.effort import examples
from tests.matching.engine.core.oracle import best_by_expansion
from tests.matching.engine.core.strategies import smalls

FAST = settings(deadline=None, max_examples=examples(150))


def solved(small):
    return solve_source(TableSource(small.table), small.capacity, small.bonus)


@FAST
@given(smalls())
def test_equals_the_dense_solver(small):
    pairs, total = best_by_expansion(small.values, small.allowed, small.capacity)
    assert divmod(int(solved(small).worth.sum()), small.bonus) == (pairs, total)


@FAST
@given(smalls(rows=12, columns=9), st.sampled_from([-1, 2, under_test.LATE]))
def test_one_candidate_each_is_enough_to_start_from(small, late):
    """Sold, with some or many who come in afterwards, or matched by SciPy."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(under_test, "FEW", 0)
        patch.setattr(under_test, "LATE", late)
        patch.setattr(under_test, "CANDIDATES", 1)
        patch.setattr(under_test, "NEAR", 1)
        patch.setattr(pricing, "MORE", 1)
        book = solved(small)
    pairs, total = best_by_expansion(small.values, small.allowed, small.capacity)
    assert divmod(int(book.worth.sum()), small.bonus) == (pairs, total)


@FAST
@given(smalls())
def test_all_pairs_at_once_choose_what_lists_of_all_of_them_do(small):
    book = solved(small)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(under_test, "_whole", lambda *_: None)
        patch.setattr(under_test, "LATE", -1)
        other = solved(small)
    assert book.chosen.tolist() == other.chosen.tolist()
    assert book.prices.tolist() == other.prices.tolist()


@FAST
@given(smalls())
def test_rules_hold_and_no_pair_at_all_is_worth_more_than_its_price(small):
    book = solved(small)
    rows = np.flatnonzero(book.chosen < book.nowhere)
    assert small.allowed[rows, book.chosen[rows]].all()
    load = np.bincount(book.chosen[rows], minlength=len(small.capacity))
    assert (load <= small.capacity).all()
    assert (book.prices[:-1] >= 0).all()
    assert (book.prices[:-1][load < small.capacity] == 0).all()
    surplus = book.worth - book.prices[book.chosen]
    assert (surplus >= 0).all()
    reduced = surplus[:, None] + book.prices[:-1] - small.values - small.bonus
    open_pairs = small.allowed & (small.capacity > 0)
    assert reduced[open_pairs].min(initial=0) == 0
    assert len(violations(TableSource(small.table), book)[0]) == 0


@pytest.mark.parametrize("late", [-1, under_test.LATE])
@pytest.mark.parametrize("places", [2, 4, 5])
def test_a_thousand_people_equal_the_dense_solver(places, late, monkeypatch):
    monkeypatch.setattr(under_test, "FEW", 0)
    monkeypatch.setattr(under_test, "LATE", late)
    random = np.random.default_rng(places)
    values = random.integers(0, 40, (1000, 6)) @ random.integers(0, 40, (6, 300))
    allowed = random.random(values.shape) < 0.3
    capacity = random.integers(1, places + 2, 300)
    bonus = 2 * 1000 * int(values.max()) + 1
    source = TableSource(np.where(allowed, values, -1).astype(np.float32))
    book = solve_source(source, capacity, bonus)
    assert divmod(int(book.worth.sum()), bonus) == best_by_expansion(values, allowed, capacity)


def test_who_must_go_without_is_known_beforehand():
    values = np.array([[5, 0, 7], [5, 0, 0], [3, 0, 0], [0, 0, 0]])
    rows, columns = np.nonzero(values)
    lists = lists_of(rows, columns, values[rows, columns], values.shape)
    found = [surplus(lists, np.array(places)) for places in ([1, 9, 1], [2, 0, 1], [1, 0, 0])]
    assert found == [1, 0, 2], "the fourth wants nobody, and nobody wants the second column"
