"""A program from its template to its publication."""

import uuid
from datetime import datetime

import pytest

from programs.blueprints import BLUEPRINTS
from programs.enums import ProgramRoleKind, Stage
from programs.models import Program, ProgramRole
from programs.services.programs import (
    InUseError,
    LastOwnerError,
    NotReadyError,
    create_from_template,
    publish,
    remove_role,
    set_role,
    unpublish,
)
from tests.world import World


def from_template(world: World, now: datetime, template: str = "high-potential") -> Program:
    return create_from_template(
        template=template,
        name="Next leaders",
        owner=world.owner_person,
        by=world.user("hr_admin"),
        now=now,
    )


@pytest.mark.parametrize("template", [plan.key for plan in BLUEPRINTS])
def test_each_template_gives_a_program_that_can_be_published(
    template: str, world: World, now: datetime
) -> None:
    program = from_template(world, now, template)
    assert program.published_at is None
    assert publish(program=program, by=None, now=now).published_at == now
    assert program.charters.get().published_at == now


def test_a_template_brings_charter_tracks_criteria_and_milestones(
    world: World, now: datetime
) -> None:
    program = from_template(world, now)
    names = [track.name for track in program.tracks.all()]
    assert names == ["Technical leadership", "Strategic execution", "People management"]
    track = program.tracks.first()
    assert [m.name for m in track.milestones.all()] == [
        "Kickoff",
        "Agreement signed",
        "Goals set",
        "Midway review",
        "Closing conversation",
    ]
    assert [(c.role, c.fact, c.value) for c in track.criteria.all()] == [
        ("mentee", "years_at_company", "2"),
        ("mentor", "years_at_company", "3"),
    ]
    assert program.charters.get().goals.count() == 3
    assert program.roles.get().person == world.owner_person


def test_the_same_key_makes_one_program(world: World, now: datetime) -> None:
    facts = {"template": "peer", "name": "Peers", "owner": world.owner_person, "by": None}
    key = uuid.uuid4()
    first = create_from_template(**facts, now=now, key=key)
    assert create_from_template(**facts, now=now, key=key) == first
    assert first.tracks.count() == 1


def test_an_unknown_template_is_refused(world: World, now: datetime) -> None:
    with pytest.raises(KeyError):
        from_template(world, now, "nothing")


def test_what_is_missing_keeps_a_program_from_being_published(world: World, now: datetime) -> None:
    program = from_template(world, now)
    program.tracks.all().delete()
    with pytest.raises(NotReadyError) as error:
        publish(program=program, by=None, now=now)
    assert [item.key for item in error.value.missing] == ["tracks", "milestones"]


def test_unpublish_takes_it_back_unless_a_cohort_is_under_way(world: World, now: datetime) -> None:
    program = publish(program=from_template(world, now), by=None, now=now)
    assert unpublish(program=program, by=None, now=now).published_at is None
    assert world.program.cohorts.filter(stage=Stage.RUNNING).exists()
    with pytest.raises(InUseError):
        unpublish(program=world.program, by=None, now=now)


def test_the_last_owner_stays(world: World, now: datetime) -> None:
    program = from_template(world, now)
    first = program.roles.get()
    with pytest.raises(LastOwnerError):
        remove_role(role=first, by=None, now=now)
    other = world.employee_person
    set_role(program=program, person=other, role=ProgramRoleKind.OWNER, by=None, now=now)
    remove_role(role=first, by=None, now=now)
    assert [role.person for role in ProgramRole.objects.filter(program=program)] == [other]
