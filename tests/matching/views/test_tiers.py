"""A mentor whose training is not done, from the page before a run to whom a mentee may choose."""

import uuid
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from matching.models import Offer
from matching.selectors.pins import troubles
from matching.services.offers import Hindered
from matching.services.pins import pin
from matching.services.publish import publish
from programs.models import Cohort, Enrolment, MentorTier, Track
from programs.services.trainings import record_training
from tests.matching.circles import Round, says_yes
from tests.matching.people import cohort, mentee, mentor, pairs, run_now
from tests.world import World

RULE = "The mentor’s training is not done"


@pytest.fixture
def here(world: World) -> Cohort:
    return cohort(world)


@pytest.fixture
def bo(world: World, here: Cohort) -> Enrolment:
    """The only mentor, a senior guide without the training."""
    row = mentor("Bo", here, world.track, 2, seniority=9)
    row.tier = world.senior_guide
    row.save(update_fields=["tier"])
    return row


def trained(world: World, row: Enrolment, now: datetime) -> None:
    record_training(
        training=world.training, people=[row.person], completed_on=now.date(),
        batch=uuid.uuid4(), by=None, now=now, today=now.date(),
    )  # fmt: skip


def test_it_is_named_before_a_run_and_in_it_and_costs_the_mentor_their_places(
    world: World, here: Cohort, bo: Enrolment, now: datetime
) -> None:
    mentee("Ana", here, world.track, seniority=2)
    owner = world.client("owner")
    before = owner.get(reverse("matching:start", args=[here.pk, world.track.pk]))
    assert f"{RULE}: Bo." in before.content.decode()
    assert before.context["before"].places == 0
    policy = owner.get(reverse("matching:policy", args=[world.program.pk])).content.decode()
    assert f"{RULE}: Bo" in policy
    run = run_now(here, world.track, now)
    assert run.unmatched.count() == 1
    rules = owner.get(reverse("matching:rules", args=[run.pk])).content.decode()
    assert f"{RULE}: Bo." in rules
    assert f'<th scope="row">{RULE}</th>' in rules
    left = owner.get(reverse("matching:unmatched", args=[run.pk]))
    assert "Once Bo has done the training, they could be matched." in left.content.decode()
    assert left.context["room"] == [], "places of Bo are nobody's"
    trained(world, bo, now)
    again = run_now(here, world.track, now)
    assert pairs(again) == {"Ana": "Bo"}


def test_what_stands_against_a_pin_is_said(
    world: World, here: Cohort, bo: Enrolment, now: datetime
) -> None:
    ana = mentee("Ana", here, world.track, seniority=2)
    pin(mentee=ana, mentor=bo, by=None, now=now)
    assert troubles(here, world.track, now) == [f"Ana, Bo can't be kept together: {RULE}."]
    trained(world, bo, now)
    assert troubles(here, world.track, now) == []


def test_a_run_that_waits_for_its_review_says_what_has_changed_before_it_is_published(
    world: World, here: Cohort, bo: Enrolment, now: datetime
) -> None:
    mentee("Ana", here, world.track, seniority=2)
    trained(world, bo, now)
    run = run_now(here, world.track, now)
    page = reverse("matching:publish", args=[run.pk])
    owner = world.client("owner")
    said = "1 mentor may not be matched by now"
    assert said not in owner.get(page).content.decode()
    bo.person.training_completions.all().delete()
    assert said in owner.get(page).content.decode()


def test_a_mentee_chooses_among_those_of_the_tier_and_reads_the_time_of_each(world: World) -> None:
    one = world.winter_mentor1_enrolment
    guide = MentorTier.objects.create(program=one.cohort.program, name="Guide", hours_a_month=5)
    Enrolment.objects.filter(pk=one.pk).update(tier=guide)
    page = reverse("matching:wishes", args=[world.chooser_enrolment.pk])
    client = world.client("other_host")
    html = client.get(page).content.decode()
    assert "about 5 hours a month" in html
    assert "Winter Mentor 2" in html, "who has no tier, yet"
    Track.objects.filter(pk=one.track_id).update(lowest_tier=guide)
    html = client.get(page).content.decode()
    assert "Winter Mentor 1" in html
    assert "Winter Mentor 2" not in html


def test_a_run_for_newcomers_keeps_no_pair_of_somebody_barred_since(
    world: World, here: Cohort, bo: Enrolment, now: datetime
) -> None:
    mentee("Ana", here, world.track, seniority=2)
    trained(world, bo, now)
    assert pairs(run_now(here, world.track, now)) == {"Ana": "Bo"}
    page, owner = reverse("matching:start", args=[here.pk, world.track.pk]), world.client("owner")
    assert owner.get(page).context["before"].kept == 1
    bo.person.training_completions.all().delete()
    before = owner.get(page)
    assert (before.context["before"].kept, before.context["before"].to_place) == (0, 1)
    assert reverse("programs:mentors", args=[here.pk]) in before.content.decode()


def test_a_training_that_runs_out_while_an_offer_is_out_stands_before_the_yes(
    world: World, here: Cohort
) -> None:
    now = timezone.now()
    who = mentor("Cy C", here, world.track, seniority=9, account=True)
    who.tier = world.senior_guide
    who.save(update_fields=["tier"])
    trained(world, who, now)
    mentee("Ana A", here, world.track, seniority=2)
    run = run_now(here, world.track, now)
    publish(run=run, by=None, now=now)
    offer = Offer.objects.get(proposal__run=run, role="mentor")
    client = Client()
    client.force_login(who.person.user)
    there = reverse("matching:offer", args=[offer.pk])
    owner, board = world.client("owner"), reverse("matching:board", args=[here.pk])
    warned = "asked and can’t say yes now: Cy C (Mentor training counted until"
    assert reverse("matching:accept", args=[offer.pk]) in client.get(there).content.decode()
    assert warned not in owner.get(board).content.decode()
    done = world.training.completions.filter(person=who.person)
    done.update(completed_on=now.date() - timedelta(days=900))
    html = client.get(there).content.decode()
    assert "“Mentor training” counted until" in html
    assert reverse("matching:accept", args=[offer.pk]) not in html
    assert "No, thank you" in html
    said = client.post(reverse("matching:accept", args=[offer.pk]), follow=True)
    assert "You can’t say yes yet" in said.content.decode()
    assert warned in owner.get(board).content.decode()
    trained(world, who, now)
    client.post(reverse("matching:accept", args=[offer.pk]))
    offer.refresh_from_db()
    assert offer.state == "accepted"


def test_leaders_of_a_circle_are_asked_for_it_too(world: World) -> None:
    people, now = Round(world), timezone.now()
    run = people.published(now)
    leader = people.leaders[0]
    leader.tier = world.senior_guide
    leader.save(update_fields=["tier"])
    with pytest.raises(Hindered):
        says_yes(run, leader, now)
    trained(world, leader, now)
    assert says_yes(run, leader, now).state == "accepted"
