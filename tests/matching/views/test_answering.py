"""What a participant sees and does; what those who run the program see of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from matching.enums import OfferState
from matching.models import Offer
from matching.services import offers, publish
from participants.models import Profile
from tests.matching.people import cohort, mentee, mentor, run_now
from tests.world import World


@pytest.fixture
def asked(world: World, client: Client) -> Client:
    client.force_login(world.user("mentor"))
    return client


def at(name: str, *keys: Any) -> str:
    return reverse(f"matching:{name}", args=keys)


def test_an_offer_says_who_why_and_what_it_asks(world: World, asked: Client) -> None:
    offer = world.mentor_offer
    partner = offer.proposal.mentee.person
    Profile.objects.create(person=partner, headline="Learning to lead a team of six.")
    html = asked.get(at("offer", offer.pk)).content.decode()
    for text in (
        partner.name,
        "Learning to lead a team of six.",
        "You know the steps that lie ahead of them.",
        "about every 21 days",
        "Only you. Those who run the program see which of the reasons above you chose.",
    ):
        assert text in html
    assert "/ 100" not in html
    offer.refresh_from_db()
    assert offer.state == OfferState.OPEN, "looking is not answering"


def test_one_open_offer_is_where_the_mail_leads(world: World, asked: Client) -> None:
    response = asked.get(at("mine"))
    assert response["Location"] == at("offer", world.mentor_offer.pk)


def test_a_yes_and_a_second_click(world: World, asked: Client) -> None:
    for _click in range(2):
        response = asked.post(at("accept", world.mentor_offer.pk), follow=True)
        assert "You have said yes." in response.content.decode()
    assert world.mentor_offer.state == OfferState.ACCEPTED


def test_a_no_needs_a_category_and_keeps_the_words(world: World, asked: Client) -> None:
    offer = world.mentor_offer
    response = asked.post(at("decline", offer.pk), {"words": "My own words."})
    assert response.status_code == 200
    assert "My own words." in response.content.decode()
    assert "Choose one." in response.content.decode()
    response = asked.post(at("decline", offer.pk), {"category": "fit", "words": "My own words."})
    assert response.status_code == 302
    offer.refresh_from_db()
    assert (offer.decline_category, offer.decline_words) == ("fit", "My own words.")


def test_the_owner_sees_the_category_and_never_the_words(world: World, client: Client) -> None:
    offer = world.mentor_offer
    offers.decline(offer=offer, category="fit", words="My own words.", by=None, now=timezone.now())
    client.force_login(world.user("owner"))
    html = client.get(at("board", world.offer_cohort.pk)).content.decode()
    assert "I don&#x27;t think we would fit" in html
    assert "My own words." not in html
    assert client.get(at("offer", offer.pk)).status_code == 404


def test_too_late_is_said(world: World, asked: Client) -> None:
    offer = world.mentor_offer
    Offer.objects.filter(pk=offer.pk).update(expires_at=timezone.now() - timedelta(days=1))
    assert "The time to answer is over." in asked.get(at("offer", offer.pk)).content.decode()
    response = asked.post(at("accept", offer.pk), follow=True)
    assert "no longer open" in response.content.decode()


def test_a_full_mentor_is_told(world: World, asked: Client) -> None:
    from engagements.services.engagements import set_capacity

    set_capacity(person=world.mentor_person, limit=1, by=None, now=World.NOW)
    response = asked.post(at("accept", world.mentor_offer.pk), follow=True)
    assert "are taken by now" in response.content.decode()


def test_an_answer_on_somebodys_behalf(world: World, client: Client) -> None:
    client.force_login(world.user("owner"))
    proposal = world.silent_offer.proposal
    address = at("answer_for", proposal.pk, "mentor")
    assert client.post(address, {"answer": "yes"}).status_code == 302
    assert world.silent_offer.state == OfferState.ACCEPTED
    mentee_address = at("answer_for", proposal.pk, "mentee")
    assert client.post(mentee_address, {"answer": "yes"}).status_code == 302
    proposal.refresh_from_db()
    assert proposal.engagement is not None
    html = client.get(at("board", world.offer_cohort.pk)).content.decode()
    assert "recorded by" in html


def test_nobody_answers_for_who_has_an_account(world: World, client: Client) -> None:
    client.force_login(world.user("owner"))
    address = at("answer_for", world.mentor_offer.proposal_id, "mentor")
    assert client.get(address).status_code == 403
    assert client.get(at("answer_for", world.mentor_offer.proposal_id, "boss")).status_code == 404


def test_mentees_know_nothing_before_their_turn(world: World, client: Client) -> None:
    into = cohort(world)
    mentor("Bo", into, world.track, seniority=6, account=True)
    ana = mentee("Ana", into, world.track, seniority=3, account=True)
    run = run_now(into, world.track, World.NOW)
    publish.publish(run=run, by=None, now=timezone.now())
    client.force_login(ana.person.user)
    offer = Offer.objects.get(proposal__run=run, role="mentee")
    assert client.get(at("offer", offer.pk)).status_code == 404
    assert "No match yet" in client.get(at("mine")).content.decode()
    first = Offer.objects.get(proposal__run=run, role="mentor")
    offers.accept(offer=first, by=first.person.user, now=timezone.now())
    assert "They know the steps that lie ahead of you." in (
        client.get(at("offer", offer.pk)).content.decode()
    )
    response = client.post(at("accept", offer.pk))
    assert response["Location"] == reverse("engagements:list")


def filled(world: World, count: int) -> Any:
    into = cohort(world, f"Filled {count}")
    for n in range(count):
        mentor(f"Mo{n} {count}", into, world.track, seniority=6)
        mentee(f"Mi{n} {count}", into, world.track, seniority=3)
    publish.publish(run=run_now(into, world.track, World.NOW), by=None, now=World.NOW)
    return into


def test_the_board_asks_as_much_for_three_as_for_one(world: World, client: Client) -> None:
    client.force_login(world.user("owner"))
    counts = []
    for count in (1, 3):
        into = filled(world, count)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(at("board", into.pk)).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 40, counts


def test_home_asks_for_an_answer(world: World, asked: Client) -> None:
    html = asked.get(reverse("home")).content.decode()
    assert "mentor?" in html
    assert at("offer", world.mentor_offer.pk) in html


def test_home_shows_the_owner_what_waits(world: World, client: Client) -> None:
    offers.decline(offer=world.mentor_offer, category="fit", words="", by=None, now=timezone.now())
    client.force_login(world.user("owner"))
    html = client.get(reverse("home")).content.decode()
    assert "3 pairs wait for your review." in html
    assert "1 offer was declined or not answered" in html


def test_publishing_in_the_browser_and_back(world: World, client: Client) -> None:
    client.force_login(world.user("owner"))
    run = world.match_run
    for _click in range(2):
        response = client.post(at("publish", run.pk))
        assert response["Location"] == at("board", run.cohort_id)
    assert client.get(at("publish", run.pk))["Location"] == at("run", run.pk)
    response = client.post(at("withdraw", run.pk), follow=True)
    assert "Withdrawn." in response.content.decode()
    run.refresh_from_db()
    assert run.state == "ready"
    assert client.post(at("withdraw", world.match_run_under_way.pk)).status_code == 302
