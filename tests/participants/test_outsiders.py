"""Whoever works elsewhere sees nothing that every employee may read, and is in no list of ours."""

import pytest
from django.apps import apps
from django.urls import reverse

from participants.permissions import is_employee
from participants.selectors.directory import directory
from participants.selectors.invitations import plan_invitations
from programs.forms.programs import at_work
from programs.selectors.inviting import candidates
from tests.engagements.helpers import signed_in
from tests.world import World

PUBLISHED = (
    "participants.Organisation",
    "participants.Unit",
    "programs.Program",
    "programs.Track",
    "programs.Milestone",
    "programs.EntryCriterion",
    "programs.ProgramRole",
    "programs.Charter",
    "programs.Cohort",
)


def test_who_works_here(world: World) -> None:
    assert is_employee(world.user("employee"))
    assert not is_employee(world.user("other_coach"))


@pytest.mark.parametrize("label", PUBLISHED)
def test_the_door_keeps_shut_what_employees_read(label: str, world: World) -> None:
    model = apps.get_model(label)
    assert model.objects.visible_to(world.user("employee")).exists()
    assert not model.objects.visible_to(world.user("other_coach")).exists()


def test_no_list_to_choose_from_has_them(world: World) -> None:
    coach = world.other_coach_person
    assert coach not in directory(words="Elsewhere", status="")
    assert coach not in at_work()
    assert candidates(world.open_cohort, "Elsewhere", None) == []
    assert coach not in plan_invitations().invited


def test_search_finds_them_nothing(world: World) -> None:
    page = signed_in(world.user("other_coach")).get(reverse("search"), {"q": "Leading"})
    assert "Leading with care" not in page.content.decode()
