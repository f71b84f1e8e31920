"""A program comes from a template, is published, and is answered for by people in roles."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from core.audit.services import record
from core.events.services import append
from participants.models import Competency, Person
from programs.blueprints import Blueprint, TrackPlan, blueprint_named
from programs.enums import ProgramRoleKind, Stage
from programs.models import (
    Charter,
    CharterGoal,
    EntryCriterion,
    Milestone,
    Program,
    ProgramRole,
    Track,
    TrackCompetency,
)
from programs.selectors.readiness import Missing, missing
from programs.services.tiers import write_tiers

if TYPE_CHECKING:
    from core.accounts.models import User


class NotReadyError(Exception):
    """A program lacks something that its readers or participants need; `missing` says what."""

    def __init__(self, lacking: list[Missing]) -> None:
        super().__init__(", ".join(str(item.label) for item in lacking))
        self.missing = lacking


class InUseError(Exception):
    """People are taking part, so the program can't be hidden from them."""


class LastOwnerError(Exception):
    """Somebody must answer for the program."""


@transaction.atomic
def create_from_template(
    *,
    template: str,
    name: str,
    owner: Person,
    by: "User | None",
    now: datetime,
    key: uuid.UUID | None = None,
    is_sample: bool = False,
) -> Program:
    """A draft program with all that its template contains.

    `key` is the program's future primary key: asked twice with the same one, the same program
    comes back. Raises KeyError for an unknown template.
    """
    blueprint = blueprint_named(template)
    program, created = Program.objects.get_or_create(
        pk=key or uuid.uuid4(),
        defaults={
            "name": name,
            "summary": str(blueprint.summary),
            "template": blueprint.key,
            "is_sample": is_sample,
            "created_at": now,
        },
    )
    if created:
        _write_charter(program, blueprint)
        for position, plan in enumerate(blueprint.tracks):
            _write_track(program, plan, position)
        write_tiers(program, blueprint.tiers, now)
        set_role(program=program, person=owner, role=ProgramRoleKind.OWNER, by=by, now=now)
        facts = {"template": blueprint.key}
        record(by=by, action="programs.create", subject=program, now=now, facts=facts)
    return program


def _write_charter(program: Program, blueprint: Blueprint) -> None:
    charter = Charter.objects.create(
        program=program,
        purpose=str(blueprint.purpose),
        guidelines=str(blueprint.guidelines),
        commitment=str(blueprint.commitment),
        cadence=str(blueprint.cadence),
    )
    CharterGoal.objects.bulk_create(
        CharterGoal(charter=charter, title=str(title), target=str(target), position=position)
        for position, (title, target) in enumerate(blueprint.goals)
    )


def _write_track(program: Program, plan: TrackPlan, position: int) -> None:
    track = Track.objects.create(
        program=program,
        name=str(plan.name),
        description=str(plan.description),
        format=plan.format,
        exclusive=plan.exclusive,
        mentor_capacity=plan.mentor_capacity,
        meeting_every_days=plan.meeting_every_days,
        checkin_every_days=plan.checkin_every_days,
        position=position,
    )
    EntryCriterion.objects.bulk_create(
        EntryCriterion(
            track=track, role=role, fact=fact, operator=operator, value=value, position=number
        )
        for number, (role, fact, operator, value) in enumerate(plan.criteria)
    )
    Milestone.objects.bulk_create(
        Milestone(track=track, name=str(name), description=str(text), offset_days=days)
        for days, name, text in plan.milestones
    )
    known = [Competency.objects.get_or_create(name=str(name))[0] for name in plan.competencies]
    TrackCompetency.objects.bulk_create(
        TrackCompetency(track=track, competency=competency) for competency in known
    )


@transaction.atomic
def rename(
    *, program: Program, name: str, summary: str, by: "User | None", now: datetime
) -> Program:
    """Change what a program is called and how it is told in one sentence."""
    program.name, program.summary = name, summary
    program.save(update_fields=["name", "summary"])
    record(by=by, action="programs.rename", subject=program, now=now)
    return program


@transaction.atomic
def publish(*, program: Program, by: "User | None", now: datetime) -> Program:
    """Show the program, and its charter as it stands, to every employee. Again: nothing happens.

    Raises NotReadyError.
    """
    program = Program.objects.select_for_update().get(pk=program.pk)
    if program.published_at is not None:
        return program
    if lacking := missing(program):
        raise NotReadyError(lacking)
    program.published_at = now
    program.save(update_fields=["published_at"])
    program.charters.filter(published_at=None).update(published_at=now)
    record(by=by, action="programs.publish", subject=program, now=now)
    append(kind="programs.program_published", subject=program, payload={}, now=now, by=by)
    return program


@transaction.atomic
def unpublish(*, program: Program, by: "User | None", now: datetime) -> Program:
    """The way back from publish. Raises InUseError while a cohort is under way."""
    program = Program.objects.select_for_update().get(pk=program.pk)
    if program.published_at is None:
        return program
    if program.cohorts.exclude(stage__in=[Stage.DRAFT, Stage.CLOSED]).exists():
        raise InUseError
    program.published_at = None
    program.save(update_fields=["published_at"])
    record(by=by, action="programs.unpublish", subject=program, now=now)
    append(kind="programs.program_unpublished", subject=program, payload={}, now=now, by=by)
    return program


@transaction.atomic
def set_role(
    *, program: Program, person: Person, role: str, by: "User | None", now: datetime
) -> ProgramRole:
    """The person has the role in the program from now on."""
    row, created = ProgramRole.objects.get_or_create(program=program, person=person, role=role)
    if created:
        facts = {"role": str(role), "person": person.pk}
        record(by=by, action="programs.set_role", subject=program, now=now, facts=facts)
    return row


@transaction.atomic
def remove_role(*, role: ProgramRole, by: "User | None", now: datetime) -> None:
    """The person no longer has the role. Raises LastOwnerError."""
    program = Program.objects.select_for_update().get(pk=role.program_id)
    owners = program.roles.filter(role=ProgramRoleKind.OWNER)
    if role.role == ProgramRoleKind.OWNER and not owners.exclude(pk=role.pk).exists():
        raise LastOwnerError
    facts = {"role": role.role, "person": role.person_id}
    role.delete()
    record(by=by, action="programs.remove_role", subject=program, now=now, facts=facts)
