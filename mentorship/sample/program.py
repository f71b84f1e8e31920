"""A program of the sample and the people who run it: set up from its template, as a draft."""

import random
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from core.accounts.models import User
from mentorship.sample.cast import Cast
from mentorship.sample.people import Staff
from mentorship.sample.structure import Employee
from mentorship.sample.words import texts
from metrics.services.targets import set_targets
from participants.models import Competency, Person
from programs.enums import ProgramRoleKind
from programs.models import Program, Track
from programs.services.programs import create_from_template, rename, set_role


@dataclass
class Running:
    """A program, and the people who run it."""

    staff: Staff
    cast: Cast
    program: Program
    tracks: list[Track]
    chance: random.Random

    @property
    def heroes(self) -> set[UUID]:
        """The keys of the heroes."""
        return {self.staff.rows[number].pk for number in self.cast.heroes}

    @property
    def owner(self) -> User:
        """Who does the program's paperwork."""
        return account(self.staff.person(self.cast.owner))


def account(person: Person) -> User:
    """The user of a person of the sample; each has one."""
    if person.user is None:
        raise LookupError(person.employee_id)
    return person.user


def set_up(
    staff: Staff, cast: Cast, *, name: str, template: str, seed: int, now: datetime
) -> Running:
    """A program from its template, with its owner and sponsor; `name` is that of its texts."""
    program = _from_template(staff, cast.owner, name, template, now)
    set_role(
        program=program, person=staff.person(cast.sponsor), role=ProgramRoleKind.SPONSOR,
        by=account(staff.person(cast.owner)), now=now,
    )  # fmt: skip
    chance = random.Random(seed + 3)  # noqa: S311 - a story, not a secret
    return Running(staff, cast, program, list(program.tracks.order_by("position")), chance)


def draft(staff: Staff, cast: Cast, now: datetime) -> Program:
    """A program begun and left for tomorrow."""
    return _from_template(staff, cast.several, "draft", "reverse", now)


def _from_template(
    staff: Staff, owner: Employee, name: str, template: str, now: datetime
) -> Program:
    words, person = texts("programs")[name], staff.person(owner)
    by = account(person)
    program = create_from_template(
        template=template, name=words["name"], owner=person, by=by, now=now, is_sample=True
    )
    rename(program=program, name=words["name"], summary=words["summary"], by=by, now=now)
    for competency, said in texts("competencies").items():
        Competency.objects.filter(name=competency, description="").update(
            description=said["description"]
        )
    return program


def set_goals(running: Running, now: datetime) -> None:
    """What the program wants to reach, for the scorecard to compare with."""
    wanted = {key: Decimal(value) for key, value in texts("programs")["targets"].items()}
    set_targets(program=running.program, targets=wanted, by=running.owner, now=now)
