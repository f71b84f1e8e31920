"""Fairness in words: what is said, and what is not."""

from itertools import chain

import pytest

from matching.fairness import Case, Step, Subject, audit
from matching.models import MatchRun
from matching.selectors import fairness as words
from matching.selectors.fairness import Line


def people(label: str, n: int, hits: int, quality: int = 70) -> list[Subject]:
    return [
        Subject(f"{label}{i}", {"unit": label}, i < hits, quality if i < hits else None)
        for i in range(n)
    ]


def section(*groups: list[Subject], key: str = "mentees_matched") -> words.Section:
    report = audit(Case((Step(key, tuple(chain(*groups))),), ("unit",)))
    return words.sections(report)[0]


def notable(found: words.Section) -> list[str]:
    return [line.text for line in found.lines if line.notable]


def test_alike_is_said() -> None:
    found = section(people("Care", 20, 18), people("Trade", 20, 16))
    assert found.total == "Altogether: 34 of 40."
    assert [line.text for line in found.lines] == [
        "Nobody's group is matched noticeably less often than others."
    ]
    assert notable(found) == []


def test_a_group_behind_the_others() -> None:
    found = section(people("Care", 57, 40), people("Trade", 24, 12))
    assert notable(found) == [
        (
            "People from Trade are matched 71% as often as others"
            " (12 of 24 against 40 of 57; could be chance: p = 0.13)."
        )
    ]
    assert found.tables[0].rows[0] == words.Row(
        "Trade", "12 of 24", "50%", "71%", "71%", True, "p = 0.13", "70", 12
    )
    assert found.tables[0].chance == "p = 0.13"


def test_a_group_behind_the_best_alone() -> None:
    found = section(people("Care", 5, 5), people("Trade", 40, 30), people("Works", 40, 34))
    assert notable(found) == [
        "People from Trade are matched 75% as often as Care (30 of 40 against 5 of 5)."
    ]


def test_weak_matches_are_said() -> None:
    found = section(people("Care", 10, 10, 80), people("Trade", 10, 10, 50))
    assert notable(found) == [
        "People from Trade have weaker matches: 50 on average, against 65 (n 10)."
    ]


def test_protected_groups_are_named_without_a_figure() -> None:
    found = section(people("Care", 20, 20), people("Trade", 12, 9), people("Works", 2, 0))
    assert found.tables[0].protected == ("Trade", "Works")
    assert [row.label for row in found.tables[0].rows] == ["Care"]


def test_few_people_are_not_compared() -> None:
    found = section(people("Care", 4, 1))
    assert (found.few, found.lines, found.tables) == (True, (), ())
    assert found.total == "Fewer than 5 mentees are in this run: too few to compare."


def test_one_group_has_nobody_to_be_compared_with() -> None:
    found = section(people("Care", 9, 1))
    assert (found.total, found.lines, found.tables) == ("Altogether: 1 of 9.", (), ())


def test_protected_groups_alone_are_not_compared() -> None:
    found = section(people("Care", 3, 1), people("Trade", 3, 1))
    assert [line.text for line in found.lines] == [
        "No group can be compared with others: too few people in each."
    ]
    assert found.tables[0].protected == ("Care", "Trade")


def test_where_everybody_was_taken_in_there_is_nothing_to_compare() -> None:
    everybody = [Subject(f"{n}", {"unit": "A" if n % 2 else "B"}, True) for n in range(20)]
    found = section(everybody, key="mentees_selected")
    assert (found.total, found.lines, found.tables) == ("Everybody: 20 of 20.", (), ())


def test_each_step_has_its_words() -> None:
    for key, said in {
        "mentees_selected": "People from Trade were taken in 50% as often as others",
        "mentors_selected": "People from Trade were taken in 50% as often as others",
    }.items():
        assert notable(section(people("Care", 10, 10), people("Trade", 10, 5), key=key))[
            0
        ].startswith(said)


@pytest.mark.parametrize(
    ("p", "said"),
    [
        (None, ""),
        (0.19, "could be chance: p = 0.19"),
        (0.05, "could be chance: p = 0.050"),
        (0.034, "hardly chance: p = 0.034"),
        (0.0004, "hardly chance: p < 0.001"),
    ],
)
def test_chance(p: float | None, said: str) -> None:
    assert words.chance(p) == said


@pytest.mark.parametrize(
    ("ratio", "said"), [(0.8, "80%"), (0.7999, "79%"), (0.71, "71%"), (1, "100%")]
)
def test_a_share_under_the_mark_never_reads_as_reaching_it(ratio: float, said: str) -> None:
    assert words.share(ratio) == said


def test_what_counted_is_said() -> None:
    run = MatchRun(facts={"criteria": ["seniority", "experience"]})
    lines = words.about_criteria(run)
    assert [line.notable for line in lines] == [False, False]
    assert lines[1].text == "Years of experience counted; they go along with age."


def test_a_protected_criterion_would_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from matching import criteria

    measure = criteria.BY_KEY["reach"]
    reads = replace(measure.reads, mentee_key="gender", mentor_key="gender")
    monkeypatch.setitem(criteria.BY_KEY, "reach", replace(measure, reads=reads))
    lines = words.about_criteria(MatchRun(facts={"criteria": ["reach"]}))
    assert lines == [
        Line(
            "Within reach counted, which is protected. No lawful purpose is recorded for it.", True
        )
    ]
