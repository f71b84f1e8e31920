"""Two lists as a problem."""

from typing import Any

import pytest

from matching.engine import Participant, Role, Tier
from matching.signups.criteria import Question, question_of
from tests.matching.signups.lists import MENTEES, MENTORS, mentees, mentors, wishes


def question(one: str = MENTORS, other: str = MENTEES, **changes: Any) -> Question:
    return question_of(mentors(one), mentees(other), wishes(**changes))


def people(found: Question, role: Role) -> dict[str, Participant]:
    return {p.id: p for p in found.problem.participants if p.role == role}


def test_people_have_the_features_the_criteria_read() -> None:
    found = question()
    ana = people(found, Role.MENTOR)["mentor ana@x.example"]
    assert ana.person == "ana@x.example"
    assert ana.capacity == 1
    assert ana.numbers == {"rank": 2}
    assert ana.terms == {
        "offered": {"negotiation", "public speaking"},
        "languages": {"language en", "language de"},
        "unit": {"sales"},
    }
    jo = people(found, Role.MENTEE)["mentee jo@x.example"]
    assert jo.terms["wanted"] == {"negotiation"}
    assert jo.terms["languages"] == {"language de"}
    assert found.names["language de"] == "German"
    assert found.names["mentee jo@x.example"] == "Jo Weber"
    assert found.names["public speaking"] == "Public Speaking"


def test_what_only_one_list_says_does_not_count_and_says_so() -> None:
    found = question(
        "Name,Skills,Department,Hours\nAna,Law,Sales,3\n", "Name,Skills,Hours\nMia,Law,3\n"
    )
    assert [criterion.key for criterion in found.problem.criteria] == ["competencies"]
    why = {each.criterion: each.why_not for each in found.counted}
    assert why["competencies"] == ""
    assert why["other_unit"] == "the mentees’ list does not say it"
    assert why["languages"] == "neither list says it"
    assert why["hours"] == "it is the same for everybody"


def test_weights_are_words_and_must_is_a_rule() -> None:
    found = question(weights={"competencies": "must", "languages": "ignore"})
    by_key = {criterion.key: criterion for criterion in found.problem.criteria}
    assert (by_key["competencies"].weight, by_key["competencies"].minimum) == (9, 1)
    assert "languages" not in by_key


def test_options_become_rules() -> None:
    rules = question(more_senior=True, quality_floor=40).problem.rules
    assert (rules.tier, rules.quality_floor) == (Tier("rank"), 40)


def test_who_says_no_capacity_has_the_one_chosen() -> None:
    found = question("Name,Skills,Number of mentees\nAna,Law,\nBo,Law,0\n", capacity=3)
    assert [p.capacity for p in people(found, Role.MENTOR).values()] == [3, 0]


def test_numbers_of_levels_win_over_grades_where_both_lists_have_them() -> None:
    one = "Name,Level,Grade\nAna,5,Junior\nBo,,Lead\n"
    found = question(one, "Name,Level\nMia,3\n")
    ranks = [p.numbers.get("rank") for p in found.problem.participants]
    assert ranks == [5, None, 3]
    ranks = [
        p.numbers.get("rank")
        for p in question(one, "Name,Level\nMia,Senior\n").problem.participants
    ]
    assert ranks == [1, 3, 2]


def test_grades_off_the_ladder_are_named() -> None:
    told = question("Name,Grade,Skills\nAna,Boss,Law\nBo,Lead,Law\n").troubles
    said = (
        "These grades are not on the ladder and do not count: Boss. Give the order with --grades,"
        " the lowest first."
    )
    assert [(t.place, t.message) for t in told] == [("mentors.csv, Grade", said)]
    assert question("Name,Grade,Skills\nAna,Boss,Law\n", "Name,Skills\nMia,Law\n").troubles == ()


def test_reporting_lines_repeats_and_wishes_to_be_kept_apart() -> None:
    one = "Name,E-mail,Skills,Not with,Previous mentee\nAna,ana@x.example,Law,,Jo Weber\nBo,bo@x.example,Law,MIA@x.example,\n"
    other = "Name,E-mail,Skills,Line manager,Not with\nMia,mia@x.example,Law,Ana,\nJo Weber,jo@x.example,Law,,Bo; Nobody\n"
    found = question(one, other)
    rules = found.problem.rules
    assert rules.managers == {"mia@x.example": "ana@x.example"}
    assert rules.repeats == {("ana@x.example", "jo@x.example")}
    assert rules.exclusions == {("bo@x.example", "mia@x.example"), ("jo@x.example", "bo@x.example")}
    assert [(t.file, t.row) for t in found.troubles] == [("mentees.csv", 3)]
    assert "not kept apart" in found.troubles[0].message


@pytest.mark.parametrize(
    ("name", "person"), [("Ana Silva", "ana@x.example"), ("Ann Silva", "name ann silva")]
)
def test_somebody_without_an_address_is_the_one_of_that_name_who_has_one(
    name: str, person: str
) -> None:
    found = question(MENTORS, f"Name,Skills\n{name},Law\n")
    assert [p.person for p in people(found, Role.MENTEE).values()] == [person]
