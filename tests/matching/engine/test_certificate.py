"""The proof of optimality: it holds for every answer, and fails for anything that is not the
answer.
"""

import numpy as np
import pytest
from hypothesis import assume, given, settings

from matching.engine import NotOptimal, solve
from matching.engine.certificate import certify
from matching.engine.levels import Level
from matching.engine.prepare import prepare
from tests.matching.engine.strategies import problems

FAST = settings(deadline=None, max_examples=60)


@FAST
@given(problems(most=6))
def test_no_pair_has_a_negative_reduced_cost(problem):
    solution = solve(problem)
    prepared = prepare(problem)
    first, words = solution.duals[0], prepared.levels()
    assert solution.certificate.optimal
    assert solution.certificate.smallest == 0
    for row, mentee in enumerate(prepared.cohort.mentees):
        for column, mentor in enumerate(prepared.cohort.mentors):
            if prepared.eligibility.allowed[row, column]:
                packed = sum(
                    int(w.values[row, column]) * s
                    for w, s in zip(words, first.scales, strict=False)
                )
                reduced = first.mentees[mentee.id] + first.mentors[mentor.id] - packed
                assert reduced >= 0
                assert reduced == 0 or solution.assignment.get(mentee.id) != mentor.id


@FAST
@given(problems(most=6))
def test_prices_and_gains_add_up_to_the_objective(problem):
    """Strong duality, from the plain data of the solution alone: what is paid equals what is
    gained.
    """
    solution, words = solve(problem), prepare(problem).levels()
    first, capacity = solution.duals[0], {load.mentor: load.capacity for load in solution.loads}
    paid = sum(first.mentees.values()) + sum(
        capacity[m] * price for m, price in first.mentors.items()
    )
    row, column = prepare(problem).cohort.row, prepare(problem).cohort.column
    gained = sum(
        int(word.values[row[p.mentee], column[p.mentor]]) * scale
        for p in solution.pairs
        for word, scale in zip(words, first.scales, strict=False)
    )
    assert paid == gained


@FAST
@given(problems(most=5))
def test_a_worse_assignment_is_not_proven(problem):
    solution, prepared = solve(problem), prepare(problem)
    assume(solution.pairs)
    dropped = solution.pairs[0].mentee
    at = [
        (prepared.cohort.column[m] if e != dropped else -1)
        for e, m in sorted(solution.assignment.items())
    ]
    chosen = np.full(len(prepared.cohort.mentees), -1)
    chosen[[prepared.cohort.row[e] for e in sorted(solution.assignment)]] = at
    with pytest.raises(NotOptimal):
        certify(prepared.levels(), prepared.allowed, prepared.capacity, chosen)


VALUES = np.array([[5, 4], [4, 1]])
EVERY = np.ones((2, 2), bool)


@pytest.mark.parametrize(
    ("allowed", "capacity", "chosen", "says"),
    [
        (EVERY, [1, 1], [0, 1], "a circle of changes gains"),
        (EVERY, [1, 1], [1, -1], "a chain of changes gains"),
        (EVERY, [1, 1], [0, 0], "a mentor has more than their capacity"),
        (np.array([[True, False], [True, True]]), [1, 1], [1, 0], "a chosen pair is not allowed"),
        (EVERY, [2, 1], [1, 0], "a chain of changes gains"),
    ],
)
def test_says_what_is_wrong(allowed, capacity, chosen, says):
    with pytest.raises(NotOptimal, match=says):
        certify([Level("value", VALUES)], allowed, np.array(capacity), np.array(chosen))


def test_least_prices_are_what_the_next_one_would_pay():
    """Two mentees want one place, worth 10 and 7: it costs 7."""
    stages = certify(
        [Level("value", np.array([[10], [7]]))],
        np.ones((2, 1), bool),
        np.array([1]),
        np.array([0, -1]),
    )
    assert stages[0].prices.mentors.tolist() == [7]
    assert stages[0].prices.mentees.tolist() == [3, 0]
