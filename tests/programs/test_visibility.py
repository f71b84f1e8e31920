"""Which rows of this room whom the door lets see."""

from datetime import datetime

import pytest
from django.db.models import Model

from programs.models import (
    Charter,
    Cohort,
    Enrolment,
    EnrolmentChange,
    MilestoneProgress,
    Program,
    ProgramRole,
    StageChange,
    Track,
)
from programs.services.charters import write_draft
from programs.services.enrolments import reach_milestone
from tests.permissions.declarations import EMPLOYEES, SUBJECTS
from tests.world import World

EVERYBODY = set(EMPLOYEES.split())


def seeing(row: Model, world: World) -> set[str]:
    model = type(row)
    return {
        who
        for who in SUBJECTS
        if who != "anonymous"
        and model.objects.visible_to(world.user(who)).filter(pk=row.pk).exists()
    }


@pytest.mark.parametrize("name", ["program", "track", "cohort", "open_cohort", "milestone"])
def test_everybody_sees_what_is_published(name: str, world: World) -> None:
    assert seeing(getattr(world, name), world) == EVERYBODY


def test_drafts_are_for_those_who_run_them(world: World, now: datetime) -> None:
    texts = {"purpose": "", "commitment": "", "guidelines": "", "cadence": ""}
    charter = write_draft(program=world.program, texts=texts, goals=[], by=None, now=now)
    Cohort.objects.filter(pk=world.open_cohort.pk).update(stage="draft")
    for row in (world.draft_program, charter, world.open_cohort):
        assert seeing(row, world) == {"hr_admin", "owner"}
    assert seeing(Charter.objects.get(program=world.program, version=1), world) == EVERYBODY
    assert seeing(Program.objects.get(pk=world.program.pk), world) == EVERYBODY
    assert seeing(Track.objects.get(pk=world.track.pk), world) == EVERYBODY
    assert seeing(ProgramRole.objects.filter(program=world.program)[0], world) == EVERYBODY


def test_enrolments_are_for_the_person_and_those_who_select(world: World, now: datetime) -> None:
    enrolment: Enrolment = world.mentee_enrolment
    progress = reach_milestone(enrolment=enrolment, milestone=world.milestone, by=None, now=now)
    assert isinstance(progress, MilestoneProgress)
    for row in (enrolment, progress):
        assert seeing(row, world) == {"hr_admin", "owner", "mentee"}


def test_history_is_for_those_who_run_the_program(world: World, now: datetime) -> None:
    change = EnrolmentChange.objects.filter(enrolment=world.begun_enrolment).get()
    step = StageChange.objects.create(cohort=world.cohort, before="open", after="selecting", at=now)
    for row in (change, step):
        assert seeing(row, world) == {"hr_admin", "owner"}
