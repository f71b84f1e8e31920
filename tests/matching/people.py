"""People and cohorts to match, made for one test."""

import csv
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from core.accounts.models import User
from matching.models import MatchRun
from matching.services import runs
from participants.enums import UnitKind
from participants.models import Competency, Person, PersonCompetency, Unit
from programs.enums import EnrolmentState, ParticipantRole, Stage
from programs.models import Cohort, Enrolment, Track
from programs.services.grades import USUAL, steps
from tests.world import World

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "matching"


def cohort(world: World, name: str = "Test", **fields: Any) -> Cohort:
    return Cohort.objects.create(
        program=fields.pop("program", world.program),
        name=name,
        starts_on=date(2026, 4, 1),
        ends_on=date(2026, 12, 1),
        stage=Stage.MATCHING,
        stage_since=World.NOW,
        **fields,
    )


def person(name: str, *, account: bool = False, **fields: Any) -> Person:
    email = f"{name.lower().replace(' ', '.')}@match.test"
    user = User.objects.create_user(email, timezone="Europe/Berlin") if account else None
    given, _space, family = name.partition(" ")
    return Person.objects.create(
        user=user,
        email=fields.pop("email", email),
        given_name=given,
        family_name=family,
        sort_key=f"{family} {given}".strip().lower(),
        **fields,
    )


def enrol(
    who: Person, into: Cohort, track: Track, role: str, capacity: int | None = None
) -> Enrolment:
    return Enrolment.objects.create(
        person=who,
        cohort=into,
        track=track,
        role=role,
        state=EnrolmentState.SELECTED,
        capacity=capacity,
        applied_at=World.NOW,
        decided_at=World.NOW,
    )


def mentor(name: str, into: Cohort, track: Track, capacity: int = 1, **fields: Any) -> Enrolment:
    return enrol(person(name, **fields), into, track, ParticipantRole.MENTOR, capacity)


def mentee(name: str, into: Cohort, track: Track, **fields: Any) -> Enrolment:
    return enrol(person(name, **fields), into, track, ParticipantRole.MENTEE)


def holds(enrolment: Enrolment, competency: Competency, direction: str) -> None:
    PersonCompetency.objects.create(
        person=enrolment.person, competency=competency, direction=direction
    )


def run_now(into: Cohort, track: Track, now: datetime, by: Any = None) -> MatchRun:
    run = runs.start_run(cohort=into, track=track, by=by, now=now)
    runs.execute(run.pk, now)
    return MatchRun.objects.get(pk=run.pk)


def pairs(run: MatchRun) -> dict[str, str]:
    """Mentee → mentor, by given name."""
    rows = run.proposals.select_related("mentor__person", "mentee__person")
    return {row.mentee.person.given_name: row.mentor.person.given_name for row in rows}


def sign_ups(size: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The rows of the public sign-up sheets, with the role of each."""
    for role in ("mentor", "mentee"):
        with (DATA / f"mentormatch_{size}_{role}s.csv").open(encoding="utf-8-sig") as file:
            for row in csv.DictReader(file):
                yield role, row


def enrol_sheet(size: str, into: Cohort, track: Track) -> None:
    """The sheets' people, with grade, organisation and profession only."""
    ladder, units = steps(USUAL), _Units()
    for role, row in sign_ups(size):
        who = Person.objects.create(
            email=row["email address"],
            given_name=row["first name"],
            family_name=row["last name"],
            sort_key=f"{row['last name']} {row['first name']}",
            grade=row["grade"],
            seniority=ladder.get(row["grade"].casefold()),
            business_unit=units(UnitKind.BUSINESS_UNIT, row["organisation"]),
            function=units(UnitKind.FUNCTION, row["profession"]),
        )
        enrol(who, into, track, role)


class _Units:
    def __init__(self) -> None:
        self.known: dict[tuple[str, str], Unit] = {}

    def __call__(self, kind: str, name: str) -> Unit:
        key = (kind, name)
        if key not in self.known:
            self.known[key] = Unit.objects.create(kind=kind, name=name)
        return self.known[key]
