"""What each kind of criterion is worth for a pair, exactly."""

import pytest

from matching.engine import (
    Criterion,
    Kind,
    Participant,
    Problem,
    Role,
    Side,
    Verdict,
    evaluate_pair,
)


def value(criterion: Criterion, mentee: dict, mentor: dict) -> tuple[int, str]:
    people = Participant("e", Role.MENTEE, **mentee), Participant("m", Role.MENTOR, **mentor)
    (factor,) = evaluate_pair(Problem(people, (criterion,)), "m", "e").factors
    return factor.value, factor.verdict


def terms(words: str) -> dict:
    return {"terms": {"x": frozenset(words.split())}}


def number(n: int | None) -> dict:
    return {"numbers": {} if n is None else {"x": n}}


@pytest.mark.parametrize(
    ("kind", "wants", "offers", "expected"),
    [
        (Kind.OVERLAP, "a b c", "a b c d", (100, Verdict.MET)),
        (Kind.OVERLAP, "a b c", "b", (33, Verdict.PARTLY)),
        (Kind.OVERLAP, "a", "b", (0, Verdict.MISSED)),
        (Kind.OVERLAP, "", "b", (50, Verdict.UNKNOWN)),
        (Kind.OVERLAP, "a", "", (50, Verdict.UNKNOWN)),
        (Kind.SAME, "a b", "b c", (100, Verdict.MET)),
        (Kind.SAME, "a", "c", (0, Verdict.MISSED)),
        (Kind.DIFFERENT, "a", "c", (100, Verdict.MET)),
        (Kind.DIFFERENT, "a", "a", (0, Verdict.MISSED)),
        (Kind.DIFFERENT, "", "a", (50, Verdict.UNKNOWN)),
    ],
)
def test_terms(kind, wants, offers, expected):
    assert value(Criterion("x", kind), terms(wants), terms(offers)) == expected


AT_LEAST = Criterion("x", Kind.AT_LEAST, distance=2, scale=4)
NEAR = Criterion("x", Kind.NEAR, distance=60, scale=240, period=1440)


@pytest.mark.parametrize(
    ("criterion", "mentee", "mentor", "expected"),
    [
        (AT_LEAST, 3, 5, (100, Verdict.MET)),
        (AT_LEAST, 3, 4, (75, Verdict.PARTLY)),
        (AT_LEAST, 3, 1, (0, Verdict.MISSED)),
        (AT_LEAST, 3, -9, (0, Verdict.MISSED)),
        (AT_LEAST, None, 5, (50, Verdict.UNKNOWN)),
        (Criterion("x", Kind.AT_LEAST), 3, 2, (0, Verdict.MISSED)),
        (Criterion("x", Kind.AT_LEAST), 3, 3, (100, Verdict.MET)),
        (NEAR, 0, -60, (100, Verdict.MET)),
        (NEAR, 0, 180, (50, Verdict.PARTLY)),
        (NEAR, 0, 600, (0, Verdict.MISSED)),
        (NEAR, 780, -660, (100, Verdict.MET)),  # UTC+13 and UTC−11: the same time of day
        (NEAR, 0, None, (50, Verdict.UNKNOWN)),
    ],
)
def test_numbers(criterion, mentee, mentor, expected):
    assert value(criterion, number(mentee), number(mentor)) == expected


@pytest.mark.parametrize(
    ("side", "of_mentee", "of_mentor", "expected"),
    [
        (Side.MENTEE, ("m",), (), (100, Verdict.MET)),
        (Side.MENTEE, ("z", "m"), (), (50, Verdict.PARTLY)),
        (Side.MENTEE, ("z",), ("e",), (0, Verdict.MISSED)),
        (Side.MENTEE, (), ("e",), (50, Verdict.UNKNOWN)),
        (Side.MENTOR, (), ("e",), (100, Verdict.MET)),
        (Side.BOTH, ("m",), ("y", "e"), (75, Verdict.PARTLY)),
        (Side.BOTH, (), ("e",), (100, Verdict.MET)),
        (Side.BOTH, (), (), (50, Verdict.UNKNOWN)),
        (Side.BOTH, ("m", "z", "m"), (), (100, Verdict.MET)),
    ],
)
def test_rankings(side, of_mentee, of_mentor, expected):
    criterion = Criterion("x", Kind.RANKED, side=side)
    assert value(criterion, {"rankings": of_mentee}, {"rankings": of_mentor}) == expected
