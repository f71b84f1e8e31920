"""Reasons for pairs and for the unmatched, and remedies that work."""

from collections import Counter
from dataclasses import replace

from hypothesis import given, settings

from matching.engine import (
    NOT_AVAILABLE,
    Alternative,
    Cause,
    Change,
    Criterion,
    Kind,
    PairKey,
    Problem,
    Remedy,
    RuleSet,
    Side,
    Tier,
    Verdict,
    explain,
    solve,
)
from matching.engine.explain import evaluate_prepared, explain_prepared
from matching.engine.prepare import Prepared, prepare
from matching.engine.shut_out import FIRM
from matching.engine.solve import solve_prepared
from tests.effort import examples
from tests.matching.engine.makers import SKILLS, mentee, mentor, problem
from tests.matching.engine.strategies import problems


def explained(case: Problem):
    return explain(case, solve(case))


def test_why_a_pair_and_what_counts_against_it():
    criteria = (
        SKILLS,
        Criterion("zone", Kind.NEAR, 9, scale=100),
        Criterion("unit", Kind.DIFFERENT, 3),
        Criterion("wish", Kind.RANKED, 1, side=Side.BOTH),
        Criterion("ignored", Kind.SAME, 0),
    )
    a = mentee("a", "law sales", numbers={"zone": 0}, rankings=("n", "m"))
    m = mentor("m", "law data", numbers={"zone": 90})
    why = explained(problem(a, m, criteria=criteria)).pairs["a"]
    assert [(f.criterion, f.points) for f in why.factors] == [
        ("skills", 150),
        ("unit", 150),
        ("zone", 90),
        ("wish", 50),
    ]
    assert [f.criterion for f in why.reasons] == ["skills", "wish"]
    assert (why.reasons[0].shared, why.reasons[0].missing) == (("law",), ("sales",))
    assert (why.reasons[1].mentee_number, why.reasons[1].mentor_number) == (2, None)
    assert why.counter is not None
    assert (why.counter.criterion, why.counter.lost, why.counter.verdict) == (
        "zone",
        810,
        Verdict.PARTLY,
    )
    assert (why.counter.mentee_number, why.counter.mentor_number) == (0, 90)
    assert why.factors[1].verdict == Verdict.UNKNOWN


def test_who_else_was_close():
    people = [
        mentee("a", "w x y z"),
        mentor("m", "w x y z"),
        mentor("n", "w x"),
        mentor("o", "w"),
        mentor("p", "w x y"),
    ]
    blocked = mentor("q", "w x y z")
    case = problem(*people, blocked, rules=RuleSet(exclusions=frozenset({("a", "q")})))
    assert explained(case).pairs["a"].alternatives == (
        Alternative("p", 225, 75, -25, full=False),
        Alternative("n", 150, 50, -50, full=False),
        Alternative("o", 75, 25, -75, full=False),
    )


def why_unmatched(case: Problem, who: str):
    return explained(case).unmatched[who]


def test_capacity():
    why = why_unmatched(problem(mentee("a", "x y"), mentee("b", "x"), mentor("m", "x")), "a")
    assert (why.cause, why.removed) == (Cause.CAPACITY, {})
    assert why.closest == (Alternative("m", 150, 50, 0, full=True),)
    assert why.remedy == Remedy(Change.MORE_PLACES, "m", places=1)
    nobody = why_unmatched(problem(mentee("a"), mentor("m", capacity=0)), "a")
    assert (nobody.cause, nobody.remedy) == (
        Cause.CAPACITY,
        Remedy(Change.MORE_PLACES, "m", places=1),
    )
    assert why_unmatched(problem(mentee("a")), "a").remedy == Remedy(Change.MORE_MENTORS)


def test_outbid():
    people = mentee("a", "x y"), mentee("b", "x"), mentor("m", "x y"), mentor("n", "z")
    vetoes = frozenset({PairKey("a", "n"), PairKey("b", "n")})
    case = problem(*people, mentee("c", "z"), vetoes=vetoes | {PairKey("c", "n")})
    why = [why_unmatched(case, who) for who in solve(case).unmatched]
    assert [w.cause for w in why] == [Cause.OUTBID, Cause.OUTBID]
    assert {w.mentee: w.removed for w in why}["c"] == {"veto": 1}


def test_places_of_somebody_barred_are_nobodys():
    people = mentee("a"), mentee("b"), mentor("m"), mentor("n", barred="not_certified")
    why = why_unmatched(problem(*people), solve(problem(*people)).unmatched[0])
    assert (why.cause, why.removed) == (Cause.CAPACITY, {"not_certified": 1})
    assert why.remedy == Remedy(Change.MORE_PLACES, "m", places=1)


def test_a_rule():
    people = mentee("a", numbers={"tier": 3}), mentor("m", numbers={"tier": 2})
    why = why_unmatched(problem(*people, rules=RuleSet(tier=Tier("tier"))), "a")
    assert (why.cause, why.removed) == (Cause.RULES, {"tier": 1})
    assert why.remedy == Remedy(Change.RELAX_RULE, "m", "tier")
    boss = why_unmatched(problem(*people, rules=RuleSet(managers={"a": "m"})), "a")
    assert (boss.cause, boss.remedy) == (Cause.RULES, Remedy(Change.MORE_MENTORS))
    barred = why_unmatched(problem(mentee("a", barred="not_trained"), mentor("m")), "a")
    assert (barred.cause, barred.remedy) == (
        Cause.RULES,
        Remedy(Change.RELAX_RULE, rule="not_trained"),
    )


