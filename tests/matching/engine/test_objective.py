"""The levels of the objective, each where it and only it decides."""

from dataclasses import replace

from matching.engine import Criterion, Kind, Objective, PairKey, Price, RuleSet, Totals, solve
from tests.matching.engine.makers import mentee, mentor, problem

WISH = Criterion("wish", Kind.OVERLAP, 1, mentee_key="wants", mentor_key="offers")


def test_more_people_before_better_pairs():
    """b suits a alone; the better pair would leave one of two without anybody."""
    people = mentee("a", "x y"), mentee("b", "x"), mentor("m", "x y"), mentor("n", "z")
    case = problem(*people, vetoes=frozenset({PairKey("b", "n")}))
    assert solve(case).assignment == {"a": "n", "b": "m"}


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


def test_the_weakest_are_lifted_before_the_total_grows():
    lifted = weak_or_strong(Objective())
    assert lifted.assignment == {"a": "n", "b": "m"}
    assert lifted.totals == Totals(matched=2, shortfall=10, score=125, merit=1250)
    total = weak_or_strong(Objective(below_good=0, below_acceptable=0))
    assert total.assignment == {"a": "m", "b": "n"}
    assert total.totals == Totals(matched=2, shortfall=0, score=133, merit=1330)


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
    solution = solve(problem(*people))
    assert solution.prices == {"m": Price(0, 0, 25), "n": Price(0, 0, 0)}
    alone = solve(problem(*people[:3]))
    assert alone.prices == {"m": Price(matched=1, lift=0, quality=100)}


def test_settled_pairs_stay_when_somebody_joins():
    people = mentee("a", "x"), mentor("m", "x"), mentor("n", "y"), mentee("c", "x")
    case = problem(*people, locks=frozenset({PairKey("a", "m")}), rules=RuleSet())
    solution = solve(case)
    assert solution.assignment == {"a": "m", "c": "n"}
    assert [pair.locked for pair in solution.pairs] == [True, False]
