"""Many decided on in one act: all or none, and cheaply."""

import uuid
from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from participants.services.people import create_person
from programs.enums import EnrolmentState, Stage
from programs.models import Cohort, Enrolment, EnrolmentChange
from programs.services import enrolments as services
from programs.services.cohorts import change_stage, create_cohort
from programs.services.selection import decide_many, plan_decisions
from tests.world import World

#: What one more decision costs: the row, its number, its history, the audit, the event and its lock.
EACH = 6


@pytest.fixture
def cohort(world: World, now: datetime) -> Cohort:
    days = {"starts_on": date(2026, 6, 1), "ends_on": date(2026, 12, 1)}
    told = {"by": None, "now": now}
    cohort = create_cohort(program=world.program, name="Winter", places=3, **days, **told)
    return change_stage(cohort=cohort, to=Stage.OPEN, **told)


def applications(cohort: Cohort, world: World, now: datetime, count: int) -> list[Enrolment]:
    rows = []
    for number in range(count):
        person = create_person(
            given_name="A", family_name=str(number), email=f"a{number}@world.test", by=None, now=now
        )
        facts = {"person": person, "cohort": cohort, "track": world.track, "role": "mentee"}
        rows.append(services.enrol(**facts, by=None, now=now))
    return rows


def decided(cohort: Cohort, rows: list[Enrolment], state: str, now: datetime) -> int:
    facts = {"reason": "Fits", "batch": uuid.uuid4(), "by": None, "now": now}
    return decide_many(cohort=cohort, enrolments=rows, state=state, **facts)


def states(cohort: Cohort) -> list[str]:
    return sorted(cohort.enrolments.values_list("state", flat=True))


def test_all_share_a_batch_by_which_they_are_undone(
    cohort: Cohort, world: World, now: datetime
) -> None:
    rows = applications(cohort, world, now, 3)
    assert decided(cohort, rows, "selected", now) == 3
    assert states(cohort) == ["selected"] * 3
    [batch] = set(
        EnrolmentChange.objects.filter(after="selected", enrolment__in=rows).values_list(
            "batch", flat=True
        )
    )
    assert services.undo(batch=batch, by=None, now=now) == (3, 0)
    assert states(cohort) == ["applied"] * 3


def test_one_place_too_few_changes_nobody(cohort: Cohort, world: World, now: datetime) -> None:
    rows = applications(cohort, world, now, 4)
    assert plan_decisions(cohort, rows, "selected").short_of == 1
    with pytest.raises(services.NoPlaceError):
        decided(cohort, rows, "selected", now)
    assert states(cohort) == ["applied"] * 4


def test_one_who_has_withdrawn_meanwhile_changes_nobody(
    cohort: Cohort, world: World, now: datetime
) -> None:
    rows = applications(cohort, world, now, 2)
    services.withdraw(enrolment=rows[1], by=None, now=now)
    with pytest.raises(services.NotPossibleError):
        decided(cohort, rows, "waitlisted", now)
    assert states(cohort) == ["applied", "withdrawn"]


def test_who_was_decided_on_alike_meanwhile_stays(
    cohort: Cohort, world: World, now: datetime
) -> None:
    rows = applications(cohort, world, now, 2)
    decided(cohort, rows[:1], "selected", now)
    decided(cohort, rows, "selected", now)
    assert EnrolmentChange.objects.filter(after=EnrolmentState.SELECTED).filter(
        enrolment__in=rows
    ).count() == len(rows)


def test_each_further_decision_costs_the_same_few_queries(
    cohort: Cohort, world: World, now: datetime
) -> None:
    rows = applications(cohort, world, now, 4)
    needed = []
    for some in (rows[:1], rows[1:]):
        with CaptureQueriesContext(connection) as asked:
            decided(cohort, some, "waitlisted", now)
        needed.append(len(asked))
    assert needed[1] - needed[0] == 2 * EACH
