"""Every code of the engine has its words, and none of them tells a secret."""

from typing import Any

import pytest

from matching import criteria, reasons
from matching.engine import Cause, Change, Quality

KNOWN = {"a": "Coaching", "b": "Law", "c": "Sales", "d": "Data", "m": "Mia Park"}


def factor(key: str, **changes: Any) -> dict[str, Any]:
    plain = {
        "criterion": key,
        "verdict": "met",
        "value": 100,
        "shared": ["a"],
        "missing": ["b"],
        "mentee_number": 3,
        "mentor_number": 5,
    }
    return plain | changes


@pytest.mark.parametrize("key", sorted(criteria.BY_KEY))
@pytest.mark.parametrize(("verdict", "value"), [("met", 100), ("partly", 30), ("missed", 0)])
def test_each_criterion_speaks_both_ways(key: str, verdict: str, value: int) -> None:
    found = factor(key, verdict=verdict, value=value)
    for sentence in (
        reasons.speaks_for(found, KNOWN),
        reasons.speaks_against(found, KNOWN),
        reasons.said(found, KNOWN),
        reasons.for_participant(found, KNOWN, is_mentor=False),
    ):
        assert sentence
        assert "%(" not in sentence


@pytest.mark.parametrize("key", sorted(criteria.BY_KEY))
def test_a_mentor_reads_every_reason_but_who_chose_them(key: str) -> None:
    found = factor(key)
    assert bool(reasons.for_participant(found, KNOWN, is_mentor=True)) == (key != "wishes")


@pytest.mark.parametrize(("key", "told_to_mentor"), [("wishes", False), ("wishes:back", True)])
def test_of_two_peers_each_reads_their_own_wish_alone(key: str, told_to_mentor: bool) -> None:
    found = factor(key, mentee_number=1, mentor_number=2)
    told = [bool(reasons.for_participant(found, KNOWN, is_mentor=each)) for each in (True, False)]
    assert told == [told_to_mentor, not told_to_mentor]
    known = reasons.of_two(KNOWN, "Ada", "Bo")
    says = {
        "wishes": "Bo is the first choice of Ada",
        "wishes:back": "Ada is choice number 2 of Bo",
    }
    assert reasons.said(found, known) == says[key]
    off = factor(key, mentee_number=None, mentor_number=None, verdict="missed", value=0)
    who, whom = ("Bo", "Ada") if told_to_mentor else ("Ada", "Bo")
    assert reasons.said(off, known) == f"{whom} is not among those whom {who} would like"


def test_that_nobody_chose_a_peer_is_not_their_reason() -> None:
    found = {"cause": "rules", "removed": {"criterion:wishes": 3}}
    assert reasons.own_cause(found, peers=True) == "No peer is available for you at the moment."


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (factor("seniority"), "2 steps more senior"),
        (factor("seniority", mentor_number=3), "Stands at the same level"),
        (factor("seniority", mentor_number=2), "1 step more junior"),
        (factor("seniority", mentee_number=-9, mentor_number=-3), "6 steps more junior"),
        (factor("seniority", mentee_number=-3, mentor_number=-4), "1 step more senior"),
        (factor("experience", mentee_number=-9, mentor_number=-3), "6 years less of experience"),
        (factor("experience", mentee_number=-3, mentor_number=-9), "No fewer years of experience"),
        (factor("reach", mentor_number=3), "At the same level"),
        (factor("competencies"), "Shares what is wanted: Coaching"),
        (
            factor("competencies", shared=["a", "b", "c", "d"]),
            "Shares what is wanted: Coaching, Data, Law and 1 more",
        ),
        (factor("competencies", shared=["gone"]), "Shares what is wanted: something since removed"),
        (factor("time_zone", mentee_number=60, mentor_number=-300), "Clocks 6 hours apart"),
        (factor("time_zone", mentee_number=-660, mentor_number=780), "On the same clock"),
        (factor("experience", mentor_number=2), "No more years of experience"),
        (factor("hours"), "Hours a month: mentee 3, mentor 5"),
    ],
)
def test_what_is_said_to_those_who_match(found: dict[str, Any], sentence: str) -> None:
    assert reasons.speaks_for(found, KNOWN) == sentence


def test_where_the_junior_mentors_both_are_told_so() -> None:
    found = factor("seniority", mentee_number=-9, mentor_number=-3)
    told = [reasons.for_participant(found, KNOWN, is_mentor=side) for side in (True, False)]
    assert told == [
        "You see what is hard to see from where they stand.",
        "They see what is hard to see from where you stand.",
    ]


