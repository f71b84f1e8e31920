"""Bad input is named, never an exception, and the rest is matched."""

import pytest

from matching.engine import Issue, PairKey, RuleSet, Tier, check, solve
from tests.matching.engine.makers import mentee, mentor, problem

A, B, M, N = mentee("a", "x"), mentee("b", "x"), mentor("m", "x"), mentor("n", "x")


def locks(*pairs: tuple[str, str]) -> frozenset[PairKey]:
    return frozenset(PairKey(*pair) for pair in pairs)


@pytest.mark.parametrize(
    ("case", "issues", "matched"),
    [
        (problem(A, B, M, N), (), 2),
        (problem(), (Issue("no_mentees"), Issue("no_mentors")), 0),
        (problem(A), (Issue("no_mentors"),), 0),
        (problem(M), (Issue("no_mentees"),), 0),
        (problem(A, M, criteria=()), (Issue("no_criteria"),), 1),
        (problem(A, M, mentor("z", capacity=0)), (Issue("mentors_without_places", ("z",)),), 1),
        (problem(A, M, vetoes=locks(("a", "z"))), (Issue("veto_unknown", ("a", "z")),), 1),
        (problem(A, M, locks=locks(("a", "z"))), (Issue("lock_unknown", ("a", "z")),), 1),
        (
            problem(A, B, M, N, locks=locks(("a", "m"), ("a", "n"))),
            (Issue("locks_contradict", ("a", "m", "n")),),
            2,
        ),
        (
            problem(A, B, M, N, locks=locks(("a", "m"), ("b", "m"))),
            (Issue("locks_over_capacity", ("m", "b")),),
            2,
        ),
        (
            problem(A, M, N, locks=locks(("a", "m")), vetoes=locks(("a", "m"))),
            (Issue("lock_breaks:veto", ("a", "m")),),
            1,
        ),
        (
            problem(
                A, M, N, locks=locks(("a", "m")), rules=RuleSet(blocks=frozenset({("a", "m")}))
            ),
            (Issue("lock_breaks:not_available", ("a", "m")),),
            1,
        ),
        (
            problem(A, B, M, N, rules=RuleSet(exclusions=frozenset({("a", "m"), ("a", "n")}))),
            (Issue("no_candidates", ("a",)),),
            1,
        ),
    ],
)
def test_named_and_the_rest_matched(case, issues, matched):
    assert check(case) == issues
    assert solve(case).issues == issues
    assert solve(case).totals.matched == matched


def test_a_rule_that_removes_everybody():
    people = mentee("a", numbers={"tier": 5}), mentor("m", numbers={"tier": 1})
    found = check(problem(*people, rules=RuleSet(tier=Tier("tier"))))
    assert found == (Issue("no_candidates", ("a",)), Issue("rule_removes_everyone", ("tier",)))


def test_who_is_barred_is_named_by_the_rule():
    people = A, mentor("m", barred="not_certified"), mentor("n", barred="below_tier"), mentor("o")
    found = check(problem(*people))
    assert found == (
        Issue("barred:below_tier", ("n",)),
        Issue("barred:not_certified", ("m",)),
    )


def test_nobody_has_a_place():
    found = check(problem(A, mentor("m", capacity=0), mentor("n", capacity=-1)))
    assert Issue("no_places", ("m", "n")) in found
