"""Deferred acceptance: stable, best for the side that asks, the same whatever the order."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine.ranked import blocking_pairs, match_ranked
from tests.effort import examples

FAST = settings(deadline=None, max_examples=examples(200))
RESIDENTS, HOSPITALS = "abcde", "wxyz"


def ranking(names):
    return st.permutations(names).flatmap(
        lambda order: st.integers(0, len(order)).map(lambda count: list(order[:count]))
    )


def tied(order):
    """Groups of two equals."""
    return [order[place : place + 2] for place in range(0, len(order), 2)]


@st.composite
def markets(draw, residents=RESIDENTS[:4], hospitals=HOSPITALS[:3]):
    return (
        {who: draw(ranking(hospitals)) for who in residents},
        {who: draw(ranking(residents)) for who in hospitals},
        {who: draw(st.integers(0, 2)) for who in hospitals},
    )


def stable_answers(residents, hospitals, capacity):
    """Every stable answer, by trying everything."""
    choices = [[None, *(h for h in residents[who] if who in hospitals[h])] for who in residents]
    for picked in product(*choices):
        matched = {w: h for w, h in zip(residents, picked, strict=True) if h is not None}
        if any(list(matched.values()).count(h) > capacity[h] for h in hospitals):
            continue
        if not blocking_pairs(residents, hospitals, matched, capacity=capacity):
            yield matched


@FAST
@given(markets())
def test_best_for_the_side_that_asks(market):
    residents, hospitals, capacity = market
    every = list(stable_answers(*market))
    best = match_ranked(residents, hospitals, capacity=capacity).matched
    worst = match_ranked(residents, hospitals, capacity=capacity, best_for="hospitals").matched
    assert best in every
    assert worst in every
    for other in every:
        assert other.keys() == best.keys()
        for who, choices in residents.items():
            if who in best:
                ranks = [choices.index(answer[who]) for answer in (best, other, worst)]
                assert ranks == sorted(ranks)


@FAST
@given(markets(RESIDENTS, HOSPITALS), st.booleans(), st.randoms())
def test_order_changes_nothing_and_equals_are_stable(market, from_hospitals, random):
    residents, hospitals, capacity = market
    residents = {who: tied(order) for who, order in residents.items()}
    hospitals = {who: tied(order) for who, order in hospitals.items()}
    side = "hospitals" if from_hospitals else "residents"
    answer = match_ranked(residents, hospitals, capacity=capacity, best_for=side)
    assert not blocking_pairs(residents, hospitals, answer.matched, capacity=capacity)
    shuffled = [
        {who: lists[who] for who in random.sample(sorted(lists), len(lists))}
        for lists in (residents, hospitals)
    ]
    again = match_ranked(*shuffled, capacity=capacity, best_for=side)
    assert again.matched == answer.matched
    assert again.matches == answer.matches
    assert sorted(again.unmatched) == sorted(answer.unmatched)


def test_the_example_of_the_residency_match():
    """The National Resident Matching Program's own example."""
    residents = {
        "Arthur": ["City"],
        "Sunny": ["City", "Mercy"],
        "Joseph": ["City", "General", "Mercy"],
        "Latha": ["Mercy", "City", "General"],
        "Darrius": ["City", "Mercy", "General"],
    }
    hospitals = {
        "Mercy": ["Darrius", "Joseph"],
        "City": ["Darrius", "Arthur", "Sunny", "Latha", "Joseph"],
        "General": ["Darrius", "Arthur", "Joseph", "Latha"],
    }
    answer = match_ranked(residents, hospitals, capacity=2)
    assert answer.matches == {
        "Mercy": (),
        "City": ("Darrius", "Arthur"),
        "General": ("Joseph", "Latha"),
    }
    assert answer.unmatched == ("Sunny",)


def test_the_two_sides_can_differ():
    residents = {"a": ["x", "y"], "b": ["y", "x"]}
    hospitals = {"x": ["b", "a"], "y": ["a", "b"]}
    assert match_ranked(residents, hospitals).matched == {"a": "x", "b": "y"}
    other = match_ranked(residents, hospitals, best_for="hospitals")
    assert other.matched == {"a": "y", "b": "x"}


def test_blocking_pairs_are_found():
    residents, hospitals = {"a": ["x", "y"], "b": ["x"]}, {"x": ["a", "b"], "y": ["a"]}
    assert blocking_pairs(residents, hospitals, {"a": "y", "b": "x"}) == (("a", "x"),)
    assert blocking_pairs(residents, hospitals, {}) == (("a", "x"), ("a", "y"), ("b", "x"))
    assert blocking_pairs(residents, {"x": [["a", "b"]], "y": ["a"]}, {"a": "y", "b": "x"}) == ()


@pytest.mark.parametrize(
    ("residents", "hospitals", "options", "words"),
    [
        ({"a": ["x"]}, {}, {}, "'a' names 'x', who is not there"),
        ({"a": ["x", "x"]}, {"x": []}, {}, "'a' names somebody twice"),
        ({"a": []}, {"x": []}, {"capacity": {}}, "'x' has no capacity"),
        ({"a": []}, {"x": []}, {"best_for": "me"}, "residents or hospitals"),
    ],
)
def test_refuses_what_is_not_a_market(residents, hospitals, options, words):
    with pytest.raises(ValueError, match=words):
        match_ranked(residents, hospitals, **options)


def test_refuses_to_check_what_breaks_a_rule():
    with pytest.raises(ValueError, match="more than its capacity"):
        blocking_pairs({"a": ["x"], "b": ["x"]}, {"x": ["a", "b"]}, {"a": "x", "b": "x"})
    with pytest.raises(ValueError, match="not acceptable to both"):
        blocking_pairs({"a": ["x"]}, {"x": []}, {"a": "x"})
