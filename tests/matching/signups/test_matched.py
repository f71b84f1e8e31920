"""Pairs, those left over, and what cannot be matched at all."""

import csv
import io
import random
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.signups import Matched, Unusable, match, workbook
from tests.matching.signups.lists import MENTEES, MENTORS, mentees, mentors, wishes


def matched(one: str = MENTORS, other: str = MENTEES, **changes: Any) -> Matched:
    return match(mentors(one), mentees(other), wishes(**changes))


def pairs(found: Matched) -> dict[str, str]:
    return {line.mentee.name: line.mentor.name for line in found.pairs}


def left(found: Matched) -> list[tuple[str, str, str, str]]:
    return [(x.person.name, x.why, x.in_the_way, x.change) for x in found.left]


def test_each_pair_says_how_good_it_is_and_why() -> None:
    found = matched()
    assert pairs(found) == {"Jo Weber": "Ana Silva", "Kim Roy": "Bo Lee", "Mia Park": "Bo Lee"}
    jo = found.pairs[0]
    assert (jo.word, jo.quality) == ("Excellent", 100)
    assert jo.reasons == (
        "Shares what is wanted: Negotiation",
        "Both speak German",
        "1 step more senior",
    )
    assert jo.counter == ""
    assert jo.next_best == "Bo Lee (36, no free place)"
    assert found.summary == "3 of 3 mentees have a mentor: 3 excellent."
    assert found.left == ()


def test_what_speaks_against_a_pair_is_said() -> None:
    found = matched(MENTORS, "Name,Skills,Languages\nJo,chess,French\n")
    assert found.pairs[0].counter == "No language in common"
    assert found.pairs[0].reasons == ()
    assert found.pairs[0].word == "Weak"


def test_who_is_left_has_the_reason_and_the_smallest_change() -> None:
    few = "Name,Skills,Number of mentees\nAna,Law,1\nZoe,Tax,0\n"
    found = matched(few, "Name,Skills\nJo,Law\nMia,Tax\n")
    assert pairs(found) == {"Jo": "Ana"}
    assert left(found) == [
        (
            "Mia",
            "Every mentor's places are taken.",
            "Mentor without a free place: 1",
            "One place more with Ana would match them.",
        ),
        ("Zoe", "Offers no place.", "", "A place would help."),
    ]


def test_a_wish_to_be_kept_apart_reads_not_available() -> None:
    found = matched("Name,Skills,Not with\nAna,Law,Mia\n", "Name,Skills\nMia,Law\n")
    assert left(found) == [
        ("Mia", "Nobody is available.", "", "One more mentor would help."),
        ("Ana", "No mentee was left who may come here.", "", "One more mentee would help."),
    ]


def test_a_rule_that_removes_everybody_is_named_and_everybody_told() -> None:
    found = matched("Name,Skills\nAna,Law\n", "Name,Skills\nMia,Tax\n", quality_floor=90)
    assert found.pairs == ()
    assert found.summary == "0 of 1 mentee has a mentor."
    assert "This rule leaves no pair at all: Too weak a match." in found.prepared.warnings
    assert [line[1:3] for line in left(found)] == [
        ("The rules leave nobody.", "Too weak a match: 1")
    ] * 2


def test_who_is_in_both_lists_is_named_and_never_their_own_mentor() -> None:
    found = matched("Name,Skills\nMia,Law\nAna,Tax\n", "Name,Skills\nJo,Law\nMia,Law\n")
    assert pairs(found) == {"Jo": "Mia", "Mia": "Ana"}
    assert found.prepared.warnings == [
        "In both lists, and never matched with themselves: Mia (row 2 and row 3)."
    ]


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        (
            "Name,Skills,Number of mentees\nAna,Law,0\n",
            MENTEES,
            "mentors.csv: no mentor has a place; each says 0 in the column for it.",
        ),
        (
            "Name,Colour\nAna,red\n",
            "Name,Food,Grade\nMia,rice,Lead\n",
            "mentors.csv and mentees.csv have nothing in common that one could match by",
        ),
    ],
)
def test_lists_that_no_pair_could_mean_anything_for_are_unusable(
    one: str, other: str, words: str
) -> None:
    with pytest.raises(Unusable) as caught:
        matched(one, other)
    assert words in str(caught.value)


def test_columns_that_are_not_used_are_named_where_nothing_is_in_common() -> None:
    with pytest.raises(Unusable) as caught:
        matched("Name,Colour\nAna,red\n", "Name,Food,Gender\nMia,rice,f\n")
    assert str(caught.value).splitlines()[1:] == [
        "Not used of mentors.csv: Colour",
        "Not used of mentees.csv: Food",
    ]


def _people(prefix: str, count: int, seed: int) -> list[str]:
    """Rows with much in common, some of them twice."""
    dice = random.Random(seed)
    skills = ("Law", "TAX", "tax", "Art", "I like art and law and much more")
    rows = []
    for number in range(count):
        email = f"{prefix}{number}@x.example" if dice.random() < 0.7 else ""
        wanted = "; ".join(dice.sample(skills, 2))
        grade, unit = dice.choice(("Junior", "Senior", "Lead")), dice.choice("AB")
        rows.append(f'{prefix}{number},{email},{grade},{unit},"{wanted}",{dice.randint(0, 2)}')
        if dice.random() < 0.2:
            rows.append(f"{prefix}{number},{email},{grade},,,1")
    return rows


@settings(max_examples=12)
@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(seed: int, dice: random.Random) -> None:
    header = "Name,E-mail,Grade,Department,Skills,Number of mentees\n"
    sides = [_people("p", 7, seed), _people("q", 9, seed + 1)]

    def lines() -> list[Any]:
        found = matched(*(header + "\n".join(rows) + "\n" for rows in sides))
        told = [
            (x.mentee.key, x.mentor.key, x.quality, x.reasons, x.counter, x.next_best)
            for x in found.pairs
        ]
        return [told, left(found), found.summary]

    first = lines()
    for rows in sides:
        dice.shuffle(rows)
    assert lines() == first


CELL = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(
    ("Law; Tax", "UTC+3", "1-2", "²", "(a, b", "-5", "9" * 30, "a@x.example", "mentee", "SCS1")
)


@settings(max_examples=12)
@given(st.lists(st.lists(CELL, min_size=9, max_size=9), max_size=4))
def test_whatever_stands_in_the_cells_is_matched_or_named(table: list[list[str]]) -> None:
    text = io.StringIO(newline="")
    header = "Name,E-mail,Level,Skills,Time zone,Hours,Number of mentees,Not with,Languages"
    csv.writer(text).writerows([header.split(","), *table])
    with suppress(Unusable):
        found = matched(text.getvalue(), text.getvalue())
        assert len(found.pairs) <= len(table)
        assert workbook(found)[:2] == b"PK"
