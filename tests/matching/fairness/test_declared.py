"""By declared groups: belonging is the secret, and the sets that are counted are known to readers."""

from dataclasses import replace
from itertools import product
from random import Random

import numpy as np
import pytest

from matching.fairness import Known, Step, Subject, Told, Why, tell, tell_quality

GENDER = ("gender",)
SAID = np.array(["", "M", "W"])
N, FEW = 9, 3
#: Every way in which nine people may have declared.
WORLDS = np.array(list(product(range(3), repeat=N)))


def step(said: str, reached: str, quality: list[int] | None = None) -> Step:
    """`said` "WM-…", one letter each; `reached` "+", "." or " " for who wasn't asked."""
    subjects = tuple(
        Subject(f"p{n}", {"gender": each.strip("-")}, hit == "+", quality[n] if quality else None)
        for n, (each, hit) in enumerate(zip(said, reached, strict=True))
        if hit != " "
    )
    return Step("matched", subjects)


def after(told: Told, known: Known) -> Known:
    """What is known once it is told."""
    assert told.part is not None
    shown = {(g.key, row.label) for g in told.part.groupings for row in g.shown} | {("", "")}
    return replace(
        known,
        sets=[*known.sets, *(cell.people for cell in told.sets)],
        groups=[*known.groups, *(c.people for c in told.cells if c.key in shown)],
        scores=[*known.scores, told.scores],
    )


def consistent(told: list[tuple[Step, Told]]) -> np.ndarray:
    """The worlds that agree with every figure told, to readers who know who reached what."""
    agree = np.ones(len(WORLDS), bool)
    for asked, each in told:
        at = [int(subject.id[1:]) for subject in asked.subjects]
        hits = [int(subject.id[1:]) for subject in asked.subjects if subject.hit]
        for grouping in each.part.groupings if each.part else ():
            for row in grouping.shown:
                mine = int(np.flatnonzero(row.label == SAID)[0]) == WORLDS
                agree &= mine[:, at].sum(axis=1) == row.n
                agree &= mine[:, hits].sum(axis=1) == row.hits
    return WORLDS[agree]


def found_out(told: list[tuple[Step, Told]], said: str) -> list[int]:
    """Those whose declared group is the same in every world that is left."""
    left = consistent(told)
    assert len(left), "the true one is among them"
    same = (left == left[0]).all(axis=0)
    return [n for n in range(N) if same[n] and said[n] != "-"]


def told_in_turn(said: str, runs: list[str], *, remember: bool = True) -> list[tuple[Step, Told]]:
    known, told = Known(), []
    for run in runs:
        asked = step(said, run)
        each = tell(asked, GENDER, known, minimum=FEW)
        if each.part:
            told.append((asked, each))
            known = after(each, known) if remember else known
    return told


def histories(seed: int) -> tuple[str, list[str]]:
    """What nine people declared, and three runs of which each differs a little from the one before."""
    random = Random(seed)
    said = "".join(random.choices("WWMM-", k=N))
    runs = ["".join(random.choices("++..", k=N))]
    for _ in range(2):
        moved = list(runs[-1])
        for place in random.sample(range(N), random.randint(1, 4)):
            moved[place] = random.choice("+. ")
        runs.append("".join(moved))
    return said, runs


SEEDS = range(400)


def test_no_row_of_runs_gives_anybody_away() -> None:
    told = {seed: told_in_turn(*histories(seed)) for seed in SEEDS}
    assert [seed for seed in SEEDS if found_out(told[seed], histories(seed)[0])] == []
    assert sum(len(each) > 1 for each in told.values()) > 20


def test_without_memory_the_same_runs_do() -> None:
    leaking = [
        seed
        for seed in SEEDS
        if found_out(told_in_turn(*histories(seed), remember=False), histories(seed)[0])
    ]
    assert len(leaking) > 5


def test_what_is_told_is_counted() -> None:
    told = tell(
        step("W" * 6 + "M" * 6 + "-" * 5, "++..++" + "++++.+" + "+...."), GENDER, Known(), minimum=5
    )
    assert told.part is not None
    rows = {row.label: (row.n, row.hits) for row in told.part.groupings[0].groups}
    assert (told.why, rows) == (Why.TOLD, {"W": (6, 4), "M": (6, 5), "": (5, 1)})
    assert told.part.groupings[0].p == pytest.approx(0.141, abs=0.001)


@pytest.mark.parametrize(
    ("said", "reached", "why"),
    [
        ("WWMM", "++..", Why.FEW),
        ("WWWWWMMMMM", "+++++++++.", Why.SIDE),
        ("WWWWWMMMMM", "..........", Why.TOLD),
        ("WWWWWMMMMM", "++++++++++", Why.TOLD),
    ],
)
def test_too_few_on_a_side(said: str, reached: str, why: Why) -> None:
    assert tell(step(said, reached), GENDER, Known(), minimum=5).why == why


def test_a_side_of_one_group_is_not_told() -> None:
    told = tell(step("W" * 6 + "M" * 6, "+" * 6 + "." * 6), GENDER, Known(), minimum=5)
    assert (told.why, told.shown) == (Why.GROUPS, 0)


def test_a_single_new_declaration_changes_no_figure() -> None:
    first = step("W" * 6 + "M" * 6 + "-" * 6, "+." * 9)
    told = tell(first, GENDER, Known(), minimum=5)
    later = step("W" * 6 + "M" * 6 + "W" + "-" * 5, "+." * 9)
    again = tell(later, GENDER, after(told, Known()), minimum=5)
    assert told.shown == 3
    assert [row.label for row in again.part.groupings[0].shown if again.part] == ["M"]  # type: ignore[union-attr]


def test_quality_is_coarse_and_told_again_only_after_enough_change() -> None:
    said, reached = "WWWWWWMMMMMM", "+" * 12
    quality = [61, 72, 55, 70, 64, 58, 80, 66, 59, 71, 77, 68]
    told = tell_quality(step(said, reached, quality), GENDER, Known(), minimum=5)
    assert told.part is not None
    assert {row.label: row.mean for row in told.part.groupings[0].shown} == {"W": 65, "M": 70}
    known = after(told, Known())
    for changed, why in ((0, Why.TOLD), (1, Why.CLOSE), (4, Why.CLOSE), (5, Why.TOLD)):
        new = [each + (n < changed) for n, each in enumerate(quality)]
        assert tell_quality(step(said, reached, new), GENDER, known, minimum=5).why == why


def test_a_mean_that_only_the_worst_can_have_is_not_told() -> None:
    quality = [10] * 5 + [90] * 7
    told = tell_quality(step("W" * 5 + "M" * 7, "+" * 12, quality), GENDER, Known(), minimum=5)
    assert (told.why, told.shown) == (Why.GROUPS, 0)


def test_a_run_in_which_four_people_change_places_is_not_told_whoever_they_are() -> None:
    said = "WM" * 12
    told = tell(step(said, "+" * 12 + "." * 12), GENDER, Known(), minimum=5)
    assert (told.why, told.shown) == (Why.TOLD, 2)
    known = after(told, Known())
    for moved, why in ((2, Why.CLOSE), (3, Why.TOLD)):
        reached = "." * moved + "+" * (12 - moved) + "+" * moved + "." * (12 - moved)
        assert tell(step(said, reached), GENDER, known, minimum=5).why == why
