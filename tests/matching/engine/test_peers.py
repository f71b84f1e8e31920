"""Peers: one side, everybody with anybody whom the rules allow."""

from dataclasses import replace

import pytest

from matching.engine import (
    Cause,
    Change,
    Criterion,
    Issue,
    Kind,
    Participant,
    Problem,
    Role,
    RuleSet,
    Side,
)
from matching.engine.peers import both_ways, explain_peers, solve_peers
from matching.engine.prepare import prepare
from matching.engine.rulings_among_peers import TWIN
from matching.engine.types import PairKey
from matching.engine.wishes import with_wishes

BOTH = (
    Criterion("skill", Kind.OVERLAP, 3, mentee_key="wants", mentor_key="offers"),
    Criterion(
        f"skill{TWIN}", Kind.OVERLAP, 3, mentee_key="offers", mentor_key="wants", side=Side.MENTOR
    ),
    Criterion("unit", Kind.DIFFERENT, 6),
)


def peer(key, wants="", offers="", unit="x"):
    """Both rows of one peer; terms are letters."""
    terms = {"wants": frozenset(wants), "offers": frozenset(offers), "unit": frozenset(unit)}
    return [Participant(key, role, person=f"p{key}", terms=terms) for role in Role]


def problem(*peers, criteria=BOTH, **more):
    return Problem(tuple(one for each in peers for one in each), criteria, **more)


def solved(asked):
    found = solve_peers(prepare(asked))
    return found, [(pair.mentee, pair.mentor) for pair in found.pairs]


FOUR = (
    peer("a", "py", "sql", "1"),
    peer("b", "sql", "py", "2"),
    peer("c", "py", "x", "1"),
    peer("d", "z", "py", "2"),
)


def test_what_each_gives_the_other_counts_and_a_pair_comes_out_once():
    """a and b give each other all; c gets py from d, who gets nothing back: 3/9 of the weight lost."""
    solution, pairs = solved(problem(*FOUR))
    assert pairs == [("a", "b"), ("c", "d")]
    assert [pair.quality for pair in solution.pairs] == [100, 75]
    assert solution.unmatched == ()
    facts = {f.criterion: (f.value, f.shared) for f in explained(problem(*FOUR)).pairs["c"].factors}
    assert facts["skill"] == (100, ("p", "y"))
    assert facts[f"skill{TWIN}"] == (0, ())


def explained(asked):
    prepared = prepare(asked)
    return explain_peers(prepared, solve_peers(prepared))


def test_as_many_as_possible_come_before_the_best_pair():
    """The best pair is b with c; but then a and d, who are of one unit and line, have nobody."""
    rules = RuleSet(managers={"pa": "pd"})
    people = (peer("a", unit="1"), peer("b", "k", "m", "2"), peer("c", "m", "k", "3"), peer("d"))
    _solution, pairs = solved(problem(*people, rules=rules))
    assert pairs in ([("a", "b"), ("c", "d")], [("a", "c"), ("b", "d")])


def test_with_an_odd_number_one_is_left_and_told_so():
    asked = problem(*FOUR, peer("e", unit="12"))
    solution, pairs = solved(asked)
    assert len(pairs) == 2
    assert solution.unmatched == ("e",)
    why = explained(asked).unmatched["e"]
    assert (why.cause, why.remedy.change) == (Cause.LEFT_OVER, Change.MORE_PEERS)
    assert all(each.full for each in why.closest)


def test_locks_and_vetoes_hold_whichever_way_they_are_written():
    locks, vetoes = both_ways([PairKey("d", "a")]), both_ways([PairKey("c", "b")])
    assert solved(problem(*FOUR, locks=locks))[1] == [("a", "d"), ("b", "c")]
    assert solved(problem(*FOUR, locks=locks, vetoes=vetoes))[1] == [("a", "d")]


def test_of_two_locks_that_contradict_each_other_none_is_kept():
    locks = both_ways([PairKey("a", "c"), PairKey("c", "d")])
    solution, pairs = solved(problem(*FOUR, locks=locks))
    assert pairs == [("a", "b"), ("c", "d")]
    assert not any(pair.locked for pair in solution.pairs)
    assert Issue("peers_contradict", ("a", "c", "d")) in solution.issues


def test_a_confidential_rule_bars_both_ways_and_is_never_named():
    asked = problem(FOUR[0], FOUR[1], rules=RuleSet(blocks=frozenset({("pb", "pa")})))
    solution, pairs = solved(asked)
    assert (pairs, solution.unmatched) == ([], ("a", "b"))
    why = explained(asked).unmatched["a"]
    assert (why.cause, why.removed) == (Cause.NOT_AVAILABLE, {})
    assert [(r.code, r.pairs) for r in solution.rulings if r.pairs or r.confidential] == [
        ("not_available", None)
    ]


def test_a_rule_counts_each_pair_once_and_who_it_leaves_reads_it():
    """What must be met is to be met both ways."""
    must = tuple(replace(each, minimum=1) for each in BOTH[:2])
    asked = problem(FOUR[2], FOUR[3], criteria=must)
    solution, pairs = solved(asked)
    assert pairs == []
    assert [(r.code, r.pairs, r.alone) for r in solution.rulings if r.pairs] == [
        ("criterion:skill", 1, 1)
    ]
    why = explained(asked).unmatched["c"]
    assert (why.cause, why.removed) == (Cause.RULES, {"criterion:skill": 1})
    assert (why.remedy.change, why.remedy.mentor) == (Change.RELAX_RULE, "d")


def test_a_decision_counts_what_rules_say_of_its_pairs_alone():
    """a and b, who share a line, are one unit too; of a and c only the line says no, of b and d nothing."""
    rules = RuleSet(managers={"pa": "pb", "pc": "pa"})
    asked = problem(*FOUR, rules=rules)
    for wish in ([], ["ab"], ["ab", "bd"], ["ca", "db", "ab"]):
        vetoes = both_ways(PairKey(*each) for each in wish)
        told = with_wishes(
            prepare(asked), locks=frozenset(), vetoes=vetoes, reference={}, stickiness=5
        )
        assert told.rulings_among_peers == solved(replace(asked, vetoes=vetoes))[0].rulings
    found = {each.code: (each.pairs, each.alone) for each in told.rulings_among_peers}
    assert found["veto"] == (3, 1)
    assert found["reporting_line"] == (3, 1)


def test_who_was_paired_before_stays_where_nothing_else_tells():
    alike = [peer(key, unit=key) for key in "abcd"]
    before = {"a": "d", "d": "a", "b": "c", "c": "b"}
    assert solved(problem(*alike, reference=before))[1] == [("a", "d"), ("b", "c")]


def test_one_way_criteria_are_refused():
    with pytest.raises(ValueError, match="same both ways"):
        solved(problem(*FOUR, criteria=BOTH[:1]))


def test_nobody_is_nobody():
    assert Issue("no_peers") in solved(problem())[0].issues