def test_unknown_is_said_as_such_and_halves_in_full() -> None:
    assert reasons.said(factor("hours", verdict="unknown"), KNOWN).startswith("Not known")
    partly = factor("competencies", verdict="partly", value=50)
    assert reasons.said(partly, KNOWN) == "Coaching; not Law"


@pytest.mark.parametrize("is_mentor", [True, False])
def test_participants_read_no_figures_about_each_other(is_mentor: bool) -> None:
    for key in criteria.BY_KEY:
        sentence = reasons.for_participant(factor(key), KNOWN, is_mentor=is_mentor)
        assert not any(letter.isdigit() for letter in sentence)
    assert reasons.for_participant(factor("of old"), KNOWN, is_mentor=is_mentor) == ""


def test_each_quality_and_cause_has_a_word() -> None:
    assert set(reasons.WORDS) == set(Quality)
    assert all(reasons.cause(code) for code in Cause)


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("reporting_line", "Within one reporting line"),
        ("criterion:languages", "Must be met: A language in common"),
        ("not_available", "Not available"),
        ("of old", "Another rule"),
    ],
)
def test_rules_are_named(code: str, label: str) -> None:
    assert reasons.rule(code) == label


@pytest.mark.parametrize(
    ("change", "more", "sentence"),
    [
        (Change.MORE_PLACES, {}, "2 places more with Mia Park would match them."),
        (
            Change.RELAX_RULE,
            {"rule": "tier", "places": 0},
            "Lifting “Mentor is not more senior” for Mia Park would match them.",
        ),
        (
            Change.RELAX_RULE,
            {"rule": "tier"},
            "Lifting “Mentor is not more senior” for Mia Park, and one place more there.",
        ),
        (
            Change.RELAX_RULE,
            {"rule": "tier", "mentor": None},
            "Lifting this would help: Mentor is not more senior.",
        ),
        (Change.MORE_MENTORS, {"mentor": None}, "One more mentor would help."),
    ],
)
def test_what_would_change_it(change: str, more: dict[str, Any], sentence: str) -> None:
    found = {"change": change, "mentor": "m", "rule": None, "places": 2} | more
    assert reasons.remedy(found, KNOWN) == sentence


@pytest.mark.parametrize(
    ("code", "ids", "sentence"),
    [
        ("no_mentors", [], "There is no mentor."),
        (
            "rule_removes_everyone",
            ["tier"],
            "This rule leaves no pair at all: Mentor is not more senior.",
        ),
        ("lock_breaks:not_available", ["m"], "Mia Park can't be kept together: Not available."),
        (
            "no_candidates",
            ["m", "gone"],
            "The rules leave no mentor for Mia Park, somebody who has left.",
        ),
        (
            "no_candidates",
            ["m"] * 7,
            "The rules leave no mentor for Mia Park, Mia Park, Mia Park, Mia Park, Mia Park, Mia Park and 1 more.",
        ),
    ],
)
def test_issues_are_said(code: str, ids: list[str], sentence: str) -> None:
    assert reasons.issue({"code": code, "ids": ids}, KNOWN) == sentence


@pytest.mark.parametrize(
    "code",
    ["no_mentees", "no_places", "mentors_without_places", "no_criteria", "lock_unknown",
     "veto_unknown", "locks_contradict", "locks_over_capacity", "lock_breaks:tier",
     "barred:not_certified", "barred:below_tier"],
)  # fmt: skip
def test_every_issue_of_the_engine_has_words(code: str) -> None:
    assert reasons.issue({"code": code, "ids": ["m"]}, KNOWN)


@pytest.mark.parametrize(
    ("cause", "removed", "sentence"),
    [
        ("capacity", {}, "More people look for a mentor than mentors have places."),
        ("outbid", {"tier": 1}, "The mentors who could be yours are needed by others,"),
        ("not_available", {}, "No mentor is available for you at the moment."),
        (
            "rules",
            {"tier": 2, "capacity": 1, "same_person": 1},
            "could be yours: their places are taken; a mentor has to be more senior than you.",
        ),
        ("rules", {"criterion:languages": 3}, "what has to be met is not: "),
        ("rules", {"tier": 2, "repeat": 1}, "No mentor is available for you at the moment."),
        ("rules", {"not_certified": 2}, "No mentor is available for you at the moment."),
        ("rules", {"below_tier": 2}, "be yours: this track asks for mentors of a higher tier."),
        ("rules", {"veto": 1}, "No mentor is available for you at the moment."),
        ("rules", {}, "No mentor is available for you at the moment."),
    ],
)
def test_the_unmatched_read_a_reason_that_tells_of_nobody(
    cause: str, removed: dict[str, int], sentence: str
) -> None:
    assert sentence in reasons.own_cause({"cause": cause, "removed": removed})
