"""Which column means what."""

import pytest

from matching.engine import Role
from matching.signups.columns import SignUpSheet, recognise


def meaning(
    header: list[str],
    role: Role = Role.MENTOR,
    chosen: dict[str, str] | None = None,
    said: dict[str, list[str]] | None = None,
) -> dict[str, tuple[str, str]]:
    found = recognise(header, SignUpSheet(role), chosen, said)
    return {used.name: (used.column, used.how) for used in found}


@pytest.mark.parametrize(
    ("name", "role", "column", "how"),
    [
        ("first name", Role.MENTOR, "given_name", "name"),
        ("E-Mail Adress", Role.MENTOR, "email", "similar"),
        ("What is your email?", Role.MENTEE, "email", "word"),
        ("Skills", Role.MENTOR, "offered", "name"),
        ("Skills", Role.MENTEE, "wanted", "name"),
        ("Which skills would you like to develop?", Role.MENTEE, "wanted", "word"),
        ("Which topics interest you?", Role.MENTOR, "offered", "word"),
        ("How many mentees can you take on?", Role.MENTOR, "capacity", "word"),
        ("How many hours can you give?", Role.MENTEE, "hours", "word"),
        ("Please don't match me with", Role.MENTEE, "apart", "word"),
        ("Anybody to avoid?", Role.MENTOR, "apart", "word"),
        ("Number of mentees", Role.MENTEE, "", ""),
        ("Favourite colour", Role.MENTOR, "", ""),
    ],
)
def test_names_are_recognised(name: str, role: Role, column: str, how: str) -> None:
    assert meaning([name], role) == {name: (column, how)}


def test_identity_and_biography_are_left_out_whatever_is_chosen() -> None:
    header = ["characteristics", "biography", "What is your gender?", "identity to match"]
    found = recognise(header, SignUpSheet(Role.MENTEE), {"biography": "wanted"})
    assert [used.protected for used in found] == [True] * 4
    assert {used.column for used in found} == {""}


def test_several_columns_of_topics_count_together() -> None:
    found = meaning(["Skill 1", "Skill 2", "Skills (2)", "Hobby 2"])
    assert [column for column, _how in found.values()] == ["offered"] * 3 + [""]


def test_a_choice_wins_and_its_meaning_is_taken() -> None:
    found = meaning(["Team", "Department"], chosen={"Team": "business_unit"})
    assert found == {"Team": ("business_unit", "chosen"), "Department": ("", "")}
    assert meaning(["Team"], chosen={"Team": ""}) == {"Team": ("", "chosen")}


def test_a_guess_has_to_be_borne_out_by_the_cells() -> None:
    name = "YearsWithCurrManager"
    assert meaning([name], said={name: ["5", "0"]}) == {name: ("", "")}
    assert meaning([name], said={name: ["Ana", "0"]}) == {name: ("manager", "word")}
    hours = "Which hours of the month?"
    assert meaning([hours], said={hours: ["mornings", "evenings", "3"]}) == {hours: ("", "")}
