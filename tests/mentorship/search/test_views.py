"""Search finds what the searcher may open, and nothing else."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from participants.models import Person
from tests.world import World


def found(client: Client, world: World, subject: str, words: str) -> str:
    client.force_login(world.user(subject))
    return client.get(reverse("search"), {"q": words}).content.decode()


def test_hr_finds_people_by_every_word(world: World, client: Client) -> None:
    page = found(client, world, "hr_admin", "line world")
    assert "Line Manager World" in page
    assert "Other Manager World" not in page


def test_others_do_not_find_people_they_cannot_open(world: World, client: Client) -> None:
    assert "Line Manager World" not in found(client, world, "employee", "line manager")


def test_programs_and_pages_are_found(world: World, client: Client) -> None:
    page = found(client, world, "employee", "leading")
    assert reverse("programs:page", args=[world.program.pk]) in page
    assert reverse("participants:profile") in found(client, world, "employee", "profile")


@pytest.mark.parametrize("words", ["", "zzzz", "%_\\'\"", "𝔸" * 500])
def test_strange_words_are_harmless(world: World, client: Client, words: str) -> None:
    client.force_login(world.user("hr_admin"))
    assert client.get(reverse("search"), {"q": words}).status_code == 200


def suggested(client: Client, world: World, subject: str, typed: str) -> list[str]:
    client.force_login(world.user(subject))
    page = client.get(reverse("names"), {"2-person": typed}).content.decode()
    return re.findall(r'<option value="([^"]*)"></option>', page)


def test_names_come_while_one_types(world: World, client: Client) -> None:
    assert suggested(client, world, "hr_admin", "line wo") == ["Line Manager World"]
    assert suggested(client, world, "owner", "line wo") == ["Line Manager World"]
    assert suggested(client, world, "hr_admin", "l") == suggested(client, world, "owner", "") == []
    assert len(suggested(client, world, "hr_admin", "world")) == 8
    Person.objects.filter(pk=world.line_manager_person.pk).update(status="left")
    assert suggested(client, world, "hr_admin", "line wo") == []


def test_of_two_with_one_name_hr_reads_the_address(world: World, client: Client) -> None:
    same = {"given_name": "Line Manager", "family_name": "World", "sort_key": "x"}
    Person.objects.create(email="second@world.test", **same)
    addresses = {"line_manager@world.test", "second@world.test"}
    assert set(suggested(client, world, "hr_admin", "line wo")) == addresses
    assert suggested(client, world, "owner", "line wo") == ["Line Manager World"]
