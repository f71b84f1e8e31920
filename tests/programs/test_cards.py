"""What the home page hears from programs."""

from datetime import datetime

from django.http import HttpRequest
from django.test import RequestFactory

from programs.cards import of_participant, of_runner
from programs.models import Cohort
from programs.services import enrolments
from tests.world import World


def asked_by(world: World, subject: str) -> HttpRequest:
    request = RequestFactory().get("/")
    request.user = world.user(subject)
    return request


def test_a_participant_hears_of_open_applications_and_milestones(world: World) -> None:
    found = {str(card.title): card.urgency for card in of_participant(asked_by(world, "mentee"))}
    assert found == {
        "Leading with care: Not handed in yet": 75,
        "Leading with care: You have a place": 30,
        "First review": 55,
    }
    assert list(of_participant(asked_by(world, "employee"))) == []


def test_who_runs_it_hears_of_decisions_and_drafts(world: World) -> None:
    found = [(str(card.title), card.count) for card in of_runner(asked_by(world, "owner"))]
    assert found == [
        ("Leading with care, Summer", 1),
        ("Growing in circles", None),
        ("Mentoring upwards", None),
        ("Reverse mentoring", None),
    ]
    assert list(of_runner(asked_by(world, "mentee"))) == []


def test_a_free_place_is_offered_to_who_waits(world: World, now: datetime) -> None:
    enrolments.decide(
        enrolment=world.applied_enrolment, state="waitlisted", reason="Full", by=None, now=now
    )
    Cohort.objects.filter(pk=world.open_cohort.pk).update(places=2)
    cards = [card for card in of_runner(asked_by(world, "owner")) if card.urgency == 65]
    assert [str(card.text) for card in cards] == ["2 free, 1 on the waiting list."]
