"""Figures that are right, in whatever order, and none that gives a small group away."""

import json
from collections.abc import Callable
from itertools import chain, combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import fairness
from matching.fairness import Case, Group, Memory, Step, Subject, audit
from tests.effort import examples
from tests.matching.fairness.cases import GROUPINGS, cases


def people(label: str, n: int, hits: int, quality: int = 70, key: str = "unit") -> list[Subject]:
    return [
        Subject(f"{label}{i}", {key: label}, i < hits, quality if i < hits else None)
        for i in range(n)
    ]


def matched(*groups: list[Subject]) -> Case:
    return Case((Step("matched", tuple(chain(*groups))),), ("unit",))


def test_the_figures_of_the_guidelines() -> None:
    """The example of 29 CFR 1607.4(D)'s questions and answers: 48 of 80 against 12 of 40."""
    report = audit(matched(people("A", 80, 48), people("B", 40, 12)))
    part = report.parts[0]
    grouping = part.groupings[0]
    lowest, highest = grouping.groups
    assert (lowest.label, lowest.hits, lowest.n, lowest.rate) == ("B", 12, 40, 0.3)
    assert fairness.impact(lowest, grouping) == pytest.approx(0.5)
    assert fairness.impact(highest, grouping) == 1
    assert fairness.behind(part, grouping) == (lowest,)
    assert lowest.p == pytest.approx(grouping.p, abs=1e-6)
    assert lowest.p == pytest.approx(0.0034092, abs=1e-7)


def test_four_fifths_exactly_is_not_behind() -> None:
    part = audit(matched(people("A", 10, 10), people("B", 10, 8))).parts[0]
    assert fairness.behind(part, part.groupings[0]) == ()
    part = audit(matched(people("A", 100, 100), people("B", 100, 79))).parts[0]
    assert [group.label for group in fairness.behind(part, part.groupings[0])] == ["B"]


def test_one_below_the_best_alone_is_behind() -> None:
    part = audit(matched(people("A", 5, 5), people("B", 40, 30), people("C", 40, 31))).parts[0]
    grouping = part.groupings[0]
    assert [group.label for group in fairness.behind(part, grouping)] == ["B", "C"]
    assert fairness.as_often(grouping.groups[0], part) == pytest.approx(0.75 / (36 / 45))


def test_mean_quality_is_that_of_the_matched() -> None:
    part = audit(matched(people("A", 9, 6, 60), people("B", 8, 8, 90))).parts[0]
    assert [(g.label, g.mean) for g in part.groupings[0].groups] == [("A", 60), ("B", 90)]
    assert part.total.mean == pytest.approx((6 * 60 + 8 * 90) / 14)


def test_a_mean_of_few_is_protected_and_so_is_another() -> None:
    part = audit(matched(people("A", 9, 3, 60), people("B", 8, 8, 90), people("C", 9, 9))).parts[0]
    means = {g.label: g.mean for g in part.groupings[0].groups}
    assert means["A"] is None
    assert None in (means["B"], means["C"]), "else the first is everybody's less these two"
    assert not [g for g in part.groupings[0].groups if g.reason], "the rates may be shown"


def test_a_small_group_takes_another_with_it() -> None:
    part = audit(matched(people("A", 20, 9), people("B", 12, 6), people("C", 3, 0))).parts[0]
    found = {group.label: group for group in part.groupings[0].groups}
    assert found["C"] == Group("C", "too_few")
    assert found["B"] == Group("B", "subtraction")
    assert found["A"].n == 20


def test_too_few_people_show_nothing() -> None:
    part = audit(matched(people("A", 4, 2))).parts[0]
    assert (part.total, part.groupings) == (Group("", "too_few"), ())


def test_nobody_at_all_shows_nothing() -> None:
    report = audit(Case((Step("matched", ()),), ("unit",)))
    assert (report.parts[0].groupings, report.tail, report.load) == ((), None, None)


def test_what_an_earlier_step_protects_stays_so() -> None:
    """Nobody from C was chosen, which was withheld there: with A and the total, B would tell it."""
    applied = [*people("A", 20, 20), *people("B", 12, 6), *people("C", 3, 0)]
    chosen = [Subject(s.id, s.groups, True, 50) for s in applied if s.hit]
    steps = (Step("selected", tuple(applied)), Step("matched", tuple(chosen), after="selected"))
    part = audit(Case(steps, ("unit",))).parts[1]
    assert part.total.n == 26
    assert [g.label for g in part.groupings[0].groups if not g.reason] == []


