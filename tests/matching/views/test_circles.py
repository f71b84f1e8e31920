"""Circles on their pages: reviewed, published, answered, begun with fewer."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from engagements.models import Engagement
from matching.models import MatchDraft, MatchRun, Offer
from programs.models import Enrolment
from tests.matching.circles import Round, circles, offer_of, says_yes
from tests.matching.people import holds
from tests.world import World


@pytest.fixture
def people(world: World) -> Round:
    return Round(world)


@pytest.fixture
def run(people: Round) -> MatchRun:
    return people.run(timezone.now())


def page(client: Client, name: str, *args: object) -> str:
    return page_of(client, reverse(f"matching:{name}", args=args))


def page_of(client: Client, url: str) -> str:
    answer = client.get(url, follow=True)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def signed_in(enrolment: Enrolment) -> Client:
    client = Client()
    client.force_login(enrolment.person.user)
    return client


def act(world: World, name: str, *args: object, **data: object) -> str:
    """What the owner reads after a press."""
    url = reverse(f"matching:{name}", args=args)
    answer = world.client("owner").post(url, data, follow=True)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_the_review_says_who_is_in_which_circle_and_why(world: World, run: MatchRun) -> None:
    html = page(world.client("owner"), "run", run.pk)
    assert "10 of 10 people are in 2 circles; 3 could lead one." in html
    assert "Circle of Ada A" in html
    assert "Around Listening" in html
    assert "5 members, 6 seats · IT (2), Law (2), Sales" in html
    assert html.count("Keep here") == 10
    assert "No other way of forming circles is better." in html


def test_somebody_is_moved_by_a_form_and_taken_back(
    world: World, people: Round, run: MatchRun
) -> None:
    member, (ada, bo, _cleo) = people.members[0], people.leaders
    html = act(world, "move", run.pk, member.pk, seen=1, leader=bo.pk)
    assert "Kept: Listening0 M with Bo B." in html
    assert "Listening0" in circles(run)["Bo"]
    html = act(world, "move", run.pk, member.pk, seen=1, leader=ada.pk)
    assert "Somebody else has decided something meanwhile." in html
    act(world, "undo", run.pk, member.pk, bo.pk, seen=2)
    assert "Listening0" in circles(run)["Ada"]


def test_who_leads_too_is_chosen_from_those_who_could(world: World, people: Round) -> None:
    people.track.two_lead = True
    people.track.save()
    bo = people.leaders[1]
    holds(people.leaders[2], world.competency_listening, "offered")
    run = people.run(timezone.now())
    row = run.proposals.exclude(second=None).select_related("mentor", "second__person")[0]
    leader, second = row.mentor, row.second
    assert second is not None
    name = second.person.name
    html = page(world.client("owner"), "circles", run.pk)
    assert html.count("Who leads it too?") == 2
    assert f'<option value="{second.pk}" selected>{name}</option>' in html
    html = act(world, "lead", run.pk, bo.pk, second=second.pk)
    assert f"Circle of Bo B and {name}" in html
    assert "You decided who leads it" in html
    html = act(world, "lead", run.pk, leader.pk, second=bo.pk)
    assert "They can’t lead this circle as it is now. Nothing was changed." in html
    assert "They can’t lead this circle" in act(world, "lead", run.pk, leader.pk, second="no such")
    undo = reverse("matching:lead", args=[run.pk, bo.pk]) + "?second="
    world.client("owner").post(undo)
    html = page(world.client("owner"), "circles", run.pk)
    assert f"Circle of {leader.person.name} and {name}" in html


def test_what_can_not_be_is_said_and_nothing_typed_is_lost(
    world: World, people: Round, run: MatchRun
) -> None:
    member, ada = people.members[0], people.leaders[0]
    assert "Choose the circle first." in act(world, "move", run.pk, member.pk, seen=1, leader="")
    html = act(world, "veto", run.pk, member.pk, ada.pk, seen=1, reason="x" * 2001)
    assert "That reason is too long." in html
    assert "x" * 2001 in html
    assert MatchDraft.objects.get(run=run).version == 1


def test_publishing_shows_both_mails(world: World, run: MatchRun) -> None:
    html = page(world.client("owner"), "publish", run.pk)
    assert "2 leaders are asked, about 10 members in all." in html
    assert html.count("Would you lead a circle in Leading with care?") == 2
    assert html.count("There is a seat for you in a circle of Leading with care.") == 2


def test_a_leader_answers_once_for_all_and_members_see_no_others(
    world: World, people: Round
) -> None:
    now = timezone.now()
    run = people.published(now)
    leader = signed_in(people.leaders[0])
    assert "Who would be in it" in page(leader, "mine"), "one question, so it is shown at once"
    mine = offer_of(run, people.leaders[0])
    leader.post(reverse("matching:accept", args=[mine.pk]))
    member = signed_in(people.members[0])
    html = page(member, "mine")
    assert "A seat in a circle for you" in html
    assert "Ada A" in html
    assert "Listening1" not in html
    theirs = offer_of(run, people.members[0])
    answer = member.post(reverse("matching:accept", args=[theirs.pk]), follow=True)
    assert "The circle begins when 4 members have said yes; 1 has so far." in " ".join(
        answer.content.decode().split()
    )
    for other in people.members[1:4]:
        says_yes(run, other, now)
    circle = Engagement.objects.get(track=people.track)
    assert (
        f"/{circle.pk}/"
        in signed_in(people.leaders[0]).get(reverse("engagements:list")).content.decode()
    )


def test_a_circle_that_stays_small_waits_for_a_word(world: World, people: Round) -> None:
    now = timezone.now()
    run = people.published(now)
    says_yes(run, people.leaders[0], now)
    says_yes(run, people.members[0], now)
    asked = Offer.objects.filter(proposal__run=run, state="open")
    members = [each.person_id for each in people.members[1:5]]
    asked.filter(person__in=members).update(expires_at=now - timedelta(days=1))
    from matching.services.offers import expire_due

    expire_due(now)
    html = page(world.client("owner"), "board", people.into.pk)
    assert "Needs a word from you" in html
    assert "Yes: 1 · not answered: 0 · needed to begin: 4" in html
    home = page_of(world.client("owner"), reverse("home"))
    assert "1 circle can’t reach four members any more" in home
    act(world, "circle_begin", people.leaders[0].pk)
    assert Engagement.objects.get(track=people.track).members.count() == 2
    assert "Called off." in act(world, "circle_call_off", people.leaders[1].pk)
