"""Invited, applying, decided on, withdrawn, and the ways back."""

import uuid
from datetime import date, datetime

import pytest

from core.events.models import DomainEvent
from core.outbox.models import OutboxMessage
from programs.enums import EnrolmentState, Stage
from programs.models import Cohort, Enrolment, EnrolmentChange
from programs.services import enrolments as services
from programs.services.cohorts import change_stage, create_cohort
from tests.world import World


@pytest.fixture
def cohort(world: World, now: datetime) -> Cohort:
    cohort = create_cohort(
        program=world.program,
        name="Winter",
        starts_on=date(2026, 6, 1),
        ends_on=date(2026, 12, 1),
        places=1,
        by=None,
        now=now,
    )
    return change_stage(cohort=cohort, to=Stage.OPEN, by=None, now=now)


def enrolled(cohort: Cohort, world: World, now: datetime, who: str = "employee") -> Enrolment:
    return services.enrol(
        person=getattr(world, f"{who}_person"),
        cohort=cohort,
        track=world.track,
        role="mentee",
        by=None,
        now=now,
    )


def decided(enrolment: Enrolment, state: str, now: datetime, **more: object) -> Enrolment:
    return services.decide(
        enrolment=enrolment, state=state, reason="Fits", by=None, now=now, **more
    )


def test_inviting_twice_asks_once(cohort: Cohort, world: World, now: datetime) -> None:
    facts = {"cohort": cohort, "track": world.track, "person": world.employee_person}
    first = services.invite(**facts, role="mentee", by=None, now=now)
    assert services.invite(**facts, role="mentee", by=None, now=now) == first
    assert OutboxMessage.objects.filter(kind="programs.invitation").count() == 1
    assert first.state == EnrolmentState.INVITED


def test_inviting_to_a_cohort_that_runs_is_refused(world: World, now: datetime) -> None:
    facts = {"cohort": world.cohort, "track": world.track, "person": world.employee_person}
    with pytest.raises(services.NotOpenError):
        services.invite(**facts, role="mentee", by=None, now=now)


def test_who_has_no_account_gets_the_link_that_makes_one(
    cohort: Cohort, world: World, now: datetime
) -> None:
    person = world.spring_mentee1_enrolment.person
    facts = {"cohort": cohort, "track": world.track, "person": person, "role": "mentee"}
    services.invite(**facts, by=None, now=now)
    kinds = OutboxMessage.objects.filter(to_email=person.email).values_list("kind", flat=True)
    assert sorted(kinds) == ["participants.invitation", "programs.invitation"]


def test_applying(cohort: Cohort, world: World, now: datetime) -> None:
    facts = {"cohort": cohort, "track": world.track, "person": world.employee_person}
    enrolment = services.start(**facts, role="mentor", by=None, now=now)
    assert enrolment.state == EnrolmentState.STARTED
    applied = services.apply(enrolment=enrolment, by=None, now=now)
    assert (applied.state, applied.applied_at) == (EnrolmentState.APPLIED, now)
    services.apply(enrolment=enrolment, by=None, now=now)
    changes = EnrolmentChange.objects.filter(enrolment=enrolment)
    assert [(c.before, c.after) for c in changes] == [("", "started"), ("started", "applied")]


def test_nobody_applies_after_the_sign_up(cohort: Cohort, world: World, now: datetime) -> None:
    facts = {"track": world.track, "person": world.employee_person, "role": "mentee"}
    enrolment = services.start(cohort=cohort, **facts, by=None, now=now)
    change_stage(cohort=cohort, to=Stage.SELECTING, by=None, now=now)
    with pytest.raises(services.NotOpenError):
        services.apply(enrolment=enrolment, by=None, now=now)
    with pytest.raises(services.NotOpenError):
        services.start(cohort=cohort, **facts | {"role": "mentor"}, by=None, now=now)


def test_a_decision_needs_a_reason(cohort: Cohort, world: World, now: datetime) -> None:
    enrolment = enrolled(cohort, world, now)
    with pytest.raises(services.ReasonMissingError):
        services.decide(enrolment=enrolment, state="declined", reason=" ", by=None, now=now)


