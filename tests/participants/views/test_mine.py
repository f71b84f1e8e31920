"""One's own profile and consents."""

import pytest
from django.test import Client
from django.urls import reverse

from participants.enums import ConsentPurpose
from participants.models import Profile
from participants.services.consents import has_consent
from tests.world import World

PROFILE = "participants:profile"


@pytest.fixture
def mentee(client: Client, world: World) -> Client:
    client.force_login(world.user("mentee"))
    return client


def test_a_profile_is_saved_and_shown_again(mentee: Client, world: World) -> None:
    chosen = {"headline": "Curious", "offered": [world.competency_listening.pk]}
    answer = mentee.post(reverse(PROFILE), chosen)
    assert (answer.status_code, answer["Location"]) == (302, reverse(PROFILE))
    assert Profile.objects.get(person=world.mentee_person).headline == "Curious"
    assert b"Curious" in mentee.get(reverse(PROFILE)).content


def test_a_consent_is_given_and_taken_back(mentee: Client, world: World) -> None:
    purpose = ConsentPurpose.values[0]
    address = reverse("participants:consent", args=[purpose])
    for said, given in (("yes", True), ("yes", True), ("no", False)):
        assert mentee.post(address, {"given": said}).status_code == 302
        assert has_consent(world.mentee_person, ConsentPurpose(purpose)) is given


def test_there_is_no_consent_to_anything_else(mentee: Client) -> None:
    assert mentee.post(reverse("participants:consent", args=["anything"])).status_code == 404


def test_an_account_without_a_person_has_no_profile(mentee: Client, world: World) -> None:
    person = world.mentee_person
    person.user = None
    person.save()
    assert mentee.get(reverse(PROFILE)).status_code == 404
