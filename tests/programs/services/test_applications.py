"""Answers are begun, handed in with the application, and taken back to change them."""

from datetime import datetime

import pytest

from core.questionnaires.models import Response
from core.questionnaires.services import save_answer
from participants.models import PersonCompetency
from programs.enums import EnrolmentState, Stage
from programs.models import Enrolment
from programs.services import answering, applications, enrolments
from programs.services.cohorts import change_stage
from tests.world import World


@pytest.fixture
def begun(world: World) -> Enrolment:
    return world.begun_enrolment


def answer(enrolment: Enrolment, world: World, now: datetime) -> Response:
    user = world.user("mentee")
    response = answering.begin(enrolment=enrolment, by=user, now=now)
    values = {
        "offered": [str(world.competency_listening.pk)],
        "capacity": 2,
        "hours": 3,
        "languages": ["en"],
    }
    for key, value in values.items():
        save_answer(by=user, response=response, key=key, value=value, now=now)
    return response


def test_what_is_missing_is_said(begun: Enrolment, now: datetime) -> None:
    errors = applications.hand_in(enrolment=begun, by=None, now=now)
    assert sorted(errors) == ["capacity", "hours", "offered"]
    begun.refresh_from_db()
    assert begun.state == EnrolmentState.STARTED


def test_handing_in_carries_over_what_matching_looks_at(
    begun: Enrolment, world: World, now: datetime
) -> None:
    answer(begun, world, now)
    assert applications.hand_in(enrolment=begun, by=None, now=now) == {}
    begun.refresh_from_db()
    assert (begun.state, begun.capacity) == (EnrolmentState.APPLIED, 2)
    person = world.mentee_person
    assert (person.profile.hours_a_month, person.profile.languages) == (3, ["en"])
    held = PersonCompetency.objects.filter(person=person, direction="offered")
    assert [row.competency.name for row in held] == ["Listening"]


def test_answers_can_be_changed_while_sign_up_is_open(
    begun: Enrolment, world: World, now: datetime
) -> None:
    response = answer(begun, world, now)
    applications.hand_in(enrolment=begun, by=None, now=now)
    again = applications.take_back(enrolment=begun, by=None, now=now)
    assert again.state == EnrolmentState.STARTED
    assert Response.objects.get(pk=response.pk).is_draft
    applications.take_back(enrolment=begun, by=None, now=now)
    assert applications.hand_in(enrolment=begun, by=None, now=now) == {}


def test_not_after_the_sign_up_and_not_after_a_decision(
    begun: Enrolment, world: World, now: datetime
) -> None:
    answer(begun, world, now)
    applications.hand_in(enrolment=begun, by=None, now=now)
    facts = {"enrolment": begun, "by": None, "now": now}
    enrolments.decide(**facts, state="selected", reason="Fits")
    with pytest.raises(enrolments.NotPossibleError):
        applications.take_back(**facts)
    enrolments.decide(
        enrolment=world.applied_enrolment, state="declined", reason="No", by=None, now=now
    )
    change_stage(cohort=world.open_cohort, to=Stage.SELECTING, by=None, now=now)
    with pytest.raises(enrolments.NotOpenError):
        applications.take_back(**facts)


def test_only_those_who_select_read_what_was_handed_in(
    begun: Enrolment, world: World, now: datetime
) -> None:
    response = answer(begun, world, now)
    readers = {"hr_admin", "owner", "mentee"}
    everybody = ("hr_admin", "owner", "other_owner", "sponsor", "mentor", "mentee", "line_manager")

    def seeing() -> set[str]:
        return {
            who
            for who in everybody
            if Response.objects.visible_to(world.user(who)).filter(pk=response.pk).exists()
        }

    assert seeing() == {"mentee"}
    applications.hand_in(enrolment=begun, by=None, now=now)
    assert seeing() == readers