def test_a_decision_is_recorded(cohort: Cohort, world: World, now: datetime) -> None:
    owner = world.user("owner")
    enrolment = services.decide(
        enrolment=enrolled(cohort, world, now),
        state="selected",
        reason="Meets every criterion",
        by=owner,
        now=now,
    )
    assert (enrolment.state, enrolment.decided_by) == (EnrolmentState.SELECTED, owner)
    assert enrolment.decision_reason == "Meets every criterion"
    event = DomainEvent.objects.get(kind="programs.enrolment_selected")
    assert event.subject_id == enrolment.pk
    assert event.payload["person"] == str(enrolment.person_id)


def test_places_are_limited_for_mentees_only(cohort: Cohort, world: World, now: datetime) -> None:
    decided(enrolled(cohort, world, now), "selected", now)
    second = enrolled(cohort, world, now, "mentee")
    with pytest.raises(services.NoPlaceError):
        decided(second, "selected", now)
    decided(second, "waitlisted", now)
    mentor = services.enrol(
        person=world.mentor_person,
        cohort=cohort,
        track=world.track,
        role="mentor",
        capacity=2,
        by=None,
        now=now,
    )
    assert decided(mentor, "selected", now).state == EnrolmentState.SELECTED


def test_an_unanswered_invitation_is_not_decided_on(
    cohort: Cohort, world: World, now: datetime
) -> None:
    facts = {"cohort": cohort, "track": world.track, "person": world.employee_person}
    enrolment = services.invite(**facts, role="mentee", by=None, now=now)
    with pytest.raises(services.NotPossibleError):
        decided(enrolment, "selected", now)


def test_withdrawing_frees_the_place_and_rejoining_takes_it_again(
    cohort: Cohort, world: World, now: datetime
) -> None:
    first = decided(enrolled(cohort, world, now), "selected", now)
    second = enrolled(cohort, world, now, "mentee")
    services.withdraw(enrolment=first, by=None, now=now)
    assert services.rejoin(enrolment=first, by=None, now=now).state == EnrolmentState.SELECTED
    services.withdraw(enrolment=first, by=None, now=now)
    decided(second, "selected", now)
    with pytest.raises(services.NoPlaceError):
        services.rejoin(enrolment=first, by=None, now=now)


def test_who_was_declined_has_nothing_to_withdraw(
    cohort: Cohort, world: World, now: datetime
) -> None:
    enrolment = decided(enrolled(cohort, world, now), "declined", now)
    with pytest.raises(services.NotPossibleError):
        services.withdraw(enrolment=enrolment, by=None, now=now)


def test_one_act_is_undone_as_one(cohort: Cohort, world: World, now: datetime) -> None:
    batch = uuid.uuid4()
    both = [enrolled(cohort, world, now, who) for who in ("employee", "mentee")]
    for enrolment in both:
        decided(enrolment, "declined", now, batch=batch)
    decided(both[1], "waitlisted", now)
    assert services.undo(batch=batch, by=None, now=now) == (1, 1)
    states = [Enrolment.objects.get(pk=row.pk).state for row in both]
    assert states == [EnrolmentState.APPLIED, EnrolmentState.WAITLISTED]
    assert services.undo(batch=batch, by=None, now=now) == (0, 1)
    first = Enrolment.objects.get(pk=both[0].pk)
    assert (first.decided_at, first.decision_reason) == (None, "")


def test_what_people_know_is_not_undone(cohort: Cohort, world: World, now: datetime) -> None:
    batch = uuid.uuid4()
    enrolment = decided(enrolled(cohort, world, now), "selected", now, batch=batch)
    for stage in (Stage.SELECTING, Stage.MATCHING):
        change_stage(cohort=cohort, to=stage, by=None, now=now)
    assert services.undo(batch=batch, by=None, now=now) == (0, 1)
    assert Enrolment.objects.get(pk=enrolment.pk).state == EnrolmentState.SELECTED


def test_enrolling_again_brings_the_capacity_up_to_date(
    cohort: Cohort, world: World, now: datetime
) -> None:
    facts = {"cohort": cohort, "track": world.track, "person": world.mentor_person}
    services.enrol(**facts, role="mentor", capacity=1, by=None, now=now)
    again = services.enrol(**facts, role="mentor", capacity=3, by=None, now=now)
    assert (again.capacity, again.state) == (3, EnrolmentState.APPLIED)
    assert EnrolmentChange.objects.filter(enrolment=again).count() == 1


def test_a_late_joiner_learns_of_it_at_once(world: World, now: datetime) -> None:
    enrolment = enrolled(world.cohort, world, now)
    assert decided(enrolment, "selected", now)
    assert OutboxMessage.objects.filter(kind="programs.decision").count() == 1
