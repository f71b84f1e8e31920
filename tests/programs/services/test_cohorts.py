"""Cohorts go from stage to stage and back, one step at a time."""

from datetime import date, datetime, timedelta

import pytest

from core.events.models import DomainEvent
from core.outbox.models import OutboxMessage
from programs import stages
from programs.enums import EnrolmentState, Stage
from programs.models import Cohort, Enrolment, StageChange
from programs.services.cohorts import (
    BlockedError,
    NotAStepError,
    StageMovedError,
    change_stage,
    create_cohort,
    preview_stage,
)
from programs.services.enrolments import decide, enrol, invite
from tests.world import World


@pytest.fixture
def cohort(world: World, now: datetime) -> Cohort:
    return create_cohort(
        program=world.program,
        name="Winter",
        starts_on=date(2026, 6, 1),
        ends_on=date(2026, 12, 1),
        places=2,
        by=world.user("owner"),
        now=now,
    )


def walk(cohort: Cohort, now: datetime, *stages: Stage) -> Cohort:
    for stage in stages:
        cohort = change_stage(cohort=cohort, to=stage, by=None, now=now)
    return cohort


def test_a_cohort_walks_through_all_stages_and_back(cohort: Cohort, now: datetime) -> None:
    there = list(Stage)[1:]
    back = list(Stage)[-2::-1]
    assert walk(cohort, now, *there).stage == Stage.CLOSED
    assert walk(cohort, now, *back).stage == Stage.DRAFT
    assert StageChange.objects.filter(cohort=cohort).count() == 12


def test_no_stage_is_skipped(cohort: Cohort, now: datetime) -> None:
    with pytest.raises(NotAStepError):
        change_stage(cohort=cohort, to=Stage.MATCHING, by=None, now=now)


def test_a_step_that_was_taken_already_does_nothing(cohort: Cohort, now: datetime) -> None:
    change_stage(cohort=cohort, to=Stage.OPEN, by=None, now=now, expected=Stage.DRAFT)
    change_stage(cohort=cohort, to=Stage.OPEN, by=None, now=now, expected=Stage.DRAFT)
    assert StageChange.objects.filter(cohort=cohort).count() == 1


def test_who_comes_second_learns_that_the_cohort_has_moved(cohort: Cohort, now: datetime) -> None:
    walk(cohort, now, Stage.OPEN, Stage.SELECTING)
    with pytest.raises(StageMovedError) as error:
        change_stage(cohort=cohort, to=Stage.DRAFT, by=None, now=now, expected=Stage.OPEN)
    assert error.value.cohort.stage == Stage.SELECTING


def test_a_program_must_be_published_first(world: World, now: datetime) -> None:
    facts = {"starts_on": date(2026, 6, 1), "ends_on": date(2026, 7, 1), "places": None}
    cohort = create_cohort(program=world.draft_program, name="First", **facts, by=None, now=now)
    with pytest.raises(BlockedError) as error:
        change_stage(cohort=cohort, to=Stage.OPEN, by=None, now=now)
    assert [str(finding.text) for finding in error.value.findings] == [
        "The program is not published yet.",
        "The program has no track yet.",
    ]


def test_opening_mails_those_who_were_asked_before(
    cohort: Cohort, world: World, now: datetime
) -> None:
    person = world.employee_person
    facts = {"cohort": cohort, "track": world.track, "person": person, "role": "mentee"}
    invite(**facts, by=None, now=now)
    assert OutboxMessage.objects.filter(kind="programs.invitation").count() == 0
    preview = preview_stage(cohort, Stage.OPEN, now)
    assert [(str(plan.label), plan.people) for plan in preview.mails] == [
        ("Invitation to take part", [person])
    ]
    change_stage(cohort=cohort, to=Stage.OPEN, by=None, now=now)
    mail = OutboxMessage.objects.get(kind="programs.invitation")
    assert mail.recipient == person.user


def test_an_application_without_a_decision_blocks_matching(
    cohort: Cohort, world: World, now: datetime
) -> None:
    walk(cohort, now, Stage.OPEN)
    facts = {"cohort": cohort, "track": world.track, "person": world.employee_person}
    enrolment = enrol(**facts, role="mentee", by=None, now=now)
    walk(cohort, now, Stage.SELECTING)
    with pytest.raises(BlockedError):
        change_stage(cohort=cohort, to=Stage.MATCHING, by=None, now=now)
    decide(enrolment=enrolment, state="waitlisted", reason="Full", by=None, now=now)
    assert OutboxMessage.objects.filter(kind="programs.decision").count() == 0
    walk(cohort, now, Stage.MATCHING)
    assert OutboxMessage.objects.filter(kind="programs.decision").count() == 1
    enrolment.refresh_from_db()
    assert enrolment.told_at == now


def test_nobody_is_told_twice(cohort: Cohort, world: World, now: datetime) -> None:
    facts = {"cohort": cohort, "track": world.track, "person": world.employee_person}
    enrolment = enrol(**facts, role="mentee", by=None, now=now)
    decide(enrolment=enrolment, state="selected", reason="Fits", by=None, now=now)
    there = (Stage.OPEN, Stage.SELECTING, Stage.MATCHING)
    walk(cohort, now, *there, Stage.SELECTING, Stage.MATCHING)
    assert OutboxMessage.objects.filter(kind="programs.decision").count() == 1
    later = now + timedelta(hours=1)
    decide(enrolment=enrolment, state="declined", reason="Left", by=None, now=later)
    assert OutboxMessage.objects.filter(kind="programs.decision").count() == 2


def test_closing_completes_and_the_way_back_restores(world: World, now: datetime) -> None:
    cohort = walk(world.cohort, now, Stage.CLOSING, Stage.CLOSED)
    states = Enrolment.objects.filter(cohort=cohort).values_list("state", flat=True)
    assert set(states) == {EnrolmentState.COMPLETED}
    walk(cohort, now, Stage.CLOSING)
    assert set(states.all()) == {EnrolmentState.SELECTED}


def test_other_rooms_may_stand_in_the_way(
    cohort: Cohort, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stages, "_checks", {})
    stages.register_check(
        "test", lambda cohort, to: [stages.Finding(stages.Weight.BLOCK, "Not yet")]
    )
    assert [f.text for f in preview_stage(cohort, Stage.OPEN, now).blocks] == ["Not yet"]
    with pytest.raises(ValueError, match="test"):
        stages.register_check("test", lambda cohort, to: [])


def test_each_step_is_announced(cohort: Cohort, now: datetime) -> None:
    walk(cohort, now, Stage.OPEN)
    event = DomainEvent.objects.get(kind="programs.cohort_stage_changed")
    assert event.payload == {"before": "draft", "after": "open"}
