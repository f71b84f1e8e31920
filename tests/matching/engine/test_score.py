"""Scores are sums of their factors; quality and its words follow."""

import pytest
from hypothesis import given, settings

from matching.engine import Criterion, Kind, Objective, Quality, Role, evaluate_pair, explain, solve
from matching.engine.score import in_words
from tests.effort import examples
from tests.matching.engine.makers import mentee, mentor, problem
from tests.matching.engine.strategies import problems


@settings(deadline=None, max_examples=examples(60))
@given(problems())
def test_factors_add_up_to_the_score(case):
    solution = solve(case)
    reasons = explain(case, solution).pairs
    for pair in solution.pairs:
        assert sum(factor.points for factor in reasons[pair.mentee].factors) == pair.score


@settings(deadline=None, max_examples=examples(40))
@given(problems())
def test_a_pair_by_itself_scores_as_in_the_cohort(case):
    for pair in solve(case).pairs:
        alone = evaluate_pair(case, pair.mentor, pair.mentee)
        assert (alone.score, alone.quality, alone.word, alone.barriers) == (
            pair.score,
            pair.quality,
            pair.word,
            (),
        )


def test_quality_is_rounded_half_up_and_zero_without_weights():
    people = mentee("e", "a b c d e f g h"), mentor("m", "a")
    assert evaluate_pair(problem(*people), "m", "e").quality == 12
    half = (
        Criterion("one", Kind.SAME, 1, "wants", "offers"),
        Criterion("two", Kind.OVERLAP, 7, "wants", "offers"),
    )
    assert (
        evaluate_pair(problem(*people, criteria=half), "m", "e").quality == 23
    )  # (100 + 7 × 12) / 8
    assert evaluate_pair(problem(*people, criteria=()), "m", "e").quality == 0


@pytest.mark.parametrize(
    ("quality", "word"),
    [
        (80, Quality.EXCELLENT),
        (79, Quality.GOOD),
        (60, Quality.GOOD),
        (59, Quality.ACCEPTABLE),
        (39, Quality.WEAK),
    ],
)
def test_words(quality, word):
    assert in_words(quality, Objective()) == word


def test_what_can_not_be():
    with pytest.raises(ValueError, match="two mentees have the id e"):
        solve(problem(mentee("e"), mentee("e")))
    with pytest.raises(ValueError, match="two criteria have the same key"):
        solve(problem(criteria=(Criterion("x", Kind.SAME), Criterion("x", Kind.NEAR))))
    with pytest.raises(ValueError, match="x: a weight is from 0 to 1000, not -1"):
        Criterion("x", Kind.SAME, -1)
    with pytest.raises(ValueError, match="acceptable ≤ good"):
        Objective(good=30)


def test_a_person_may_be_both():
    both = mentee("a", "x", person="anna"), mentor("a", "x", person="anna"), mentor("b", "x")
    assert {p.role for p in both} == {Role.MENTEE, Role.MENTOR}
    assert solve(problem(*both)).assignment == {"a": "b"}
