"""The door for a plain matrix: equal to an independent exact program, proven, and clear in refusing."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine.plain import check_certificate, match_matrix
from tests.effort import examples
from tests.matching.engine.core.oracle import best_by_program

FAST = settings(deadline=None, max_examples=examples(150))
BONUS = 1_000_000


@st.composite
def cases(draw, quotas=False):
    n, m = draw(st.integers(1, 6)), draw(st.integers(1, 5))
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    values = random.integers(-5, 10, (n, m))
    options = {
        "forbidden": random.random((n, m)) < draw(st.sampled_from([0, 0.3, 0.6])),
        "capacity": random.integers(0, 4, m),
        "maximise": draw(st.booleans()),
    }
    if quotas:
        options["quota"] = random.integers(0, 4, n)
        options["least"] = random.integers(0, 3, m)
    return values, options


def worth(values, options, answer, bonus):
    signed = values if options["maximise"] else -values
    chosen = signed[answer.pairs[:, 0], answer.pairs[:, 1]]
    return int((chosen + bonus).sum()) - 10_000 * answer.missing


def program(values, options, bonus):
    quota = options.get("quota", np.ones(len(values)))
    least = np.minimum(options.get("least", 0), options["capacity"])
    signed = values if options["maximise"] else -values
    return best_by_program(signed, ~options["forbidden"], quota, options["capacity"], least, bonus)


@FAST
@given(cases())
def test_one_column_each(case):
    values, options = case
    answer = match_matrix(values, **options)
    assert worth(values, options, answer, BONUS) == program(values, options, BONUS)
    assert check_certificate(answer)


@FAST
@given(cases())
def test_only_what_is_worth_it(case):
    values, options = case
    answer = match_matrix(values, match_most=False, **options)
    assert worth(values, options, answer, 0) == program(values, options, 0)
    assert check_certificate(answer)


@FAST
@given(cases(quotas=True))
def test_several_columns_each_and_a_least(case):
    values, options = case
    answer = match_matrix(values, **options)
    assert worth(values, options, answer, BONUS) == program(values, options, BONUS)
    assert check_certificate(answer)


@FAST
@given(cases(quotas=True), st.integers(0, 100))
def test_a_price_changed_proves_nothing_or_still_the_same(case, place):
    """Prices may move within limits; beyond them the proof fails."""
    answer = match_matrix(case[0], **case[1])
    prices = answer.column_prices.copy()
    prices[place % len(prices)] -= 10 * (answer.case.bonus + answer.case.filling) + 1
    assert not check_certificate(replace(answer, column_prices=prices))


def test_another_assignment_is_not_proven():
    answer = match_matrix([[3, 1], [1, 3]])
    assert answer.pairs.tolist() == [[0, 0], [1, 1]]
    assert answer.column_of.tolist() == [0, 1]
    assert not check_certificate(replace(answer, pairs=np.array([[0, 1], [1, 0]])))
    assert not check_certificate(replace(answer, pairs=answer.pairs[:1]))


def test_a_textbook_example():
    costs = [[90, 75, 75, 80], [35, 85, 55, 65], [125, 95, 90, 105], [45, 110, 95, 115]]
    answer = match_matrix(costs, maximise=False)
    assert answer.objective == 275
    assert answer.matched == 4


def test_as_many_as_possible_comes_before_the_objective():
    assert match_matrix([[100, 1], [1, -900]], forbidden=[[0, 0], [0, 1]]).objective == 2
    assert (
        match_matrix([[100, 1], [1, 0]], forbidden=[[0, 0], [0, 1]], match_most=False).objective
        == 100
    )


def test_decimals_are_exact_and_others_say_how_far_they_were_rounded():
    answer = match_matrix([[0.1, 0.2], [0.3, 0.7]])
    assert (answer.objective, answer.resolution) == (0.8, 0)
    answer = match_matrix([[np.pi, 1 / 3], [1 / 7, np.e]])
    assert answer.objective == np.pi + np.e
    assert 0 < answer.resolution < 1e-8


def test_nan_and_the_worst_infinity_forbid():
    assert match_matrix([[np.nan, 1.0], [-np.inf, 2.0]]).pairs.tolist() == [[1, 1]]
    assert match_matrix([[np.inf, 1.0]], maximise=False).column_of.tolist() == [1]


def test_nothing_to_match_is_an_answer():
    for shape in ((0, 0), (0, 3), (3, 0)):
        assert match_matrix(np.zeros(shape)).matched == 0
    assert match_matrix([[1, 2]], forbidden=[[True, True]]).column_of.tolist() == [-1]
    assert match_matrix([[1, 2]], quota=0).matched == 0


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        (([1, 2],), ValueError, "two dimensions"),
        (([["a"]],), ValueError, "numbers"),
        (([[np.inf]],), ValueError, "infinitely good"),
        (([[1 << 62]],), OverflowError, "too large"),
    ],
)
def test_refuses_a_matrix_that_is_none(arguments, error, words):
    with pytest.raises(error, match=words):
        match_matrix(*arguments)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"capacity": [1, 2, 3]}, "capacity must be one number or 2, not 3"),
        ({"capacity": -1}, "whole numbers"),
        ({"quota": 1.5}, "whole numbers"),
        ({"forbidden": [[True]]}, "shape of the matrix"),
        ({"least": 1, "match_most": False}, "needs match_most"),
    ],
)
def test_refuses_options_that_do_not_fit(options, words):
    with pytest.raises(ValueError, match=words):
        match_matrix([[1, 2], [3, 4]], **options)


def test_several_columns_have_no_single_one():
    answer = match_matrix([[1, 2]], quota=2)
    assert answer.pairs.tolist() == [[0, 0], [0, 1]]
    with pytest.raises(ValueError, match="several columns"):
        assert answer.column_of is None


@pytest.mark.parametrize(("price", "proven"), [(2, False), (3, True), (5, True), (6, False)])
def test_a_price_proves_between_what_the_next_would_pay_and_what_the_first_has(price, proven):
    answer = match_matrix([[5], [3]], match_most=False)
    prices = {"column_prices": np.array([price]), "row_prices": np.array([5 - price, 0])}
    assert check_certificate(replace(answer, **prices)) is proven
