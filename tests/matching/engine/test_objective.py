"""The levels of the objective, each where it and only it decides."""

from dataclasses import replace

import pytest

from matching.engine import (
    Criterion,
    Kind,
    Lifting,
    Objective,
    PairKey,
    Price,
    RuleSet,
    Totals,
    solve,
)
from tests.matching.engine.makers import mentee, mentor, problem

WISH = Criterion("wish", Kind.OVERLAP, 1, mentee_key="wants", mentor_key="offers")


def test_more_people_before_better_pairs():
    """b suits a alone; the better pair would leave one of two without anybody."""
    people = mentee("a", "x y"), mentee("b", "x"), mentor("m", "x y"), mentor("n", "z")
    case = problem(*people, vetoes=frozenset({PairKey("b", "n")}))
    assert solve(case).assignment == {"a": "n", "b": "m"}


FIRST, NONE = Objective(lifting=Lifting.FIRST), Objective(lifting=Lifting.NONE)


def weak_or_strong(objective: Objective):
    """a–m and b–n are worth 100 and 33, a–n and b–m 75 and 50: less in total, but the weaker one is
    lifted.
    """
    topics = ["p", "q", "r", "s"]
    a = mentee("a", " ".join(topics))
    b = mentee("b", "t u v w x y")
    m = mentor("m", " ".join([*topics, "t", "u", "v"]))
    n = mentor("n", " ".join([*topics[:3], "w", "x"]))
    return solve(problem(a, b, m, n, criteria=(WISH,), objective=objective))


@pytest.mark.parametrize("objective", [Objective(), FIRST], ids=["floors", "first"])
def test_the_weakest_are_lifted_where_that_costs_little(objective: Objective):
    lifted = weak_or_strong(objective)
    assert lifted.assignment == {"a": "n", "b": "m"}
    rank = {Lifting.FLOORS: (3 * 1250 - 10 * 10,), Lifting.FIRST: (-10, 1250)}[objective.lifting]
    told = {"matched": 2, "shortfall": 10, "score": 125, "merit": 1250}
    assert lifted.totals == Totals(**told, rank=(2, *rank, 0))


@pytest.mark.parametrize("objective", [NONE, Objective(below_good=0, below_acceptable=0)])
def test_nobody_is_lifted_where_nothing_asks_for_it(objective: Objective):
    total = weak_or_strong(objective)
    assert total.assignment == {"a": "m", "b": "n"}
    assert (total.totals.score, total.totals.matched) == (133, 2)


@pytest.mark.parametrize(
    ("objective", "qualities"),
    [(Objective(), [50, 100]), (FIRST, [60, 60]), (Objective(below_good=10), [60, 60])],
)
def test_soft_floors_have_a_price_that_they_do_not_exceed(
    objective: Objective, qualities: list[int]
):
    """To lift one by 10 points costs another 40: with three times the total that is too dear."""
    a, b = "a b c d e f g h i j", "k l m n o p q r s t"
    m, n = mentor("m", f"{a} {b[:11]}"), mentor("n", f"{a[:11]} {b[:9]}")
    case = problem(mentee("a", a), mentee("b", b), m, n, criteria=(WISH,), objective=objective)
    assert sorted(pair.quality for pair in solve(case).pairs) == qualities


def test_the_reference_decides_between_equals_and_no_more():
    people = [mentee("a", "x"), mentee("b", "x"), mentor("m", "x"), mentor("n", "x")]
    for reference in ({"a": "m", "b": "n"}, {"a": "n", "b": "m"}):
        solution = solve(problem(*people, reference=reference))
        assert solution.assignment == reference
        assert solution.totals.kept == 2
    better = solve(
        problem(mentee("a", "x"), mentor("m", "x"), mentor("n", "y"), reference={"a": "n"})
    )
    assert better.assignment == {"a": "m"}


def test_stickiness_is_worth_its_points():
    """a has 40 with the current mentor and 41 with the other one; both are above the floors."""
    criteria = (Criterion("near", Kind.NEAR, 1, scale=100),)
    people = (
        mentee("a", numbers={"near": 0}),
        mentor("m", numbers={"near": 60}),
        mentor("n", numbers={"near": 59}),
    )
    case = problem(
        *people,
        criteria=criteria,
        reference={"a": "m"},
        objective=Objective(good=30, acceptable=30),
    )
    assert solve(case).assignment == {"a": "n"}
    for tenths, mentor_id in ((9, "n"), (10, "m"), (11, "m")):
        sticky = replace(case, objective=Objective(good=30, acceptable=30, stickiness=tenths))
        assert solve(sticky).assignment == {"a": mentor_id}


def test_ties_are_decided_by_ids_alone():
    """Which of two equal mentors gets somebody changes with neither order nor anybody else's
    presence.
    """
    people = [mentee("a", "x"), mentor("m", "x"), mentor("n", "x")]
    chosen = solve(problem(*people)).assignment
    assert solve(problem(*reversed(people))).assignment == chosen
    assert solve(problem(*people, mentor("o", "y"))).assignment == chosen


def test_the_price_of_a_place_is_what_it_is_worth_to_somebody_else():
    """Both want m; n suits the loser 25 points less.

    Nobody is unmatched, so a place more brings quality only.
    """
    people = (
        mentee("a", "w x y z"),
        mentee("b", "w x y z"),
        mentor("m", "w x y z"),
        mentor("n", "w x y"),
    )
    for objective in (Objective(), FIRST, NONE):
        solution = solve(problem(*people, objective=objective))
        assert solution.prices == {"m": Price(0, 0, 25), "n": Price(0, 0, 0)}
        alone = solve(problem(*people[:3], objective=objective))
        assert alone.prices == {"m": Price(matched=1, lift=0, quality=100)}


def test_the_price_of_a_place_counts_what_it_lifts():
    """With n the loser has 25 for 75: 50 points, of which 15 lie between 60 and 40 below "good", 20 more
    and 15 below "acceptable".
    """
    people = (
        mentee("a", "w x y z"),
        mentee("b", "w x y z"),
        mentor("m", "w x y"),
        mentor("n", "w"),
    )
    strict = solve(problem(*people, objective=FIRST)).prices["m"]
    assert (strict.lift, strict.quality) == (3 * (35 + 2 * 15), 50)
    soft = solve(problem(*people)).prices["m"]
    assert (soft.lift, soft.quality) == (0, round(50 + (35 + 2 * 15) / 3))


def test_settled_pairs_stay_when_somebody_joins():
    people = mentee("a", "x"), mentor("m", "x"), mentor("n", "y"), mentee("c", "x")
    case = problem(*people, locks=frozenset({PairKey("a", "m")}), rules=RuleSet())
    solution = solve(case)
    assert solution.assignment == {"a": "m", "c": "n"}
    assert [pair.locked for pair in solution.pairs] == [True, False]
