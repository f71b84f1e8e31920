"""The exact tests agree with others' and with counting by hand."""

from itertools import product
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import fisher_exact

from matching.fairness import chance

ROWS = st.integers(1, 25).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(ROWS, ROWS)
def test_two_groups_are_fishers_test(one: tuple[int, int], other: tuple[int, int]) -> None:
    table = [[one[0], one[1] - one[0]], [other[0], other[1] - other[0]]]
    expected = fisher_exact(table).pvalue
    assert chance.among([one, other]).p == pytest.approx(expected, abs=1e-6)
    assert chance.against(*one, *other) == pytest.approx(expected, abs=1e-12)


def by_hand(rows: list[tuple[int, int]]) -> float:
    """Every table with these margins, in whole numbers."""
    goal = sum(hits for hits, _n in rows)
    ways = []
    for hits in product(*(range(n + 1) for _hits, n in rows)):
        if sum(hits) == goal:
            weight = 1
            for each, (_hits, n) in zip(hits, rows, strict=True):
                weight *= comb(n, each)
            ways.append((weight, hits))
    observed = next(w for w, hits in ways if hits == tuple(each for each, _n in rows))
    return sum(w for w, _h in ways if w <= observed) / sum(w for w, _h in ways)


@given(
    st.lists(
        st.integers(1, 5).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
        min_size=2,
        max_size=4,
    )
)
def test_several_groups_are_counted_out(rows: list[tuple[int, int]]) -> None:
    found = chance.among(rows)
    assert found.exact
    assert found.p == pytest.approx(by_hand(rows), abs=1e-6)
    assert chance.among(rows[::-1]) == found


def test_a_known_table() -> None:
    # Tea, of Fisher (1935): 3 of 4 against 1 of 4.
    assert chance.against(3, 4, 1, 4) == pytest.approx(34 / 70)


def test_too_many_tables_are_sampled_and_it_says_so() -> None:
    rows = [(40 + place, 50 + 3 * place) for place in range(12)]
    found = chance.among(rows)
    assert (found.exact, chance.among(rows[::-1])) == (False, found)
    assert 0.2 < found.p < 0.6


@pytest.mark.parametrize("rows", [[], [(3, 5)], [(3, 5), (0, 0)], [(5, 5), (9, 9)]])
def test_nothing_to_compare_is_no_difference(rows: list[tuple[int, int]]) -> None:
    assert chance.among(rows).p == pytest.approx(1)


def test_more_hits_than_people_are_refused() -> None:
    with pytest.raises(ValueError, match="More people"):
        chance.among([(6, 5), (1, 2)])
