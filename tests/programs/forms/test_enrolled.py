"""Choosing one of those who take part by typing, where they are too many for a list."""

import re
from typing import Any

import pytest
from django import forms
from django.urls import reverse

from core.design.forms import offer
from participants.forms import picking
from programs.forms.enrolled import EnrolledField
from programs.models import Cohort, Enrolment
from tests.world import World

SECOND = "Second (2027)"


class Form(forms.Form):
    """One enrolment."""

    who = EnrolledField(Enrolment.objects.none(), empty_label="Choose one")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Enrolment.objects.filter(cohort__name__in=[World.load().cohort.name, SECOND])
        rows = rows.select_related("person", "cohort").order_by("person__sort_key", "pk")
        offer(self.fields["who"], rows)


@pytest.fixture
def second(world: World) -> Enrolment:
    """The mentee of the world, in another cohort as well."""
    first: Enrolment = world.mentee_enrolment
    cohort = Cohort.objects.create(
        program=world.program,
        name=SECOND,
        places=5,
        stage_since=World.NOW,
        starts_on=first.cohort.starts_on,
        ends_on=first.cohort.ends_on,
    )
    return Enrolment.objects.create(
        person=first.person, cohort=cohort, track=first.track, role=first.role
    )


def chosen(typed: object) -> object:
    form = Form({"who": typed})
    return form.cleaned_data["who"] if form.is_valid() else form.errors["who"][0]


@pytest.mark.parametrize("typed", ["mentee@world.test", "MENTEE@world.test ", "mentee  world"])
def test_who_takes_part_is_found_by_address_or_name(world: World, typed: str) -> None:
    assert chosen(typed) == world.mentee_enrolment
    assert chosen(str(world.mentee_enrolment.pk)) == world.mentee_enrolment


def test_the_cohort_tells_two_enrolments_of_one_person_apart(
    world: World, second: Enrolment
) -> None:
    assert str(chosen("mentee@world.test")).startswith("More than one is called that.")
    assert chosen("mentee@world.test (second (2027))") == second
    cohort = world.mentee_enrolment.cohort.name
    assert chosen(f"Mentee World ({cohort})") == world.mentee_enrolment


@pytest.mark.parametrize("typed", ["employee@world.test", "x", "Mentee World (", "(a)", "\x00"])
def test_who_can_not_be_chosen_is_nobody(world: World, typed: str) -> None:
    assert chosen(typed) == "Nobody who can be chosen here has that name or address."


def test_what_the_line_shows_can_be_sent_again(
    world: World, second: Enrolment, monkeypatch, django_assert_num_queries
) -> None:
    monkeypatch.setattr(picking, "LIST", 2)
    form = Form(initial={"who": second.pk})
    with django_assert_num_queries(1):
        drawn = str(form["who"])
    [shown] = re.findall(r'value="([^"]*)"', drawn)
    assert shown == "mentee@world.test (Second (2027))"
    assert chosen(shown) == second


@pytest.mark.parametrize(
    ("route", "of"), [("rotations:place", "open_slot"), ("coaching:open", "contract")]
)
def test_a_page_with_many_mentees_is_a_line(world: World, monkeypatch, route: str, of: str) -> None:
    monkeypatch.setattr(picking, "LIST", -1)
    client = world.client("hr_admin")
    page = client.get(reverse(route, args=[getattr(world, of).pk])).content.decode()
    assert re.search(r'<input type="text" name="enrolment"[^>]*class="[^"]*form-control', page)
