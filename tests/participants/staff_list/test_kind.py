"""The staff list: what a file becomes, row by row."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from core.imports.enums import Action
from core.imports.kinds import Context, MappedRow, RowPlan, RowRefused
from participants.models import BusinessFact, Person, Unit
from participants.staff_list.kind import StaffList
from tests.world import World

IBM = Path(__file__).resolve().parents[4] / "shared/data/hr/ibm_attrition_1470.csv"


def rows(*values: dict[str, Any]) -> list[MappedRow]:
    return [MappedRow(number, value) for number, value in enumerate(values, 2)]


def plans(*values: dict[str, Any]) -> list[RowPlan]:
    return list(StaffList().plan(rows(*values), Context()))


def commit(planned: Sequence[RowPlan], now: datetime) -> None:
    for plan in planned:
        StaffList().commit_row(plan, context=Context(), by=None, now=now)


def message(plan: RowPlan) -> str:
    assert plan.action is Action.FAULTY
    return plan.problems[0].message


def test_a_row_becomes_a_person_with_units_and_facts(world: World, now: datetime) -> None:
    commit(
        plans(
            {
                "employee_id": "1042",
                "given_name": "Ana",
                "family_name": "Silva",
                "business_unit": "Sales",
                "function": "Finance",
                "performance_rating": 4,
            }
        ),
        now,
    )
    person = Person.objects.get(employee_id="1042")
    assert (person.name, person.business_unit.name, person.function.name) == (
        "Ana Silva",
        "Sales",
        "Finance",
    )
    assert BusinessFact.objects.get(person=person).number == 4


def test_the_same_rows_again_change_nothing(world: World, now: datetime) -> None:
    values = (
        {"employee_id": "1", "email": "boss@x.org", "years_at_company": 6, "site": "Lisbon"},
        {"employee_id": "2", "manager_id": "1", "job_title": "Engineer"},
    )
    commit(plans(*values), now)
    assert [plan.action for plan in plans(*values)] == [Action.UNCHANGED] * 2


def test_a_manager_further_down_in_the_file_is_found(world: World, now: datetime) -> None:
    commit(plans({"employee_id": "2", "manager_id": "1"}, {"employee_id": "1"}), now)
    assert Person.objects.get(employee_id="2").manager.employee_id == "1"
    assert Person.objects.filter(employee_id="1").count() == 1


def test_a_change_shows_before_and_after(world: World) -> None:
    (plan,) = plans({"email": "mentee@world.test", "job_title": "Lead", "business_unit": "Trade"})
    assert plan.action is Action.CHANGED
    assert (plan.before, plan.after) == ({"job_title": "Analyst"}, {"job_title": "Lead"})
    assert plan.target == str(world.mentee_person.pk)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([{"given_name": "Ana"}], "find them again"),
        ([{"employee_id": "1"}, {"employee_id": "1"}], "Row 2 is about the same person"),
        ([{"employee_id": "1", "manager_id": "99"}], "neither in the file nor"),
        ([{"employee_id": "1", "manager_id": "1"}], "leads back"),
        (
            [{"employee_id": "1", "manager_id": "2"}, {"employee_id": "2", "manager_id": "1"}],
            "leads",
        ),
        ([{"employee_id": "W-owner", "email": "mentee@world.test"}], "another employee number"),
        (
            [{"email": "line_manager@world.test", "manager_email": "mentee@world.test"}],
            "leads back",
        ),
    ],
)
def test_faulty_rows_say_why(world: World, values: list[dict[str, Any]], words: str) -> None:
    assert words in message(plans(*values)[-1])


def test_a_circle_that_closed_meanwhile_sets_the_row_aside(world: World, now: datetime) -> None:
    planned = plans({"email": "owner@world.test", "manager_email": "mentee@world.test"})
    Person.objects.filter(pk=world.mentee_person.pk).update(manager=world.owner_person)
    with pytest.raises(RowRefused, match="leads back"):
        commit(planned, now)


def test_an_address_taken_meanwhile_sets_the_row_aside(world: World, now: datetime) -> None:
    planned = plans({"employee_id": "1042", "email": "new.one@world.test"})
    Person.objects.create(employee_id="7", email="new.one@world.test")
    with pytest.raises(RowRefused):
        commit(planned, now)


def test_a_file_without_names_and_addresses_is_told(world: World) -> None:
    kind, listed = StaffList(), rows({"employee_id": "1"})
    told = kind.notices(listed, list(kind.plan(listed, Context())), Context())
    assert len(told) == 2
    assert "nobody in it can be invited" in told[0]


def test_only_hr_may_import(world: World) -> None:
    assert StaffList().may_run(world.user("hr_admin"))
    assert not StaffList().may_run(world.user("owner"))


def test_units_are_made_once(world: World, now: datetime) -> None:
    commit(
        plans({"employee_id": "1", "site": "Lisbon"}, {"employee_id": "2", "site": "Lisbon"}), now
    )
    assert Unit.objects.filter(name="Lisbon").count() == 1


def test_a_coach_from_outside_is_not_on_the_staff_list(world: World, now: datetime) -> None:
    row = {"email": "coach@world.test", "given_name": "Other", "manager_email": "owner@world.test"}
    [plan] = plans(row)
    assert message(plan) == "This is the address of a coach who works elsewhere."
    led = plans({"email": "zoe@world.test", "manager_email": "coach@world.test"})
    assert message(led[0]) == "This manager is neither in the file nor in the organisation."
    assert world.coach_person.given_name == "Coach"
