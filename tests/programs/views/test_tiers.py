"""Tiers and trainings on their pages: set up, decided and recorded in bulk, read by the mentor."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from programs.enums import Stage
from programs.models import (
    Cohort,
    Enrolment,
    MentorTier,
    TierCriterion,
    Track,
    TrainingCompletion,
)
from programs.selectors.steps import ahead
from tests.world import World


@pytest.fixture
def owner(world: World) -> Client:
    return world.client("owner")


def said(response: HttpResponse) -> str:
    """The newest message."""
    return [str(message) for message in get_messages(response.wsgi_request)][-1]


def url(name: str, *parts: Any) -> str:
    return reverse(f"programs:{name}", args=parts)


def spring(world: World) -> dict[str, Any]:
    """Three mentors of the cohort that is matched, of level 8: all are suggested as senior guides."""
    rows = [getattr(world, f"spring_mentor{number}_enrolment").pk for number in (1, 2, 3)]
    return {"enrolment": rows}


def tiers_in(cohort: Cohort) -> set[str]:
    rows = Enrolment.objects.filter(cohort=cohort, role="mentor").values_list("tier__name")
    return {name or "" for (name,) in rows}


def test_a_tier_is_written_with_whom_it_suits(owner: Client, world: World) -> None:
    data = {"name": "Sage", "hours_a_month": "4", "training": world.training.pk}
    response = owner.post(url("tier_new", world.program.pk), data)
    sage = MentorTier.objects.get(name="Sage")
    assert response.headers["Location"] == url("tier_criteria", sage.pk)
    asked = {"fact": "seniority", "operator": "at_least", "value": "7"}
    count = owner.get(url("tier_criteria_count", sage.pk), asked).content.decode()
    assert "with “Seniority is at least 7”" in count
    owner.post(url("tier_criteria", sage.pk), asked)
    page = owner.get(url("tiers", world.program.pk)).content.decode()
    assert page.index("Sage") < page.index("Senior guide") < page.index("Peer guide")
    assert "about 4 hours a month for each mentee" in page
    again = owner.post(url("tier_new", world.program.pk), data).content.decode()
    assert "Another tier has that name." in again


def test_the_pages_cost_the_same_for_many(owner: Client, world: World) -> None:
    def cost(address: str, rows: str, n: int) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert len(owner.get(address).context[rows]) == n
        return len(queries)

    tiers = url("tiers", world.draft_program.pk)
    made = [
        MentorTier.objects.create(program=world.draft_program, name=f"T{n}", position=n)
        for n in range(3)
    ]
    for n, tier in enumerate(made):
        rule = {"fact": ("seniority", "grade", "site")[n], "operator": "is", "value": "x"}
        TierCriterion.objects.create(tier=tier, **rule)
    three = cost(tiers, "tiers", 3)
    MentorTier.objects.filter(pk__in=[made[0].pk, made[1].pk]).delete()
    assert cost(tiers, "tiers", 1) == three
    mentors = url("mentors", world.matching_cohort.pk)
    here = Enrolment.objects.filter(cohort=world.matching_cohort, role="mentor")
    here.update(tier=world.senior_guide)
    three = cost(mentors, "lines", 3)
    here.exclude(pk=world.spring_mentor1_enrolment.pk).update(state="declined")
    assert cost(mentors, "lines", 1) == three


def test_a_program_without_tiers_begins_with_the_usual(owner: Client, world: World) -> None:
    here = url("tiers", world.draft_program.pk)
    assert "No tiers yet" in owner.get(here).content.decode()
    owner.post(url("tiers_usual", world.draft_program.pk))
    assert "Begin with the usual three" not in owner.get(here).content.decode()


def test_the_suggested_tiers_are_given_after_a_dry_run_and_taken_back(
    owner: Client, world: World
) -> None:
    cohort = world.matching_cohort
    there = url("mentors_tier", cohort.pk)
    data = spring(world) | {"tier": "suggested", "reason": "By your years"}
    assert said(owner.post(there, data | {"enrolment": []})) == "Tick at least one person."
    plan = owner.post(there, data)
    assert [tier.name for _row, tier in plan.context["plan"].change] == ["Senior guide"] * 3
    assert tiers_in(cohort) == {""}
    done = owner.post(there, data | {"confirmed": "1"})
    assert said(done) == "3 mentors have another tier."
    assert tiers_in(cohort) == {"Senior guide"}
    (change,) = Enrolment.objects.get(pk=data["enrolment"][0]).tier_changes.all()
    back = url("mentors_tier_undo", cohort.pk, change.batch)
    assert said(owner.post(back)) == "3 decisions undone."
    assert tiers_in(cohort) == {""}


def test_a_training_is_recorded_for_many_after_a_dry_run_and_taken_back(
    owner: Client, world: World
) -> None:
    cohort, today = world.matching_cohort, timezone.localdate()
    Enrolment.objects.filter(cohort=cohort, role="mentor").update(tier=world.senior_guide)
    untrained = url("mentors", cohort.pk) + "?show=untrained"
    assert len(owner.get(untrained).context["lines"]) == 3
    assert "Not done" in owner.get(untrained).content.decode()
    there = url("mentors_training", cohort.pk)
    data = spring(world) | {"training": world.training.pk, "completed_on": today.isoformat()}
    ahead_of_time = data | {"completed_on": (today + timedelta(days=1)).isoformat()}
    refused = owner.post(there, ahead_of_time | {"confirmed": "1"}).content.decode()
    assert "That day lies ahead" in refused
    assert len(owner.post(there, data).context["plan"].new) == 3
    assert TrainingCompletion.objects.filter(completed_on=today).count() == 0
    owner.post(there, data | {"confirmed": "1"})
    rows = TrainingCompletion.objects.filter(completed_on=today, undone_at=None)
    assert rows.count() == 3
    assert "Nobody owes a training" in owner.get(untrained).content.decode()
    back = url("mentors_training_undo", cohort.pk, world.training.pk, rows[0].batch)
    assert said(owner.post(back)) == "3 records taken back."
    assert len(owner.get(untrained).context["lines"]) == 3


def test_who_can_not_be_matched_is_said_before_the_step_to_matching(world: World, now: Any) -> None:
    cohort = Cohort.objects.get(pk=world.matching_cohort.pk)
    Enrolment.objects.filter(cohort=cohort, role="mentor").update(tier=world.senior_guide)
    untrained = "3 mentors have not done the training of their tier, and can’t be matched before."
    assert [str(finding.text) for finding in ahead(cohort, Stage.MATCHING)][-1] == untrained
    top = MentorTier.objects.create(program=world.program, name="Sage", position=9)
    Track.objects.filter(pk=world.track.pk).update(lowest_tier=top)
    Enrolment.objects.filter(pk=world.spring_mentor1_enrolment.pk).update(tier=top)
    assert [str(finding.text) for finding in ahead(cohort, Stage.MATCHING)][-2:] == [
        "2 mentors have not done the training of their tier, and can’t be matched before.",
        "2 mentors are below the tier that their track wants, or have none decided yet.",
    ]


def test_a_mentor_reads_their_tier_its_time_and_what_is_still_to_do(world: World) -> None:
    TrainingCompletion.objects.all().delete()
    client = world.client("mentor")
    page = client.get(url("enrolment", world.mentor_enrolment.pk)).content.decode()
    assert "Your tier: Senior guide" in page
    assert "about 3 hours a month for each mentee" in page
    assert "Years of leading" in page
    assert "You are not matched with anybody before it is done." in page
    assert "This track takes mentors from" not in page
    top = MentorTier.objects.create(program=world.program, name="Sage", position=9)
    Track.objects.filter(pk=world.track.pk).update(lowest_tier=top)
    page = client.get(url("enrolment", world.mentor_enrolment.pk)).content.decode()
    assert "This track takes mentors from “Sage” up" in page
    home = client.get(reverse("home")).content.decode()
    assert "Still to do: Mentor training" in home
    assert "Nobody is matched with you in Leading with care before it is done." in home
    TrainingCompletion.objects.create(
        training=world.training, person=world.mentor_person, completed_on=timezone.localdate(),
        batch=world.training.pk, at=timezone.now(),
    )  # fmt: skip
    assert "Still to do" not in client.get(reverse("home")).content.decode()


def test_whoever_applies_as_a_mentor_reads_what_each_tier_takes(world: World) -> None:
    page = world.client("mentee").get(url("answer", world.begun_enrolment.pk, 1)).content.decode()
    assert "How much time it takes" in page
    assert "about 3 hours a month for each mentee; first: Mentor training" in page
    program = world.client("employee").get(url("page", world.program.pk)).content.decode()
    assert "Who runs the program decides on yours." in program


def test_a_track_wants_a_tier_and_peers_have_none(owner: Client, world: World) -> None:
    track, tier = world.track, world.senior_guide
    data = {
        "name": "People", "format": "one_to_one", "mentor_capacity": "1",
        "meeting_every_days": "14", "checkin_every_days": "30", "lowest_tier": tier.pk,
    }  # fmt: skip
    owner.post(url("track", track.pk), data)
    assert Track.objects.get(pk=track.pk).lowest_tier == tier
    assert said(owner.post(url("tier_delete", tier.pk))) == (
        "Mentors have this tier, or a track wants it, so it stays."
    )
    new = url("track_new", world.program.pk)
    refused = owner.post(new, data | {"name": "Peers", "format": "peer"}).content.decode()
    assert "Peers have no tier: leave it open." in refused