def test_a_confidential_rule_is_never_named_counted_or_advised_against():
    rules = RuleSet(exclusions=frozenset({("a", "m")}), managers={"a": "n"})
    why = why_unmatched(problem(mentee("a"), mentor("m"), mentor("n"), rules=rules), "a")
    assert (why.cause, why.removed, why.closest) == (Cause.NOT_AVAILABLE, {}, ())
    assert why.remedy == Remedy(Change.MORE_MENTORS)


def by_hand(prepared: Prepared, mentee_id: str, full: set[str]):
    """Cause (any that is about places is capacity), counts, who is close, and the rule to relax."""
    row, secret = prepared.cohort.row[mentee_id], prepared.eligibility.secret
    every = [evaluate_prepared(prepared, m.id, mentee_id) for m in prepared.cohort.mentors]
    every.sort(key=lambda pair: (-pair.score, pair.mentor))
    close = [pair.mentor for pair in every if not pair.barriers][:3]
    told = Counter(code for pair in every for code in pair.barriers)
    hidden = told.pop(NOT_AVAILABLE, 0)
    if close or not hidden:
        about_places = close or told.keys() <= {"capacity"}
        cause = Cause.CAPACITY if about_places else Cause.RULES
    else:
        return Cause.NOT_AVAILABLE, {}, close, None
    ways = [
        (pair.mentor in full, pair.barriers[0], pair.mentor)
        for pair in every
        if len(pair.barriers) == 1 and not secret[row, prepared.cohort.column[pair.mentor]]
    ]
    ways = [way for way in ways if way[1] not in FIRM]
    return cause, told, close, min(ways, key=lambda way: way[0])[1:] if ways else None


@settings(deadline=None, max_examples=examples(120))
@given(problems(most=5))
def test_reasons_of_everybody_at_once_are_those_of_each_by_hand(case):
    prepared = prepare(case)
    solution = solve_prepared(prepared)
    full = {load.mentor for load in solution.loads if load.used >= load.capacity}
    barred = {person.id for person in case.participants if person.barred}
    found = explain_prepared(prepared, solution).unmatched
    assert tuple(found) == solution.unmatched
    for mentee_id, why in found.items():
        cause, told, close, rule = by_hand(prepared, mentee_id, full)
        free = not full >= {m.id for m in prepared.cohort.mentors if not m.barred}
        assert why.cause == (Cause.OUTBID if close and free else cause)
        assert (why.removed, [each.mentor for each in why.closest]) == (told, close)
        assert [each.full for each in why.closest] == [mentor in full for mentor in close]
        remedy = why.remedy
        if close:
            assert (remedy.change, remedy.places) == (Change.MORE_PLACES, 1)
        elif rule is None or mentee_id in barred:
            assert remedy.mentor is None
        else:
            assert (remedy.rule or "capacity", remedy.mentor) == rule
            assert remedy.places == int(rule[1] in full)


def with_remedy(case: Problem, mentee_id: str, remedy: Remedy) -> Problem:
    """The case after the advice is taken; of the rules only vetoes are lifted here."""
    wished = frozenset({PairKey(mentee_id, remedy.mentor or "")})
    people = tuple(
        replace(p, capacity=max(0, p.capacity) + remedy.places)
        if (p.role, p.id) == ("mentor", remedy.mentor)
        else p
        for p in case.participants
    )
    lifted = case.vetoes - wished if remedy.rule == "veto" else case.vetoes
    return replace(
        case, participants=people, vetoes=lifted, locks=wished if remedy.reserved else frozenset()
    )


@settings(deadline=None, max_examples=examples(150))
@given(problems(most=5))
def test_who_takes_the_advice_is_matched_and_nobody_loses_their_place(case):
    solution = solve(case)
    for mentee_id, why in explain(case, solution).unmatched.items():
        if why.remedy.change == Change.MORE_PLACES or why.remedy.rule == "veto":
            after = solve(with_remedy(case, mentee_id, why.remedy))
            assert mentee_id not in after.unmatched
            assert after.totals.matched == solution.totals.matched + 1


def test_a_place_that_somebody_else_would_win_is_reserved():
    """Two are left over; the one who suits m less gets a place there only if it is kept for them."""
    case = problem(mentee("a", "x"), mentee("b", "x y"), mentee("c", "x y z"), mentor("m", "x"))
    remedies = {m: why.remedy for m, why in explained(case).unmatched.items()}
    assert remedies == {
        "b": Remedy(Change.MORE_PLACES, "m", places=1),
        "c": Remedy(Change.MORE_PLACES, "m", places=1, reserved=True),
    }


def test_of_two_places_more_the_better_and_of_equals_the_first():
    vetoes = frozenset({PairKey("a", "n"), PairKey("b", "m")})
    people = mentee("a", "x y"), mentee("b", "x z"), mentor("m", "x y"), mentor("n", "x z")
    for wants, best in (("w x", "m"), ("w x z", "n"), ("w x y", "m")):
        why = why_unmatched(problem(*people, mentee("c", wants), vetoes=vetoes), "c")
        assert why.remedy == Remedy(Change.MORE_PLACES, best, places=1)


def test_relaxing_a_rule_at_a_full_mentor_needs_a_place_too():
    people = (
        mentee("a", "x"),
        mentee("b", "x"),
        mentee("c"),
        mentor("m", "x"),
        mentor("n", capacity=0),
    )
    why = why_unmatched(problem(*people, vetoes=frozenset({PairKey("c", "m")})), "c")
    assert (why.cause, why.removed) == (Cause.RULES, {"capacity": 1, "veto": 1})
    assert why.remedy == Remedy(Change.RELAX_RULE, "m", "veto", places=1, reserved=True)
