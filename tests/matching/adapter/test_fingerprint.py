"""Whoever holds a problem notices each change of what it is made of, and nothing else."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import transaction

from core.accounts.models import User
from matching.adapter import fingerprint
from matching.services import policies
from participants.enums import Direction
from participants.models import Competency, Person, PersonCompetency
from programs.models import Cohort, Enrolment
from tests.matching.people import cohort, mentee, mentor
from tests.world import World

Mark = Callable[[], Any]


@pytest.fixture
def into(world: World) -> Cohort:
    into = cohort(world)
    mentor("Mo", into, world.track, 2, seniority=5)
    mentee("Mi", into, world.track, seniority=2)
    return into


@pytest.fixture
def mark(world: World, into: Cohort, now: datetime) -> Mark:
    policy = policies.ensure(program=into.program, by=None, now=now)
    return lambda: fingerprint(into, world.track, policy, now.date())


def who(into: Cohort, name: str) -> Enrolment:
    return Enrolment.objects.get(cohort=into, person__given_name=name)


def test_every_change_is_noticed_also_within_one_transaction(into: Cohort, mark: Mark) -> None:
    """Even one that is taken back, or that leaves as many rows as there were."""
    mi = who(into, "Mi")
    topic, other = (Competency.objects.create(name=name) for name in ("One", "Other"))
    seen = [mark()]
    changes: tuple[Callable[[], Any], ...] = (
        lambda: Person.objects.filter(pk=mi.person_id).update(seniority=3),
        lambda: Person.objects.filter(pk=mi.person_id).update(seniority=2),
        lambda: PersonCompetency.objects.create(
            person=mi.person, competency=topic, direction=Direction.WANTED
        ),
        lambda: [
            PersonCompetency.objects.filter(person=mi.person).delete(),
            PersonCompetency.objects.create(
                person=mi.person, competency=other, direction=Direction.WANTED
            ),
        ],
        lambda: Enrolment.objects.filter(pk=mi.pk).update(capacity=None),
        lambda: PersonCompetency.objects.filter(person=mi.person).delete(),
    )
    for place, change in enumerate(changes):
        (transaction.atomic(change) if place % 2 else change)()
        seen.append(mark())
    assert len(set(seen)) == len(changes) + 1
    assert mark() == seen[-1]


def test_time_and_locks_and_what_others_do_are_no_change(
    committing_db: None, into: Cohort, mark: Mark
) -> None:
    before = mark()
    for user in User.objects.all()[:3]:
        user.save()
        with transaction.atomic():
            list(Person.objects.select_for_update())
            assert mark() == before
    assert mark() == before
    Person.objects.filter(pk=who(into, "Mi").person_id).update(seniority=3)
    assert mark() != before
