"""Numbers and sentences."""

import pytest
from django.utils import translation

from core.charts import Bar, Bars, Line, Point, Share
from core.charts.words import number


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (3, "", "3"),
        (3.04, "", "3"),
        (3.06, "", "3.1"),
        (-0.01, "", "0"),
        (62.5, "%", "62.5%"),
        (3, "hours", "3\xa0hours"),
    ],
)
def test_numbers(value, unit, text):
    assert number(value, unit) == text


def test_numbers_follow_the_locale():
    with translation.override("de"):
        assert number(3.5) == "3,5"


def trend(*values: float | None, **more: object) -> str:
    months = ("January", "February", "March")
    points = tuple(Point(m, v) for m, v in zip(months, values, strict=False))
    return Line("x", points, **more).sentence


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ((31, 44), "Rose from 31 (January) to 44 (February)."),
        ((44, None, 31.5), "Fell from 44 (January) to 31.5 (March). 1 figure is protected."),
        ((5, 9, 5), "5 at the start (January) and at the end (March)."),
        ((None, 3, None), "3 (February). 2 figures are protected."),
        ((None, None), "All figures are protected, because they are about too few people."),
        ((), "There is nothing to show yet."),
    ],
)
def test_a_trend_in_a_sentence(values, sentence):
    assert trend(*values) == sentence


def test_a_target_is_named_if_there_is_something_to_hold_against_it():
    assert trend(31, 44, target=40, unit="%") == (
        "Rose from 31% (January) to 44% (February). The target is 40%."
    )
    assert "target" not in trend(None, target=40)


def test_a_sentence_of_one_s_own():
    assert trend(1, 2, said="Twice as many.") == "Twice as many."


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ((3, 9, None), "Highest: B, 9. Lowest: A, 3. 1 figure is protected."),
        ((3, 3), "All are at 3."),
        ((3,), "3 (A)."),
        ((), "There is nothing to show yet."),
    ],
)
def test_a_comparison_in_a_sentence(values, sentence):
    groups = tuple(Bar(name, value) for name, value in zip("ABC", values, strict=False))
    assert Bars("x", groups).sentence == sentence


@pytest.mark.parametrize(
    ("share", "sentence"),
    [
        (Share("x", 62, unit="%"), "62%."),
        (Share("x", 3, 8, "sessions"), "3 of 8\xa0sessions."),
        (Share("x", None), "This figure is protected, because it is about too few people."),
        (Share("x", None, note="Not asked yet."), "Not asked yet."),
    ],
)
def test_a_share_in_a_sentence(share, sentence):
    assert share.sentence == sentence
