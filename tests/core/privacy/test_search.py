"""The three ways of searching agree with trying everything."""

import random
from itertools import combinations

import numpy as np
import pytest

from core.privacy import search
from core.privacy.linear import reduce_rows
from tests.core.privacy.populations import signed_vectors


def cases():
    for seed in range(150):
        source = random.Random(seed)
        width = source.randint(3, 9)
        rows = [[source.randint(0, 1) for _ in range(width)] for _ in range(source.randint(1, 5))]
        reduced, _ = reduce_rows(np.array(rows))
        weights = np.array([source.randint(1, 3) for _ in range(width)])
        yield reduced, weights, source.randint(2, 7)


def rank(rows):
    return len(reduce_rows(np.array(rows))[1])


def small_signed(rows, weights, minimum):
    """Whether a vector of −1, 0, 1 about too few people is in the span, by trying each."""
    return any(
        rank([*rows, np.array(vector) % search.PRIME]) == len(rows)
        for vector in signed_vectors(len(weights), minimum - 1)
        if weights[np.flatnonzero(vector)].sum() < minimum
    )


def small_at_all(rows, weights, minimum):
    """Whether any vector about too few people is in the span: does it shrink off their columns?"""
    everything = set(range(len(weights)))
    return any(
        weights[list(group)].sum() < minimum
        and rank(rows[:, sorted(everything - set(group))]) < len(rows)
        for size in range(1, min(minimum, len(weights)))
        for group in combinations(everything, size)
    )


WAYS = {
    "meet in the middle": {},
    "few rows": {"AFFORDABLE_HALVES": 0},
}


@pytest.mark.parametrize("budget", WAYS.values(), ids=WAYS)
def test_finds_what_is_there_and_nothing_else(monkeypatch, budget):
    for name, value in budget.items():
        monkeypatch.setattr(search, name, value)
    answers = set()
    for rows, weights, minimum in cases():
        if not len(rows):
            continue
        found = search.holds_small_vector(rows, weights, minimum)
        answers.add(found)
        assert found or not small_signed(rows, weights, minimum)
        assert not found or small_at_all(rows, weights, minimum)
    assert answers == {True, False}


def test_what_cannot_be_afforded_counts_as_found(monkeypatch):
    rows, weights = np.array([[1, 1, 0, 0], [0, 0, 1, 1]]), np.array([1, 2, 2, 1])
    assert not search.holds_small_vector(rows, weights, 3)
    monkeypatch.setattr(search, "AFFORDABLE_HALVES", 0)
    monkeypatch.setattr(search, "AFFORDABLE_ENTRIES", 0)
    assert search.holds_small_vector(rows, weights, 3)
