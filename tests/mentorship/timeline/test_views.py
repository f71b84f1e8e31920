"""Who sees what of the mentee's line in the shared world."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from engagements.models import Goal, Learning
from engagements.services import goals, learning
from engagements.services.engagements import show_to_manager, start
from mentorship.timeline.assembled import timeline_of
from mentorship.timeline.parts import Pillar
from mentorship.timeline.reader import Reader
from rotations.coaching.services import privacy
from tests.world import World

GOAL = "Lead the weekly planning"


def page_of(client: Client, world: World, subject: str) -> str:
    client.force_login(world.user(subject))
    url = reverse("timeline:person", args=[world.mentee_person.pk])
    return client.get(url).content.decode()


def test_the_person_sees_everything_under_its_goal(world: World, client: Client) -> None:
    page = page_of(client, world, "mentee")
    assert GOAL in page
    assert "Mentored by Mentor World" in page
    assert "met once" in page
    assert world.program.name in page
    assert page.index(GOAL) < page.index("Mentored by Mentor World", page.index("</figure>"))


def test_a_mentor_sees_the_shared_relationship_and_no_other(world: World, client: Client) -> None:
    page = page_of(client, world, "mentor")
    assert "Mentored by Mentor World" in page
    assert GOAL in page
    assert world.spring_mentor3_enrolment.person.name not in page


def test_those_who_run_the_program_see_dates_and_no_title(world: World, client: Client) -> None:
    page = page_of(client, world, "owner")
    assert "Mentored by Mentor World" in page
    assert "met once" in page
    assert GOAL not in page


def test_a_shared_title_reaches_those_who_run_the_program(
    db: None, world: World, client: Client
) -> None:
    facts = {"title_shared": True, "now": World.NOW}
    goals.share_title(goal=world.goal, by=world.user("mentee"), **facts)
    assert GOAL in page_of(client, world, "owner")


def test_a_manager_sees_nothing_that_is_not_shown(world: World, client: Client) -> None:
    page = page_of(client, world, "line_manager")
    assert "Nothing is shown to you" in page
    assert "Mentor World" not in page


def test_a_manager_sees_that_somebody_takes_part_once_shown(
    db: None, world: World, client: Client
) -> None:
    member = world.engagement.members.get(person=world.mentee_person)
    show_to_manager(member=member, shown=True, by=world.user("mentee"), now=World.NOW)
    page = page_of(client, world, "line_manager")
    assert f"Mentee in {world.program.name}" in page
    assert "Mentor World" not in page
    assert "met" not in page.partition("<figure")[2].partition("</figure>")[0]


@pytest.mark.parametrize("days", [-1, 400])
def test_a_goal_is_shown_to_a_manager_until_its_day(
    db: None, world: World, client: Client, days: int
) -> None:
    until = timezone.localdate() + timedelta(days=days)
    goal = world.goal
    goal.manager_until = until
    goal.save()
    assert (GOAL in page_of(client, world, "line_manager")) is (days > 0)


@pytest.mark.parametrize(
    ("subject", "seen"),
    [("mentee", True), ("mentor", True), ("owner", True), ("line_manager", False)],
)
def test_rotations_are_seen_by_those_they_concern(
    world: World, client: Client, subject: str, seen: bool
) -> None:
    assert (world.slot.title in page_of(client, world, subject)) is seen


def test_a_proposal_is_not_on_the_line(world: World, client: Client) -> None:
    assert world.lead_slot.title not in page_of(client, world, "mentee")


def test_a_rotation_stands_under_the_goal_whose_competency_it_grows(db: None, world: World) -> None:
    reader = Reader(world.user("mentee"), world.mentee_person, World.NOW)
    slot = world.slot
    slot.competency = world.competency_listening
    slot.save()
    [theme] = [one for one in timeline_of(reader).themes if one.title == GOAL]
    assert slot.title in [item.title for item in theme.items]


@pytest.mark.parametrize("more", [0, 2])
def test_the_line_costs_the_same_however_long(
    db: None, world: World, more: int, django_assert_num_queries: Any
) -> None:
    for number in range(more):
        track = world.program.tracks.create(name=f"Track {number}", exclusive=False)
        start(
            cohort=world.cohort, track=track, mentor=world.spring_mentor3_enrolment.person,
            mentee=world.mentee_person, by=None, now=World.NOW,
        )  # fmt: skip
    reader = Reader(world.user("mentee"), world.mentee_person, World.NOW)
    with django_assert_num_queries(25):
        line = timeline_of(reader)
    assert sum(item.pillar == Pillar.MENTORING for item in line.items) == 2 + more


@pytest.mark.parametrize(
    ("subject", "seen", "hidden"),
    [
        ("mentee", "Coached by {coach}", ""),
        ("coach", "Coached by {coach}", "Mentored by"),
        ("owner", "1 h of 6 h used · met once", "Coached by"),
        ("sponsor", "1 h of 6 h used · met once", "Coached by"),
        ("mentor", "Mentored by", "Coach"),
        ("line_manager", "Nothing is shown to you", "Coach"),
    ],
)
def test_coaching_is_seen_as_the_three_way_contract_says(
    world: World, client: Client, subject: str, seen: str, hidden: str
) -> None:
    page = page_of(client, world, subject).partition("<main")[2]
    assert seen.format(coach=world.coach_person.name) in page
    assert not hidden or hidden not in page
    assert ("Speak last in meetings" in page) is (subject in ("mentee", "coach"))


@pytest.mark.parametrize(("goal_shared", "shows"), [(False, True), (True, False), (True, True)])
def test_a_sponsor_sees_a_title_that_is_shared_twice(
    db: None, world: World, client: Client, goal_shared: bool, shows: bool
) -> None:
    """Goal by goal, and by the three-way contract: both, or no title."""
    goal = Goal.objects.get(engagement=world.coaching.engagement)
    told = {"by": world.user("mentee"), "now": World.NOW}
    goals.share_title(goal=goal, title_shared=goal_shared, **told)
    privacy.decide(coaching=world.coaching, shows_titles=shows, **told)
    page = page_of(client, world, "sponsor").partition("<main")[2]
    assert (goal.title in page) is (goal_shared and shows)
    assert GOAL not in page
    assert world.slot.title not in page


def test_a_sponsor_of_another_program_does_not_know_the_person(
    world: World, client: Client
) -> None:
    client.force_login(world.user("other_sponsor"))
    url = reverse("timeline:person", args=[world.mentee_person.pk])
    assert client.get(url).status_code == 404


LEARNING, READ = "A day beside the planners", "The book about listening"


@pytest.mark.parametrize(
    ("subject", "seen"),
    [
        ("mentee", {LEARNING, READ}),
        ("mentor", {LEARNING}),
        ("coach", set()),
        ("owner", set()),
        ("hr_admin", set()),
        ("sponsor", set()),
        ("line_manager", set()),
    ],
)
def test_learning_is_read_by_its_owner_and_the_goals_partner(
    world: World, client: Client, subject: str, seen: set[str]
) -> None:
    page = page_of(client, world, subject)
    assert {title for title in (LEARNING, READ) if title in page} == seen
    assert "A course after all" not in page


@pytest.mark.parametrize(
    ("subject", "shared"),
    [("owner", {"title_shared"}), ("hr_admin", {"title_shared"}), ("line_manager", {"until"})],
)
def test_a_shared_title_says_no_more_than_that(
    db: None, world: World, client: Client, subject: str, shared: set[str]
) -> None:
    """Neither the goal that it serves nor a competency that it grows."""
    far = timezone.localdate() + timedelta(days=9)
    for item in (world.learning, world.read_learning):
        item.competency = world.competency_listening
        item.save()
        learning.share_title(
            item=item, title_shared="title_shared" in shared, by=None, now=World.NOW,
            manager_until=far if "until" in shared else None,
        )  # fmt: skip
    page = page_of(client, world, subject).partition("<main")[2]
    assert LEARNING in page
    assert (READ in page) is ("until" in shared)
    assert GOAL not in page
    assert world.competency_listening.name not in page


def test_titles_of_coaching_stay_with_the_three(db: None, world: World, client: Client) -> None:
    goal = Goal.objects.get(engagement=world.coaching.engagement)
    Learning.objects.filter(pk=world.learning.pk).update(goal=goal, title_shared=True)
    assert LEARNING in page_of(client, world, "coach")
    for subject in ("mentor", "owner", "sponsor"):
        assert LEARNING not in page_of(client, world, subject)


def test_learning_stands_under_its_goal_or_its_competency(db: None, world: World) -> None:
    reader = Reader(world.user("mentee"), world.mentee_person, World.NOW)
    line = timeline_of(reader)
    [theme] = [one for one in line.themes if one.title == GOAL]
    assert {LEARNING, READ} <= {item.title for item in theme.items}
    assert not {LEARNING, READ} & {item.title for item in line.others}
    other = goals.set_goal(
        engagement=world.engagement, person=world.mentee_person, title="Another",
        competency=world.competency_listening, by=None, now=World.NOW,
    )  # fmt: skip
    themes = {one.id: {item.title for item in one.items} for one in timeline_of(reader).themes}
    assert LEARNING not in themes[other.pk]
    assert READ in themes[other.pk]
