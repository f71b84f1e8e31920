"""Circles of people: who must be apart is, and their order does not matter."""

from matching.engine import PairKey, RuleSet
from matching.engine.grouped import explain_grouped, solve_grouped
from matching.engine.prepare import prepare
from tests.matching.engine.makers import mentee, mentor, problem

MEMBERS = [mentee(f"m{n}", "law" if n < 5 else "tax") for n in range(10)]
LEADERS = [mentor("one", "law", capacity=8), mentor("two", "tax", capacity=8)]


def solved(*people, **more):
    return solve_grouped(prepare(problem(*(people or (*MEMBERS, *LEADERS)), **more)))


def circles(grouped):
    found = {}
    for member, leader in sorted(grouped.solution.assignment.items()):
        found.setdefault(leader, []).append(member)
    return found


def test_the_order_of_people_does_not_matter():
    people = [*MEMBERS, *LEADERS]
    assert circles(solved(*people)) == circles(solved(*reversed(people)))
    assert circles(solved())["one"] == ["m0", "m1", "m2", "m3", "m4"]


def test_managers_and_those_kept_apart_do_not_sit_in_one_circle():
    boss = circles(solved(rules=RuleSet(managers={"m1": "x", "x": "m0"})))
    assert boss["one"] == ["m1", "m2", "m3", "m4"], "people between them need not take part"
    blocks = frozenset({("m7", "m8")})
    assert "m7" not in circles(solved(rules=RuleSet(blocks=blocks)))["two"]
    open_to_all = RuleSet(reporting_line=False, managers={"m1": "m0"})
    assert len(circles(solved(rules=open_to_all))["one"]) == 5


def test_of_two_kept_in_one_circle_who_may_not_sit_there_one_is_not():
    blocks = RuleSet(blocks=frozenset({("m0", "m1")}))
    locks = frozenset({PairKey("m0", "one"), PairKey("m1", "one")})
    found = solved(rules=blocks, locks=locks)
    assert found.parted == (("m0", "m1"),)
    assert circles(found)["one"] == ["m0", "m2", "m3", "m4"]


def test_whoever_is_left_for_a_secret_is_told_that_nothing_is_available():
    blocks = RuleSet(blocks=frozenset({("m0", "m1")}))
    found = solved(*MEMBERS[:5], LEADERS[0], rules=blocks)
    assert found.solution.unmatched == ("m0",)
    assert explain_grouped(found).unmatched["m0"].cause == "not_available"