def test_a_total_that_is_a_protected_group_is_not_shown() -> None:
    """Three of four from A go on alone: everybody in the second step is the group hidden before."""
    applied = [*people("A", 3, 3), Subject("nobody", {}, False, None)]
    chosen = [Subject(s.id, s.groups, False, None) for s in applied if s.hit]
    steps = (Step("selected", tuple(applied)), Step("matched", tuple(chosen), after="selected"))
    first, second = audit(Case(steps, ("unit",), minimum=3)).parts
    assert (first.total.n, first.groupings[0].groups[0].reason) == (4, "subtraction")
    assert second.total == Group("", "subtraction")


def test_one_person_is_there_once() -> None:
    twice = people("A", 6, 3) + people("A", 6, 3)
    with pytest.raises(ValueError, match="twice"):
        audit(matched(twice))


@settings(max_examples=examples(40), deadline=None)
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_people_changes_nothing(case: Case, chance: object) -> None:
    def shuffled(step: Step) -> Step:
        rows = list(step.subjects)
        chance.shuffle(rows)  # type: ignore[attr-defined]
        return Step(step.key, tuple(rows), step.after)

    loads = list(case.loads)
    chance.shuffle(loads)  # type: ignore[attr-defined]
    other = Case(
        tuple(shuffled(step) for step in case.steps),
        case.groupings,
        tuple(loads),
        case.places,
        case.minimum,
    )
    assert audit(other) == audit(case)


@settings(max_examples=examples(40), deadline=None)
@given(cases())
def test_a_memory_changes_nothing_and_a_store_keeps_all(case: Case) -> None:
    memory = Memory()
    report = audit(case, memory)
    assert audit(case, Memory(json.loads(json.dumps(memory.used)))) == report
    assert fairness.loaded(json.loads(json.dumps(fairness.stored(report)))) == report


# What a reader could work out ---------------------------------------------------------------


def vector(rows: list[Subject], chosen: Callable[[Subject], bool]) -> np.ndarray:
    return np.array([1.0 if chosen(row) else 0.0 for row in rows])


def within(wanted: np.ndarray, shown: list[np.ndarray]) -> bool:
    """Whether it is a sum of multiples of what is shown."""
    if not shown:
        return not wanted.any()
    matrix = np.stack(shown)
    rank = np.linalg.matrix_rank
    return bool(rank(np.vstack([matrix, wanted])) == rank(matrix))


def told(part: fairness.Part, figure: Callable[[Group], object]) -> dict[tuple[str, str], bool]:
    """Every group by name, everybody as ("", ""): whether the figure is shown."""
    groups = {("", ""): part.total} | {
        (grouping.key, group.label): group
        for grouping in part.groupings
        for group in grouping.groups
    }
    return {key: figure(group) is not None for key, group in groups.items()}


def is_in(key: tuple[str, str]) -> Callable[[Subject], bool]:
    grouping, label = key
    return lambda row: not grouping or row.groups.get(grouping) == label


@settings(max_examples=examples(150), deadline=None)
@given(cases())
def test_nothing_protected_can_be_worked_out(case: Case) -> None:
    report = audit(case)
    for step, part in zip(case.steps, report.parts, strict=True):
        everybody = list(step.subjects)
        scored = [row for row in everybody if row.quality is not None]
        for rows, figure in ((everybody, lambda g: g.n), (scored, lambda g: g.points)):
            if rows:
                check(rows, told(part, figure), case.minimum)


def check(rows: list[Subject], shown: dict[tuple[str, str], bool], minimum: int) -> None:
    """No hidden group is a sum of shown ones, nor is any set of fewer than the minimum."""
    vectors = [vector(rows, is_in(key)) for key, is_shown in shown.items() if is_shown]
    for key, is_shown in shown.items():
        hidden = vector(rows, is_in(key))
        if not is_shown and hidden.any():
            assert not within(hidden, vectors), key
    for size in range(1, minimum):
        for few in combinations(range(len(rows)), size):
            single = np.zeros(len(rows))
            single[list(few)] = 1
            assert not within(single, vectors), few


def test_the_check_finds_a_leak() -> None:
    rows = people("A", 6, 0) + people("B", 2, 0)
    with pytest.raises(AssertionError):
        check(rows, {("", ""): True, ("unit", "A"): True, ("unit", "B"): False}, 3)


@settings(max_examples=examples(60), deadline=None)
@given(cases())
def test_a_protected_group_holds_no_figure(case: Case) -> None:
    for part in audit(case).parts:
        groups = [group for grouping in part.groupings for group in grouping.groups]
        for group in [part.total, *groups]:
            if group.reason:
                assert group == Group(group.label, group.reason)
            else:
                assert group.n is not None
                assert group.n >= case.minimum
                assert group.scored is None or group.scored >= case.minimum


def test_groupings_are_those_asked_for() -> None:
    case = Case((Step("matched", tuple(people("A", 9, 9))),), GROUPINGS)
    assert [grouping.key for grouping in audit(case).parts[0].groupings] == list(GROUPINGS)
