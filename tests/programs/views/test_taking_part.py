"""From the catalogue to a handed-in application, and what comes after."""

from datetime import datetime

import pytest
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from programs.enums import EnrolmentState, Stage
from programs.models import Enrolment, MilestoneProgress, Program
from programs.selectors.catalogue import offers
from programs.services import enrolments
from programs.services.cohorts import change_stage
from tests.world import World


@pytest.fixture
def mentee(client: Client, world: World) -> Client:
    client.force_login(world.user("mentee"))
    return client


def said(response: HttpResponse) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_the_catalogue_says_what_one_lacks(client: Client, world: World) -> None:
    person = world.employee_person
    person.seniority = 2
    person.save()
    client.force_login(world.user("employee"))
    page = client.get(reverse("programs:catalogue")).content.decode()
    assert "Seniority is at least 3" in page
    assert "now 2" in page


@pytest.mark.parametrize("programs", [1, 3])
def test_the_catalogue_asks_the_same_number_of_questions(
    world: World, programs: int, django_assert_num_queries: object, now: datetime
) -> None:
    for number in range(programs - 1):
        Program.objects.create(name=f"More {number}", published_at=now)
    with django_assert_num_queries(8):  # type: ignore[operator]
        list(offers(world.mentee_person, now.date()))


def test_applying_begins_once(client: Client, world: World) -> None:
    client.force_login(world.user("employee"))
    url = reverse("programs:apply", args=[world.open_cohort.pk, world.track.pk, "mentee"])
    first, second = client.post(url), client.post(url)
    assert first.headers["Location"] == second.headers["Location"]
    assert Enrolment.objects.filter(person=world.employee_person).count() == 1


def test_applying_too_late_is_said_plainly(client: Client, world: World) -> None:
    client.force_login(world.user("employee"))
    url = reverse("programs:apply", args=[world.cohort.pk, world.track.pk, "mentee"])
    assert said(client.post(url)) == ["Sign-up for this group is over."]


def test_answering_hands_the_application_in(mentee: Client, world: World) -> None:
    row = world.begun_enrolment
    one, two = (reverse("programs:answer", args=[row.pk, step]) for step in (1, 2))
    page = mentee.get(one).content.decode()
    assert "Why we ask" in page
    assert "owner and HR once you hand it in" in page
    first = {"answer-offered": [world.competency_listening.pk], "answer-capacity": "2"}
    assert mentee.post(one, first).headers["Location"] == two
    response = mentee.post(two, {"answer-hours": "3"})
    assert response.headers["Location"] == reverse("programs:enrolment", args=[row.pk])
    assert said(response) == ["Thank you: your application is handed in."]
    row.refresh_from_db()
    assert row.state == EnrolmentState.APPLIED
    shown = mentee.get(reverse("programs:enrolment", args=[row.pk])).content.decode()
    assert "Handed in" in shown
    assert "3 hours a month" in shown


def test_an_application_that_lacks_answers_stays_open(mentee: Client, world: World) -> None:
    row = world.begun_enrolment
    response = mentee.post(reverse("programs:answer", args=[row.pk, 2]), {"answer-hours": "3"})
    assert response.headers["Location"].endswith("/questions/1/?missing")
    row.refresh_from_db()
    assert row.state == EnrolmentState.STARTED


def test_after_the_sign_up_there_is_nothing_to_answer(
    mentee: Client, world: World, now: datetime
) -> None:
    change_stage(cohort=world.open_cohort, to=Stage.SELECTING, by=None, now=now)
    row = world.begun_enrolment
    response = mentee.get(reverse("programs:answer", args=[row.pk, 1]))
    assert said(response) == ["There is nothing to answer here now."]
    shown = mentee.get(reverse("programs:enrolment", args=[row.pk])).content.decode()
    assert "Sign-up is over" in shown


def test_a_decision_is_not_seen_before_it_is_told(
    mentee: Client, world: World, now: datetime
) -> None:
    row = world.begun_enrolment
    enrolments.apply(enrolment=row, by=None, now=now)
    facts = {"by": None, "now": now}
    enrolments.decide(enrolment=row, state="declined", reason="Too few mentees", **facts)
    page = reverse("programs:enrolment", args=[row.pk])
    assert "Too few mentees" not in mentee.get(page).content.decode()
    enrolments.decide(
        enrolment=world.applied_enrolment, state="declined", reason="Too late", **facts
    )
    for stage in (Stage.SELECTING, Stage.MATCHING):
        change_stage(cohort=world.open_cohort, to=stage, **facts)
    assert "Too few mentees" in mentee.get(page).content.decode()


def test_withdrawing_can_be_undone(mentee: Client, world: World) -> None:
    row = world.mentee_enrolment
    mentee.post(reverse("programs:withdraw", args=[row.pk]))
    mentee.post(reverse("programs:withdraw", args=[row.pk]))
    row.refresh_from_db()
    assert row.state == EnrolmentState.WITHDRAWN
    mentee.post(reverse("programs:rejoin", args=[row.pk]))
    row.refresh_from_db()
    assert row.state == EnrolmentState.SELECTED


def test_a_milestone_is_marked_and_taken_back(mentee: Client, world: World) -> None:
    args = [world.mentee_enrolment.pk, world.milestone.pk]
    mentee.post(reverse("programs:reach", args=args))
    mentee.post(reverse("programs:reach", args=args))
    assert MilestoneProgress.objects.filter(enrolment=args[0]).count() == 1
    mentee.post(reverse("programs:unreach", args=args))
    assert not MilestoneProgress.objects.filter(enrolment=args[0]).exists()


def test_taking_back_leads_to_the_questions(mentee: Client, world: World, now: datetime) -> None:
    row = world.begun_enrolment
    enrolments.apply(enrolment=row, by=None, now=now)
    response = mentee.post(reverse("programs:take_back", args=[row.pk]))
    assert response.headers["Location"] == reverse("programs:answer", args=[row.pk, 1])
    change_stage(cohort=world.open_cohort, to=Stage.SELECTING, by=None, now=now)
    response = mentee.post(reverse("programs:take_back", args=[row.pk]))
    assert said(response)[-1] == "It is too late to change your answers."
