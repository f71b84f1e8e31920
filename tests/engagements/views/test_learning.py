"""The pages of one's own learning."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from engagements.models import Learning
from engagements.services import goals
from tests.engagements.helpers import signed_in
from tests.world import World

DAY = timedelta(days=1)


@pytest.fixture
def mentee(world: World) -> Client:
    return signed_in(world.user("mentee"))


def today(world: World) -> date:
    """The day it is for the mentee, which late in the evening is another than for the server."""
    return timezone.localdate(timezone=world.user("mentee").zone)


def page(client: Client, name: str, *args: object, **query: object) -> str:
    return client.get(reverse(f"engagements:{name}", args=args), query).content.decode()


def test_what_is_to_do_comes_before_what_is_done(world: World, mentee: Client) -> None:
    shown = page(mentee, "learning")
    assert shown.index("A day beside the planners") < shown.index("The book about listening")
    assert "A course after all" not in shown
    assert "Its day has passed" in shown


def test_it_is_in_the_menu_of_whose_development_it_is(world: World, mentee: Client) -> None:
    link = f'href="{reverse("engagements:learning")}"'
    assert link in page(mentee, "journal")
    mentor = signed_in(world.user("mentor"))
    assert link not in page(mentor, "journal")
    assert link in page(mentor, "list"), "who learns without being a mentee finds it here"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "Say for when you plan it, or when you did it."),
        ({"done_on": "2999-01-01"}, "Choose a day within five years of today."),
        ({"planned_on": "0001-01-01"}, "Choose a day within five years of today."),
        ({"goal": "nobody"}, "nobody is not one of the available choices."),
    ],
)
def test_a_day_is_asked_for_beside_its_field(
    mentee: Client, world: World, data: dict[str, str], said: str
) -> None:
    given = {"title": "Kept words", "kind": "course"} | data
    answer = mentee.post(reverse("engagements:learning_new"), given)
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert said in shown
    assert "Kept words" in shown


def test_what_is_still_to_come_is_not_done(mentee: Client, world: World) -> None:
    tomorrow = today(world) + DAY
    given = {"title": "Early", "kind": "course", "done_on": f"{tomorrow:%Y-%m-%d}"}
    shown = mentee.post(reverse("engagements:learning_new"), given).content.decode()
    assert "This day is still to come. Plan it instead." in shown


def test_a_goal_leads_to_its_learning(mentee: Client, world: World) -> None:
    shown = page(mentee, "goal", world.goal.pk)
    assert "A day beside the planners" in shown
    wanted = f"{reverse('engagements:learning_new')}?goal={world.goal.pk}"
    assert wanted in shown
    assert f'<option value="{world.goal.pk}" selected>' in mentee.get(wanted).content.decode()


def test_a_partner_reads_it_by_the_goal_and_adds_nothing(world: World) -> None:
    shown = page(signed_in(world.user("mentor")), "goal", world.goal.pk)
    assert "A day beside the planners" in shown
    assert reverse("engagements:learning_edit", args=[world.learning.pk]) not in shown
    assert reverse("engagements:learning_new") not in shown


def test_done_taken_away_and_both_ways_back(mentee: Client, world: World) -> None:
    def posted(name: str) -> Learning:
        url = reverse(f"engagements:learning_{name}", args=[world.learning.pk])
        assert mentee.post(url).status_code == 302
        return Learning.objects.get(pk=world.learning.pk)

    assert posted("done").done_on == today(world)
    assert posted("reopen").done_on is None
    assert posted("remove").removed_at
    edit = reverse("engagements:learning_edit", args=[world.learning.pk])
    assert mentee.get(edit).status_code == 404
    assert posted("restore").removed_at is None
    assert mentee.get(edit).status_code == 200


def test_a_closed_goal_stays_that_of_its_learning(mentee: Client, world: World) -> None:
    goals.reach(goal=world.goal, by=None, now=World.NOW)
    shown = page(mentee, "learning_edit", world.learning.pk)
    assert f'<option value="{world.goal.pk}" selected>' in shown
    assert str(world.goal.pk) not in page(mentee, "learning_new")


def test_only_a_goal_has_a_program_whose_owner_could_read(mentee: Client, world: World) -> None:
    assert "title_shared" in page(mentee, "learning_share", world.learning.pk)
    shown = page(mentee, "learning_share", world.read_learning.pk)
    assert "title_shared" not in shown
    assert "manager_until" in shown
    share = reverse("engagements:learning_share", args=[world.read_learning.pk])
    mentee.post(share, {"title_shared": "on"})
    assert not Learning.objects.get(pk=world.read_learning.pk).title_shared


@pytest.mark.parametrize(("days", "seen"), [(-30, True), (0, True), (7, True), (8, False)])
def test_the_home_page_speaks_of_what_is_due(
    mentee: Client, world: World, days: int, seen: bool
) -> None:
    Learning.objects.exclude(pk=world.learning.pk).delete()
    due = today(world) + days * DAY
    Learning.objects.filter(pk=world.learning.pk).update(planned_on=due)
    shown = mentee.get(reverse("home")).content.decode()
    assert ("A day beside the planners" in shown) is seen
    assert ("Was planned for" in shown) is (days < 0)


@pytest.mark.parametrize("more", [0, 2])
def test_the_list_costs_the_same_however_long(mentee: Client, world: World, more: int) -> None:
    for number in range(more):
        Learning.objects.create(
            person=world.mentee_person, goal=world.goal, title=f"No. {number}",
            planned_on=World.NOW.date(), competency=world.competency_listening,
        )  # fmt: skip
    counts = []
    for address in (reverse("engagements:learning"), reverse("reminders:unsubscribed")):
        with CaptureQueriesContext(connection) as captured:
            mentee.get(address)
        counts.append(len(captured))
    assert counts[0] - counts[1] == 2
