"""A large organisation around the shared world: people, their pairs, and twenty sessions each pair.

Written in bulk, with every constraint of the database at work and confidential text encrypted.
"""

import random
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.db import connection

from core.accounts.models import User
from engagements.enums import MemberRole, PlaceState, SessionState
from engagements.models import (
    CheckIn,
    Engagement,
    EngagementMember,
    Goal,
    GoalUpdate,
    Learning,
    MentorCapacity,
    Place,
    Session,
)
from participants.models import Person
from programs.enums import EnrolmentState, ParticipantRole, Stage
from programs.models import Cohort, Enrolment
from tests.bench.population.copying import copy
from tests.world import World

#: People in one cohort, sessions of one pair.
COHORT, SESSIONS = 400, 20
DAY = timedelta(days=1)


def populate(world: World, people: int) -> None:
    """So many more people; half mentors, half mentees, all in the world's program and track."""
    dice = random.Random(7)
    persons = _persons(world, people)
    pairs = list(zip(persons[::2], persons[1::2], strict=False))
    engagements = []
    for number, some in enumerate(_chunks(pairs, COHORT // 2)):
        cohort = world.cohort if number == 0 else _cohort(world, number)
        engagements += _relationships(world, cohort, some)
    mentees = [mentee for _mentor, mentee in pairs]
    copy(_sessions(engagements, dice))
    _live(engagements, pairs, mentees, dice)
    with connection.cursor() as cursor:  # what autovacuum does in the long run
        cursor.execute("ANALYZE" if connection.in_atomic_block else "VACUUM ANALYZE")


def _chunks(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
    source = iter(rows)
    while some := list(islice(source, size)):
        yield some


def _persons(world: World, number: int) -> list[Person]:
    """Each with an account; every fiftieth leads the next ones."""
    users = copy(User(email=f"n{n}@crowd.test", password="!") for n in range(number))
    units = (world.unit_trade, world.unit_care)
    people, leads = [], []
    for n, user in enumerate(users):
        person = Person(
            user=user, email=user.email, employee_id=f"N-{n}", given_name=f"Given{n}",
            family_name=f"Family{n}", sort_key=f"family{n:06}", job_title="Engineer",
            seniority=3 + n % 5, business_unit=units[n % 2],
        )  # fmt: skip
        if n % 50 == 0:
            leads.append(person)
        else:
            person.manager = leads[-1]
        people.append(person)
    return copy(people)


def _cohort(world: World, number: int) -> Cohort:
    day = World.NOW.date()
    return Cohort.objects.create(
        program=world.program, name=f"Cohort {number}", places=COHORT, stage=Stage.RUNNING,
        starts_on=day - 200 * DAY, ends_on=day + 200 * DAY, stage_since=World.NOW - 200 * DAY,
    )  # fmt: skip


def _relationships(world: World, cohort: Cohort, pairs: list[Any]) -> list[Engagement]:
    track, at = world.mentee_enrolment.track, World.NOW - 190 * DAY
    roles = (ParticipantRole.MENTOR, ParticipantRole.MENTEE)
    copy((
        Enrolment(person=person, cohort=cohort, track=track, role=role, created_at=at,
                  state=EnrolmentState.SELECTED, applied_at=at, decided_at=at)
        for pair in pairs for person, role in zip(pair, roles, strict=True)
    ))  # fmt: skip
    rows = copy(
        Engagement(cohort=cohort, track=track, started_at=at, created_at=at) for _pair in pairs
    )  # fmt: skip
    copy((
        EngagementMember(engagement=row, person=person, role=role, joined_at=at)
        for row, pair in zip(rows, pairs, strict=True)
        for person, role in zip(pair, (MemberRole.MENTOR, MemberRole.MENTEE), strict=True)
    ))  # fmt: skip
    copy((
        Place(person=mentee, mentor=mentor, track=track, engagement=row, state=PlaceState.ACTIVE)
        for row, (mentor, mentee) in zip(rows, pairs, strict=True)
    ))  # fmt: skip
    copy((
        MentorCapacity(person=mentor, limit=2, taken=1) for mentor, _ in pairs
    ))  # fmt: skip
    return rows


def _sessions(engagements: list[Engagement], dice: random.Random) -> Iterator[Session]:
    for row in engagements:
        at: datetime = row.started_at + dice.randrange(9) * DAY
        for number in range(SESSIONS):
            held = at < World.NOW
            yield Session(
                engagement=row, starts_at=at, created_at=row.started_at, notes=f"Note {number}",
                state=SessionState.HELD if held else SessionState.PLANNED,
                logged_at=at + DAY if held else None,
            )  # fmt: skip
            at += dice.randrange(8, 12) * DAY


def _live(
    engagements: list[Engagement], pairs: list[Any], mentees: list[Person], dice: random.Random
) -> None:
    """A goal with two steps and something learnt for it, and a check-in of both, for each pair."""
    at = World.NOW - 100 * DAY
    goals = copy((
        Goal(person=mentee, engagement=row, title="Lead", progress=40, created_at=at)
        for row, mentee in zip(engagements, mentees, strict=True)
    ))  # fmt: skip
    copy(
        GoalUpdate(goal=goal, at=at + step * DAY, before=step - 20, after=step)
        for goal in goals for step in (20, 40)
    )  # fmt: skip
    copy(
        Learning(
            person=goal.person, goal=goal, title="A course", planned_on=at.date(), created_at=at
        )
        for goal in goals
    )
    copy((
        CheckIn(engagement=row, person=person, due_on=at.date(), answered_at=at,
                fit=dice.randrange(3, 6), progress=4)
        for row, pair in zip(engagements, pairs, strict=True) for person in pair
    ))  # fmt: skip
