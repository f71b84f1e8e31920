"""The pages on which a mentee asks, a mentor answers, and those who run the program look on."""

import pytest
from django.test import Client
from django.urls import reverse

from matching.models import MatchPolicy, MentorRequest, Offer
from tests.world import World

WORDS = "I hear you listen well."


@pytest.fixture
def asker(world: World) -> Client:
    return world.client("other_host")


def whom(world: World) -> str:
    return reverse("matching:wishes", args=[world.asker_enrolment.pk])


def ask(world: World, number: int = 1) -> str:
    mentor = getattr(world, f"free_mentor{number}_enrolment")
    return reverse("matching:ask", args=[world.asker_enrolment.pk, mentor.pk])


def test_a_mentee_asks_one_and_waits(world: World, asker: Client) -> None:
    home = reverse("home")
    assert "look at the mentors whom you may ask" in asker.get(home).content.decode()
    html = asker.get(whom(world)).content.decode()
    assert "Free Mentor 1" in html
    assert "Free Mentor 2" not in html, "another waits for their answer, and they have one place"
    assert "1 place free" in html
    page = asker.get(ask(world)).content.decode()
    assert "see that it was asked, not these words" in page
    response = asker.post(ask(world), {"words": "May I learn from you?"}, follow=True)
    html = response.content.decode()
    assert "You have asked Free Mentor 1" in html
    assert "you asked Free Mentor 1" in html
    assert "look at the mentors whom you may ask" not in asker.get(home).content.decode()


def test_too_many_words_are_said_beside_them_and_stay(world: World, asker: Client) -> None:
    html = asker.post(ask(world), {"words": "ab " * 400}).content.decode()
    assert "ab ab ab" in html
    assert "1000" in html
    assert not Offer.objects.filter(proposal__mentee=world.asker_enrolment).exists()


def test_who_has_no_place_any_more_is_not_asked(world: World, asker: Client) -> None:
    html = asker.post(ask(world, 2), {"words": ""}, follow=True).content.decode()
    assert "They can&#x27;t be asked now." in html


def test_the_mentee_sees_their_own_words_and_takes_it_back(world: World) -> None:
    page = world.client("other_mentee")
    html = page.get(reverse("matching:offer", args=[world.asked_offer.pk])).content.decode()
    assert WORDS in html
    assert "a place is kept for you" in html
    assert "take my yes back" not in html
    back = reverse("matching:take_back", args=[world.asked_offer.pk])
    html = page.post(back, follow=True).content.decode()
    assert "Taken back. You can ask somebody else." in html
    assert "Free Mentor 2" in html


def test_those_who_run_it_see_that_it_was_asked_and_no_words(world: World) -> None:
    page = world.client("hr_admin")
    html = page.get(reverse("matching:requests", args=[world.asking_cohort.pk])).content.decode()
    assert "Free Mentor 2" in html
    assert "Record the answer" in html
    assert WORDS not in html
    assert "1 mentee has neither a mentor nor an open question." in html
    assert not MentorRequest.objects.visible_to(world.user("hr_admin")).exists()


def test_an_answer_by_word_of_mouth_begins_it(world: World) -> None:
    page, proposal = world.client("hr_admin"), world.asked_offer.proposal
    record = reverse("matching:answer_for", args=[proposal.pk, "mentor"])
    response = page.post(record, {"answer": "yes"})
    assert response["Location"] == reverse("matching:requests", args=[world.asking_cohort.pk])
    proposal.refresh_from_db()
    assert proposal.engagement is not None


def test_once_it_is_over_nobody_asks(world: World, asker: Client) -> None:
    MatchPolicy.objects.filter(program=world.asking_program).update(mode="hybrid", request_days=0)
    assert "There is nothing to ask now" in asker.get(whom(world)).content.decode()
    assert "can&#x27;t be asked now" in asker.post(ask(world), follow=True).content.decode()
