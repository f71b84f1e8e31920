"""Simulated organisations with three crossing partitions, checked person by person."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.privacy.cells import Cell
from core.privacy.gateway import decide
from tests.core.privacy.populations import (
    bare_threshold,
    next_smallest_hidden,
    revealed_groups,
    reveals_difference,
    three_way,
)
from tests.effort import examples

SEEDS = range(20)
SHAPE = (4, 5, 6)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_small_group_can_be_worked_out(seed):
    released = decide(three_way(40, SHAPE, seed)).released
    assert revealed_groups(released, 5) == []
    assert len(released) > 1


def test_a_bare_threshold_leaks_in_the_same_simulation():
    leaking = [
        seed for seed in SEEDS if revealed_groups(bare_threshold(three_way(40, SHAPE, seed), 5), 5)
    ]
    assert len(leaking) == 20


def test_hiding_the_next_smallest_leaks_in_the_same_simulation():
    leaking = [
        seed
        for seed in SEEDS
        if revealed_groups(next_smallest_hidden(three_way(40, SHAPE, seed), 5), 5)
    ]
    assert len(leaking) == 4


@pytest.mark.parametrize("seed", range(5))
def test_no_small_group_can_be_worked_out_from_two_periods(seed):
    """Three people join and two leave: each period alone is safe, both together are too."""
    before = three_way(34, SHAPE, seed)
    first = decide(before).released
    after = [_moved_on(cell, index) for index, cell in enumerate(before)]
    second = decide(after, memory=[cell.people for cell in first]).released
    assert revealed_groups([*first, *second], 5) == []
    forgetful = decide(after).released
    assert revealed_groups([*first, *forgetful], 5)


def _moved_on(cell: Cell, index: int) -> Cell:
    joiners = {34, 35, 36} if cell.partition == "all" or cell.label.endswith(" 0") else set()
    return Cell(cell.partition, cell.label, (cell.people - {0, 1}) | joiners)


memberships = st.lists(
    st.tuples(st.integers(0, 1), st.integers(0, 2), st.integers(0, 2)), min_size=6, max_size=13
)


@settings(max_examples=examples(60), deadline=None)
@given(memberships, st.integers(2, 5))
def test_not_even_a_difference_of_small_groups(rows, minimum):
    cells = [Cell("all", "Everyone", frozenset(range(len(rows))))]
    for place, partition in enumerate(("track", "unit", "site")):
        for part in range(3):
            members = frozenset(person for person, row in enumerate(rows) if row[place] == part)
            cells.append(Cell(partition, str(part), members))
    released = decide(cells, minimum=minimum).released
    assert not released or not reveals_difference(released, minimum)


@pytest.mark.parametrize(("people", "minimum"), [(150, 5), (150, 10), (20_000, 5)])
def test_sixty_cells_of_many_people_are_mostly_released(people, minimum):
    cells = three_way(people, (20, 20, 20), seed=1)
    released = decide(cells, minimum=minimum).released
    assert len(released) > 20
