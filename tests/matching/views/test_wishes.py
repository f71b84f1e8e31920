"""The page on which a mentee says whom they would like."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from matching.models import MentorWish
from programs.enums import Stage
from tests.matching.people import mentor
from tests.world import World


@pytest.fixture
def page(world: World) -> Client:
    return world.client("other_host")


def address(world: World) -> str:
    return reverse("matching:wishes", args=[world.chooser_enrolment.pk])


def place(world: World, number: int) -> str:
    return f"place_{getattr(world, f'winter_mentor{number}_enrolment').pk}"


def test_it_says_who_why_and_how_many_places(world: World, page: Client) -> None:
    html = page.get(address(world)).content.decode()
    assert "Mentor 1" in html
    assert "They know the steps that lie ahead of you." in html
    assert "1 place free" in html
    assert "Mentors do not see who chose them." in html


def test_a_gap_between_places_is_closed(world: World, page: Client) -> None:
    body = {place(world, 1): "4", place(world, 2): "2"}
    assert page.post(address(world), body).status_code == 302
    rows = MentorWish.objects.filter(mentee=world.chooser_enrolment).order_by("place")
    got = [(row.place, row.mentor_id) for row in rows]
    assert got == [(1, world.winter_mentor2_enrolment.pk), (2, world.winter_mentor1_enrolment.pk)]


def test_one_place_for_two_is_said_beside_it_and_nothing_is_lost(
    world: World, page: Client
) -> None:
    before = MentorWish.objects.filter(mentee=world.chooser_enrolment).count()
    response = page.post(address(world), {place(world, 1): "1", place(world, 2): "1"})
    html = response.content.decode()
    assert "You gave this place to Winter Mentor" in html
    assert html.count('<option value="1" selected>') == 2
    assert MentorWish.objects.filter(mentee=world.chooser_enrolment).count() == before


def test_who_is_gone_is_told(world: World, page: Client) -> None:
    response = page.post(address(world), {f"place_{world.spring_mentor1_enrolment.pk}": "1"})
    assert "Somebody you chose is no longer available." in response.content.decode()


def test_only_names_are_searched_and_those_chosen_stay(world: World, page: Client) -> None:
    html = page.get(address(world), {"q": "nobody like that"}).content.decode()
    assert "Mentor 2" in html, "chosen before"
    assert "Mentor 1" not in html


def test_afterwards_the_page_says_that_it_is_over(world: World, page: Client) -> None:
    row = world.chooser_enrolment
    row.cohort.stage = Stage.CLOSING
    row.cohort.save()
    html = page.get(address(world)).content.decode()
    assert "There is nothing to choose now" in html
    html = page.post(address(world), {place(world, 1): "1"}).content.decode()
    assert "Nothing was changed" in html


def test_the_home_asks_until_one_has_chosen(world: World, page: Client) -> None:
    asks = "say whom you would like"
    assert asks not in page.get(reverse("home")).content.decode()
    MentorWish.objects.all().delete()
    assert asks in page.get(reverse("home")).content.decode()


def test_ten_mentors_more_need_no_more_queries(world: World, page: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            page.get(address(world))
        return len(caught)

    queries()
    few = queries()
    for number in range(10):
        mentor(f"More {number}", world.chooser_enrolment.cohort, world.other_track, seniority=9)
    assert queries() == few


def test_the_review_says_the_mentees_first_choice(world: World) -> None:
    from matching.models import MatchRun
    from matching.services import runs

    here = world.chooser_enrolment.cohort
    facts: dict[str, Any] = {"cohort": here, "track": world.other_track, "now": World.NOW}
    run = runs.start_run(by=None, **facts)
    runs.execute(run.pk, World.NOW)
    assert MatchRun.objects.get(pk=run.pk).state == "ready"
    html = world.client("other_owner").get(reverse("matching:run", args=[run.pk])).content.decode()
    assert "The mentee&#x27;s first choice" in html
