"""Levels packed into words: each outweighs what comes after it, in exact numbers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine import Lifting, Objective
from matching.engine.levels import FORBIDDEN, words_of


def names(weights, pairs, lifting=Lifting.FIRST):
    words = words_of(weights, Objective(stickiness=5, lifting=lifting), pairs).words
    return [[level.name for level in word.levels] for word in words]


def test_two_words_for_thousands_of_people():
    assert names(60, 5_000) == [["matched", "lift", "merit"], ["kept", "tie"]]
    assert names(60, 20) == [["matched", "lift", "merit", "kept"], ["tie"]]
    assert names(60, 5_000, Lifting.FLOORS) == [["matched", "worth", "kept"], ["tie"]]
    assert names(60, 5_000, Lifting.NONE) == [["matched", "merit", "kept"], ["tie"]]


def test_more_words_where_they_grow_too_large():
    assert names(60, 50_000)[-1] == ["tie"]
    assert names(9_000, 50_000)[0] == ["matched", "lift"]
    assert names(9_000, 50_000, Lifting.FLOORS)[0] == ["matched", "worth", "kept"]


def test_numbers_too_large_to_be_exact_are_refused():
    with pytest.raises(OverflowError, match="too many for level"):
        words_of(1_000, Objective(), 1 << 50)


@given(
    weights=st.integers(0, 60),
    pairs=st.integers(1, 20_000),
    sticky=st.integers(0, 9),
    lifting=st.sampled_from(Lifting),
)
def test_a_word_keeps_its_levels_apart(weights, pairs, sticky, lifting):
    for word in words_of(weights, Objective(stickiness=sticky, lifting=lifting), pairs).words:
        below = 0
        for level, scale in reversed(list(zip(word.levels, word.scales, strict=True))):
            assert scale > 2 * pairs * below
            below += scale * level.top
        assert word.worths[-1] == FORBIDDEN
        assert word.worths[:-1].min() >= 0
        assert below < 1 << 60


def test_codes_fit_into_two_bytes_where_they_can():
    assert words_of(60, Objective(), 9).kind is np.int16
    assert words_of(900, Objective(), 9).kind is np.int32


def test_a_price_is_taken_apart():
    word = words_of(3, Objective(lifting=Lifting.FIRST), 10).words[0]
    packed = word.scales[0] - 7 * word.scales[1] + 20 * word.scales[2]
    found = word.digits(packed)
    worst = word.levels[1].shift
    assert (found["matched"], found["lift"], found["merit"]) == (1, worst - 7, 200)


def test_a_point_weighs_more_the_weaker_the_pair():
    """Three times everywhere, once more under 60, twice more under 40; in tenths, and as it is measured."""
    level = words_of(1, Objective(), 10).words[0].levels[1]
    assert (level.values[0], level.unit, level.shift) == (0, 10, -10 * (60 + 2 * 40))
    steps = np.diff(level.values[:101])
    assert [set(steps[part].tolist()) for part in (np.s_[:40], np.s_[40:60], np.s_[60:])] == [
        {6}, {4}, {3}
    ]  # fmt: skip
