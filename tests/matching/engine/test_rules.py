"""Each hard rule removes exactly its pairs, and says only what may be said."""

import pytest

from matching.engine import Criterion, Kind, PairKey, RuleSet, Ruling, Tier, evaluate_pair, solve
from tests.matching.engine.makers import mentee, mentor, problem

ANNA, BEN = mentee("anna", "law", numbers={"tier": 3}), mentor("ben", "sales", numbers={"tier": 3})


def barriers(*people, **more) -> tuple[str, ...]:
    return evaluate_pair(problem(*(people or (ANNA, BEN)), **more), "ben", "anna").barriers


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        (RuleSet(), ()),
        (RuleSet(managers={"anna": "ben"}), ("reporting_line",)),
        (RuleSet(managers={"ben": "carl", "carl": "dora", "dora": "anna"}), ("reporting_line",)),
        (RuleSet(managers={"anna": "carl", "ben": "carl"}), ()),
        (RuleSet(managers={"anna": "carl", "carl": "anna"}), ()),
        (RuleSet(managers={"anna": "ben"}, reporting_line=False), ()),
        (RuleSet(former=frozenset({("anna", "ben")})), ("former",)),
        (RuleSet(repeats=frozenset({("ben", "anna")})), ("repeat",)),
        (RuleSet(blocks=frozenset({("ben", "anna")})), ("not_available",)),
        (RuleSet(exclusions=frozenset({("anna", "ben")})), ("not_available",)),
        (
            RuleSet(exclusions=frozenset({("anna", "ben")}), managers={"anna": "ben"}),
            ("reporting_line",),
        ),
        (RuleSet(tier=Tier("tier", 0)), ()),
        (RuleSet(tier=Tier("tier", 1)), ("tier",)),
        (RuleSet(tier=Tier("tier", 1, reverse=True)), ("tier_reverse",)),
        (RuleSet(tier=Tier("tier", -1, reverse=True)), ()),
        (RuleSet(tier=Tier("experience", 1)), ()),
        (RuleSet(quality_floor=1), ("quality_floor",)),
    ],
)
def test_one_rule(rules, expected):
    assert barriers(rules=rules) == expected


def test_people_and_pairs():
    assert barriers(vetoes=frozenset({PairKey("anna", "ben")})) == ("veto",)
    assert barriers(ANNA, mentor("ben", capacity=0)) == ("capacity",)
    assert barriers(ANNA, mentor("ben", barred="not_certified")) == ("not_certified",)
    assert barriers(mentee("anna", barred="withdrawn"), BEN) == ("withdrawn",)
    assert barriers(mentee("anna", person="x"), mentor("ben", person="x")) == ("same_person",)


def test_a_criterion_with_a_minimum_is_a_rule_where_it_is_known():
    criterion = Criterion(
        "skills", Kind.OVERLAP, mentee_key="wants", mentor_key="offers", minimum=1
    )
    assert barriers(criteria=(criterion,)) == ("criterion:skills",)
    assert barriers(ANNA, mentor("ben"), criteria=(criterion,)) == ()


def test_says_whom_a_rule_removed():
    people = ANNA, mentee("ada"), BEN, mentor("bea", capacity=0)
    rules = RuleSet(managers={"anna": "bea", "ada": "ben"})
    told = {ruling.code: ruling for ruling in solve(problem(*people, rules=rules)).rulings}
    assert told["reporting_line"] == Ruling(
        "reporting_line",
        pairs=2,
        alone=1,
        mentees={"ada": 1, "anna": 1},
        mentors={"bea": 1, "ben": 1},
    )
    assert told["capacity"] == Ruling(
        "capacity", pairs=2, alone=1, mentees={"ada": 1, "anna": 1}, mentors={"bea": 2}
    )


def test_confidential_rules_change_no_figure():
    """What is told is the same with and without a block and an exclusion, whatever other rules
    forbid too.
    """
    people = ANNA, mentee("ada"), BEN, mentor("bea")
    plain = RuleSet(managers={"anna": "ben"})
    secret = RuleSet(
        managers={"anna": "ben"},
        blocks=frozenset({("anna", "ben")}),
        exclusions=frozenset({("ada", "bea")}),
    )
    told = [solve(problem(*people, rules=rules)).rulings for rules in (plain, secret)]
    assert told[0] == told[1]
    assert told[0][-1] == Ruling("not_available", confidential=True)
