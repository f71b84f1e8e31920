"""Figures in words."""

import pytest

from core.privacy.cells import Reason
from core.privacy.models import Figure
from metrics import words
from metrics.definitions import definitions, register

PERCENT, SCALE = definitions()["participation"], definitions()["fit"]


@pytest.mark.parametrize(
    ("definition", "value", "target", "said"),
    [
        (PERCENT, 74, 70, "4 points above target"),
        (PERCENT, 69, 70, "1 point below target"),
        (PERCENT, 70, 70, "exactly on target"),
        (SCALE, 4.3, 4, "0.3 above target"),
        (SCALE, 3.9, 4, "0.1 below target"),
    ],
)
def test_against_the_target(definition, value, target, said) -> None:
    assert words.against_target(definition, value, target) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (74, "up 3 points since March"),
        (70, "down 1 point since March"),
        (71, "the same as in March"),
    ],
)
def test_against_an_earlier_month(value, said) -> None:
    assert words.against_before(PERCENT, value, 71, "March") == said


def test_amounts_have_the_digits_of_their_measure() -> None:
    assert words.amount(PERCENT, 72.0) == "72%"
    assert words.amount(SCALE, 4.0) == "4.0"


def test_a_hidden_figure_says_why() -> None:
    few, other = (Figure("track", "x", reason=reason) for reason in Reason)
    assert (words.hidden(few), words.hidden(other)) == ("Protected", "Withheld")
    assert words.why_hidden(few) == "protected: fewer than 5 people"
    assert words.why_hidden(other) == "withheld so that nobody can be worked out"
    assert words.why_hidden(Figure("track", "x", 7, {})) == ""


def test_a_key_is_taken_once() -> None:
    with pytest.raises(ValueError, match="fit"):
        register(PERCENT.__class__(**{**vars(PERCENT), "key": "fit"}))
