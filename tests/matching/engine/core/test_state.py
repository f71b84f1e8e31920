"""Any sequence of edits ends where solving from scratch would."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine.core.blocks import TableSource
from matching.engine.core.columns import solve_source, violations
from matching.engine.core.state import State, bonus_for, moved
from tests.effort import examples
from tests.matching.engine.core.oracle import best_by_expansion

FAST = settings(deadline=None, max_examples=examples(120))
EDITS = ("veto", "allow", "lock", "unlock", "withdraw", "join", "capacity", "row", "column", "add")


def random_state(random, rows=7, columns=4, top=9):
    measures = random.integers(0, top, (rows, columns))
    measures[random.random((rows, columns)) < 0.3] = -1
    reference = random.integers(-1, columns, rows)
    stickiness = int(random.integers(0, 4))
    capacity = random.integers(0, 4, columns)
    bonus = 2 * 40 * (top + stickiness) + 1  # rows may join
    return State(measures, capacity, bonus, reference, stickiness)


def edit(state, kind, random):
    rows, columns = state.measures.shape
    row, column = int(random.integers(rows)), int(random.integers(columns))
    fresh_row, fresh_column = (random.integers(-1, 9, size) for size in (columns, rows))
    if kind == "lock":
        if state.vetoed[row, column] or state.measures[row, column] < 0:
            with pytest.raises(ValueError, match="may not be"):
                state.lock(row, column)
            return
        state.lock(row, column)
        return
    {
        "veto": lambda: state.veto(row, column),
        "allow": lambda: state.allow(row, column),
        "unlock": lambda: state.unlock(row),
        "withdraw": lambda: state.withdraw(row),
        "join": lambda: state.join(row),
        "capacity": lambda: state.set_capacity(column, int(random.integers(0, 5))),
        "row": lambda: state.edit_row(row, fresh_row),
        "column": lambda: state.edit_column(column, fresh_column),
        "add": lambda: state.add_row(fresh_row),
    }[kind]()


def from_scratch(state):
    """The best value of the same problem, by SciPy's dense solver."""
    rows = np.flatnonzero(state.present)
    values = state._worth(np.arange(len(state.measures)))[rows]
    if not len(rows):
        return 0
    allowed = values >= 0
    places = np.where(allowed, values, 0)
    pairs, _ = best_by_expansion(places, allowed, state.capacity)
    bonus = 2 * len(rows) * int(places.max(initial=0)) + 1
    total = best_by_expansion(places, allowed, state.capacity)[1]
    assert bonus <= state.bonus
    return pairs * state.bonus + total


def assert_proven(state):
    book = state.book
    assert book.prices[-1] == 0
    assert (state.prices >= 0).all()
    load = np.bincount(state.chosen[state.chosen >= 0], minlength=len(state.capacity))
    assert np.array_equal(load, book.load)
    assert (load <= state.capacity).all()
    assert (state.prices[load < state.capacity] == 0).all()
    here = np.flatnonzero(state.present)
    surplus = (book.worth - np.append(book.prices, 0)[book.chosen])[here]
    assert (surplus >= 0).all()
    values = state.table.values[here]
    reduced = surplus[:, None] + state.prices - values - state.bonus
    assert reduced[values >= 0].min(initial=0) == 0


@FAST
@given(st.integers(0, 2**32), st.lists(st.sampled_from(EDITS), min_size=1, max_size=12))
def test_edits_equal_from_scratch_and_stay_proven(seed, kinds):
    random = np.random.default_rng(seed)
    state = random_state(random)
    assert_proven(state)
    for kind in kinds:
        edit(state, kind, random)
        assert state.value == from_scratch(state), kind
        assert_proven(state)


@FAST
@given(st.integers(0, 2**32))
def test_more_never_worsens_and_less_never_improves(seed):
    random = np.random.default_rng(seed)
    state = random_state(random)
    row, column = int(random.integers(7)), int(random.integers(4))
    before = state.value
    state.set_capacity(column, int(state.capacity[column]) + 1)
    more = state.value
    assert more >= before
    state.veto(row, column)
    assert state.value <= more
    state.allow(row, column)
    assert state.value == more


@FAST
@given(st.integers(0, 2**32))
def test_locking_a_chosen_pair_changes_nothing(seed):
    state = random_state(np.random.default_rng(seed))
    before, value = state.chosen, state.value
    for row in np.flatnonzero(before >= 0).tolist():
        state.lock(row, int(before[row]))
    assert state.value == value
    assert not len(moved(before, state.chosen))


def test_a_place_is_worth_no_more_than_its_price():
    state = State(np.array([[9, 1], [8, 2]]), np.array([1, 1]), 100, np.array([-1, -1]))
    assert state.chosen.tolist() == [0, 1]
    assert state.prices[0] >= 6
    state.set_capacity(0, 2)
    assert state.chosen.tolist() == [0, 0]
    assert state.value == 217


def test_hundreds_of_edits_at_some_size():
    random = np.random.default_rng(3)
    values = random.integers(0, 40, (400, 6)) @ random.integers(0, 40, (6, 150))
    values[random.random(values.shape) < 0.7] = -1
    capacity = random.integers(1, 5, 150)
    state = State(values, capacity, bonus_for(values, 50), np.full(400, -1), 50)
    state.reference = state.chosen
    state.table.put(slice(None), slice(None), state._worth(np.arange(400)))
    state.book.recount()
    for _ in range(30):
        row = int(random.integers(400))
        if state.chosen[row] >= 0:
            state.veto(row, int(state.chosen[row]))
    assert state.value == from_scratch(state)
    assert not len(violations(TableSource(state.table.values), state.book)[0])
    assert (
        solve_source(TableSource(state.table.values), capacity, state.bonus).worth.sum()
        == state.value
    )
