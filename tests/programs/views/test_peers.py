"""Signing up where all are peers: one way in, asked for what one wants and what one brings."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from programs import questions
from programs.enums import EnrolmentState, Format, ParticipantRole, Stage
from programs.forms.cohorts import InviteForm
from programs.forms.tracks import CriterionForm, TrackForm
from programs.models import Cohort, Enrolment, Program
from programs.services import enrolments
from programs.services.enrolments import WrongRoleError, places_taken
from programs.services.programs import create_from_template, publish
from tests.world import World


@pytest.fixture
def program(world: World, now: datetime) -> Program:
    made = create_from_template(
        template="peer", name="Eye to eye", owner=world.owner_person, by=None, now=now
    )
    return publish(program=made, by=None, now=now) or made


@pytest.fixture
def cohort(program: Program, now: datetime) -> Cohort:
    return Cohort.objects.create(
        program=program, name="Spring", stage=Stage.OPEN, stage_since=now, places=1,
        starts_on=now.date(), ends_on=now.date().replace(year=now.year + 1),
    )  # fmt: skip


def test_one_applies_as_a_peer_and_as_nothing_else(
    world: World, program: Program, cohort: Cohort
) -> None:
    client = Client()
    client.force_login(world.user("mentee"))
    page = client.get(reverse("programs:page", args=[program.pk])).content.decode()
    assert page.count("Apply as a peer") == 1
    assert "As a mentor" not in page
    track = program.tracks.get()
    urls = {
        role: reverse("programs:apply", args=[cohort.pk, track.pk, role])
        for role in ("peer", "mentee")
    }
    assert client.post(urls["mentee"]).status_code == 403
    client.post(urls["peer"])
    row = Enrolment.objects.get(cohort=cohort)
    assert (row.role, row.person) == (ParticipantRole.PEER, world.mentee_person)
    page = client.get(reverse("programs:answer", args=[row.pk, 1])).content.decode()
    for asked in ("What would you like to grow in?", "What can you share?"):
        assert asked in page
    assert "How many mentees" not in page


def test_a_peer_is_asked_what_both_sides_are_but_for_places() -> None:
    keys = [item.key for item in questions.items_of(ParticipantRole.PEER)]
    assert keys == ["wanted", "offered", "objectives", "hours", "languages"]


def test_nobody_is_a_peer_where_there_are_two_sides(
    world: World, program: Program, cohort: Cohort, now: datetime
) -> None:
    track = program.tracks.get()
    facts = {"person": world.mentee_person, "by": None, "now": now}
    with pytest.raises(WrongRoleError):
        enrolments.enrol(cohort=cohort, track=track, role="mentor", **facts)
    with pytest.raises(WrongRoleError):
        enrolments.enrol(cohort=world.cohort, track=world.track, role="peer", **facts)
    form = InviteForm(
        {"track": track.pk, "role": "mentee", "people": [world.mentee_person.pk]},
        cohort=cohort, shown=[world.mentee_person.pk],
    )  # fmt: skip
    assert [value for value, _label in form.fields["role"].choices] == ["peer"]
    assert not form.is_valid()
    assert [key for key, _label in CriterionForm(track=track).fields["role"].choices] == ["peer"]


def test_a_peer_takes_a_place_and_the_track_stays_one_of_peers(
    world: World, program: Program, cohort: Cohort, now: datetime
) -> None:
    track = program.tracks.get()
    row = enrolments.enrol(
        person=world.mentee_person, cohort=cohort, track=track, role="peer", by=None, now=now
    )
    facts = {"state": EnrolmentState.SELECTED, "reason": "Good.", "by": None, "now": now}
    enrolments.decide(enrolment=row, **facts)
    assert places_taken(cohort) == 1
    other = enrolments.enrol(
        person=world.mentor_person, cohort=cohort, track=track, role="peer", by=None, now=now
    )
    with pytest.raises(enrolments.NoPlaceError):
        enrolments.decide(enrolment=other, **facts)
    form = TrackForm({"format": Format.ONE_TO_ONE}, program=program, track=track)
    assert "format" in form.errors
    client = Client()
    client.force_login(world.user("owner"))
    page = client.get(reverse("programs:cohort", args=[cohort.pk])).content.decode()
    assert "Peers with a place" in page
    assert "Mentors" not in page[page.index("<main") :]
