"""Choosing one of many people by typing, one of few from a list."""

import re
from urllib.parse import urlencode

import pytest
from django import forms
from django.test import Client
from django.urls import reverse

from participants.forms import picking
from participants.forms.picking import PersonField
from participants.models import Person
from tests.world import World


class Form(forms.Form):
    """One person."""

    who = PersonField(Person.objects.order_by("sort_key"), empty_label="Choose one")


def chosen(typed: object) -> object:
    form = Form({"who": typed})
    return form.cleaned_data["who"] if form.is_valid() else form.errors["who"][0]


@pytest.mark.parametrize("typed", ["mentee@world.test", "MENTEE@world.test ", "mentee  world"])
def test_a_person_is_found_by_address_or_name(world: World, typed: str) -> None:
    assert chosen(typed) == world.mentee_person
    assert chosen(str(world.mentee_person.pk)) == world.mentee_person


def test_a_name_of_nobody_or_of_two_says_so(world: World) -> None:
    Person.objects.create(given_name="Mentee", family_name="World", sort_key="x")
    assert chosen("Mentee World") == "More than one person is called that. Type their address."
    assert chosen("Somebody Else") == "Nobody here has that name or address."
    assert chosen("\x00") == chosen("x") == "Nobody here has that name or address."


def test_few_people_are_a_list(world: World, django_assert_num_queries) -> None:
    key = str(world.mentee_person.pk)
    with django_assert_num_queries(1):
        drawn = str(Form(initial={"who": key})["who"])
    assert len(re.findall("<option", drawn)) == Person.objects.count() + 1
    assert re.findall(r'value="([^"]*)"\s+selected', drawn) == [key]


def test_many_people_are_a_line_that_keeps_what_was_typed(world: World, monkeypatch) -> None:
    monkeypatch.setattr(picking, "LIST", 5)
    assert 'value="Somebody"' in str(Form({"who": "Somebody"})["who"])
    drawn = str(Form(initial={"who": world.mentee_person.pk})["who"])
    assert 'type="text"' in drawn
    assert 'value="mentee@world.test"' in drawn
    assert "<option" not in drawn
    assert 'list="who-people"' in drawn
    assert '<datalist id="who-people"></datalist>' in drawn


def test_a_page_with_many_people(world: World, monkeypatch, client: Client) -> None:
    monkeypatch.setattr(picking, "LIST", 5)
    client.force_login(world.user("hr_admin"))
    address = reverse("participants:admins")
    page = client.get(address).content.decode()
    assert re.search(r'<input type="text" name="person"[^>]*class="[^"]*form-control', page)
    body = urlencode({"person": "employee@world.test"})
    client.post(address, body, content_type="application/x-www-form-urlencoded")
    assert world.employee_person.org_roles.exists()
