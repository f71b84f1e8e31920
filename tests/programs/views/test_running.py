"""Running a program: publishing, stages, selecting."""

import uuid
from datetime import date, datetime

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from participants.models import Person
from programs.enums import EnrolmentState, Stage
from programs.models import (
    Cohort,
    Enrolment,
    EntryCriterion,
    Milestone,
    Program,
    StageChange,
    TrackCompetency,
)
from programs.services import enrolments
from programs.services.cohorts import change_stage
from programs.services.programs import create_from_template
from tests.world import World


@pytest.fixture
def owner(client: Client, world: World) -> Client:
    client.force_login(world.user("owner"))
    return client


def said(response: HttpResponse) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_a_form_sent_twice_makes_one_program(client: Client, world: World) -> None:
    client.force_login(world.user("hr_admin"))
    data = {"name": "Peers", "owner": world.owner_person.pk, "key": uuid.uuid4()}
    url = reverse("programs:create", args=["peer"])
    first, second = client.post(url, data), client.post(url, data)
    assert first.headers["Location"] == second.headers["Location"]
    assert Program.objects.filter(name="Peers").count() == 1
    assert client.get(reverse("programs:create", args=["nothing"])).status_code == 404


def test_what_is_missing_is_said_and_then_it_is_published(owner: Client, world: World) -> None:
    program = world.draft_program
    url = reverse("programs:publish", args=[program.pk])
    missing = "Say what the program is for, Set at least one goal, Add a track"
    assert said(owner.post(url)) == [f"Not yet: {missing}, Give each track a milestone."]
    page = owner.get(reverse("programs:workbench", args=[program.pk])).content.decode()
    assert "1 of 6 done" in page


def test_a_charter_is_written_with_goals_and_published(owner: Client, world: World) -> None:
    url = reverse("programs:charter", args=[world.program.pk])
    goals = {"goals-TOTAL_FORMS": "2", "goals-INITIAL_FORMS": "0"}
    data = goals | {"purpose": "Grow", "commitment": "An hour", "goals-0-title": "Reach it"}
    assert owner.post(url, data | {"goals-1-target": "70 %"}).status_code == 200
    assert owner.post(url, data).status_code == 302
    assert "Version 2 is a draft" in owner.get(url).content.decode()
    owner.post(reverse("programs:charter_publish", args=[world.program.pk]))
    page = owner.get(reverse("programs:charter_version", args=[world.program.pk, 2]))
    assert "Changed since version 1" in page.content.decode()


def test_the_live_count_follows_the_sentence(owner: Client, world: World) -> None:
    url = reverse("programs:criteria_count", args=[world.track.pk])
    asked = {"role": "mentor", "fact": "seniority", "operator": "at_least", "value": "7"}
    senior = Person.objects.filter(seniority__gte=7, status="active").count()
    text = owner.get(url, asked).content.decode()
    everybody = Person.objects.filter(status="active", is_external=False).count()
    assert f"<strong>{senior}</strong> of {everybody}" in text
    assert "Fill in the sentence" in owner.get(url, asked | {"value": ""}).content.decode()


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"fact": "business_unit", "operator": "at_least", "value": "Care"}, "not a number"),
        ({"fact": "seniority", "operator": "is", "value": "high"}, "Write a number."),
    ],
)
def test_a_sentence_must_make_sense(
    owner: Client, world: World, asked: dict[str, str], words: str
) -> None:
    response = owner.post(
        reverse("programs:criteria", args=[world.track.pk]), asked | {"role": "mentee"}
    )
    assert words in response.content.decode()
    assert EntryCriterion.objects.filter(track=world.track).count() == 1


def test_a_double_click_takes_one_step(owner: Client, world: World) -> None:
    url = reverse("programs:stage", args=[world.open_cohort.pk, "selecting"])
    owner.post(url, {"expected": "open"})
    owner.post(url, {"expected": "open"})
    assert StageChange.objects.filter(cohort=world.open_cohort).count() == 1


def test_the_second_admin_reads_who_was_faster(owner: Client, world: World, now: datetime) -> None:
    cohort = world.open_cohort
    change_stage(cohort=cohort, to=Stage.SELECTING, by=world.user("hr_admin"), now=now)
    url = reverse("programs:stage", args=[cohort.pk, "draft"])
    moved = "hr_admin@world.test has moved this cohort meanwhile. It is now: Selecting."
    assert said(owner.post(url, {"expected": "open"})) == [f"{moved} Nothing was changed."]
    assert owner.get(reverse("programs:stage", args=[cohort.pk, "nowhere"])).status_code == 404


def test_a_blocked_step_says_why(owner: Client, world: World, now: datetime) -> None:
    cohort = world.open_cohort
    change_stage(cohort=cohort, to=Stage.SELECTING, by=None, now=now)
    url = reverse("programs:stage", args=[cohort.pk, "matching"])
    assert "1 application has no decision yet." in owner.get(url).content.decode()
    response = owner.post(url, {"expected": "selecting"})
    assert said(response) == ["Not yet. 1 application has no decision yet."]


def test_the_dry_run_shows_the_mail(owner: Client, world: World, now: datetime) -> None:
    cohort = world.open_cohort
    facts = {"by": None, "now": now}
    row = world.applied_enrolment
    enrolments.decide(enrolment=row, state="selected", reason="Fits", **facts)
    change_stage(cohort=cohort, to=Stage.SELECTING, **facts)
    page = owner.get(reverse("programs:stage", args=[cohort.pk, "matching"])).content.decode()
    assert "News about your application" in page
    assert "1 person gets it" in page


def test_many_are_decided_after_a_dry_run_and_undone(owner: Client, world: World) -> None:
    row, cohort = world.applied_enrolment, world.open_cohort
    url = reverse("programs:decide", args=[cohort.pk])
    data = {"enrolment": [row.pk], "state": "selected", "reason": "Fits"}
    assert "Nothing has been changed yet" in owner.post(url, data).content.decode()
    row.refresh_from_db()
    assert row.state == EnrolmentState.APPLIED
    owner.post(url, data | {"confirmed": "1"})
    row.refresh_from_db()
    assert row.state == EnrolmentState.SELECTED
    undo = reverse("programs:undo", args=[cohort.pk, row.changes.last().batch])
    assert said(owner.post(undo))[-1] == "1 decision undone."
    row.refresh_from_db()
    assert row.state == EnrolmentState.APPLIED


def test_deciding_needs_people_a_reason_and_places(owner: Client, world: World) -> None:
    row, cohort = world.applied_enrolment, world.open_cohort
    url = reverse("programs:decide", args=[cohort.pk])
    assert said(owner.post(url, {"state": "selected"})) == ["Tick at least one person."]
    data = {"enrolment": [row.pk], "state": "selected"}
    assert "Fill this in." in owner.post(url, data).content.decode()
    cohort.places = 0
    cohort.save()
    page = owner.post(url, data | {"reason": "Fits"}).content.decode()
    assert "1 place is missing" in page


def test_one_application_without_a_place_says_so(owner: Client, world: World) -> None:
    row, cohort = world.applied_enrolment, world.open_cohort
    cohort.places = 0
    cohort.save()
    url = reverse("programs:application", args=[row.pk])
    page = owner.post(url, {"state": "selected", "reason": "Fits"}).content.decode()
    assert "Every place is taken." in page


def test_inviting(owner: Client, world: World) -> None:
    url = reverse("programs:invite", args=[world.open_cohort.pk])
    page = owner.get(url, {"q": "employee"}).content.decode()
    assert "Employee World" in page
    assert "Sponsor World" not in page
    data = {"track": world.track.pk, "role": "mentee", "people": [world.employee_person.pk]}
    assert said(owner.post(url, data)) == ["1 person is invited."]
    assert owner.post(url, data | {"people": ["nonsense"]}).status_code == 200
    late = reverse("programs:invite", args=[world.cohort.pk])
    assert said(owner.get(late))[-1] == "Sign-up is over. Go back a step to invite people."


def asked(client: Client, name: str, *args: object) -> int:
    """How many queries a page needs, once everything is warm."""
    url = reverse(name, args=args)
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    return len(queries)


def test_lists_ask_no_more_for_three_rows_than_for_one(
    owner: Client, world: World, now: datetime
) -> None:
    cohort, program = world.open_cohort, world.program
    TrackCompetency.objects.create(track=world.track, competency=world.competency_strategy)
    pages = [
        ("programs:selection", cohort.pk),
        ("programs:cohort", cohort.pk),
        ("programs:workbench", program.pk),
        ("programs:tracks", program.pk),
        ("programs:milestones", world.track.pk),
        ("programs:criteria", world.track.pk),
        ("programs:manage",),
    ]
    before = {page: asked(owner, *page) for page in pages}
    for number in range(2):
        _more_of_everything(world, number, now)
    assert {page: asked(owner, *page) for page in pages} == before


def _more_of_everything(world: World, number: int, now: datetime) -> None:
    person = getattr(world, f"{('employee', 'sponsor')[number]}_person")
    facts = {"cohort": world.open_cohort, "track": world.track, "person": person}
    enrolments.enrol(**facts, role="mentee", by=None, now=now)
    program = create_from_template(
        template="peer", name=f"Peers {number}", owner=world.owner_person, by=None, now=now
    )
    program.tracks.update(program=world.program, name=f"Track {number}")
    Milestone.objects.create(track=world.track, name=f"Step {number}", offset_days=number)
    EntryCriterion.objects.create(
        track=world.track, fact="seniority", operator="at_least", value=str(number)
    )
    Cohort.objects.create(
        program=world.program,
        name=f"Cohort {number}",
        starts_on=date(2020, 1, 1),
        ends_on=date(2020, 6, 1),
        stage=Stage.CLOSED,
        stage_since=now,
    )


def test_the_last_owner_can_not_be_removed(owner: Client, world: World) -> None:
    role = world.program.roles.get(role="owner")
    url = reverse("programs:remove_role", args=[world.program.pk, role.pk])
    assert said(owner.post(url)) == ["Somebody must run the program: name another owner first."]


def test_a_track_with_people_stays(owner: Client, world: World) -> None:
    owner.post(reverse("programs:track_delete", args=[world.track.pk]))
    assert Enrolment.objects.filter(track=world.track).exists()


def test_names_are_taken_once(owner: Client, world: World) -> None:
    page = owner.post(
        reverse("programs:cohort_new", args=[world.program.pk]),
        {"name": "Autumn", "starts_on": "2027-01-01", "ends_on": "2026-01-01"},
    ).content.decode()
    assert "Another cohort of this program has that name." in page
    assert "The end must come after the start." in page


def test_a_circle_without_seats_for_four_is_said_beside_the_field(world: World) -> None:
    url = reverse("programs:track_new", args=[world.program.pk])
    data = {
        "name": "Circle", "format": "circle", "mentor_capacity": "3", "meeting_every_days": "30",
        "checkin_every_days": "60", "key": "5f1c1a60-7a2e-4c55-9a53-3c9c4f2a7b11",
    }  # fmt: skip
    page = world.client("owner").post(url, data).content.decode()
    assert "A circle has four to eight members" in page
    assert not world.program.tracks.filter(name="Circle").exists()
    assert world.client("owner").post(url, data | {"mentor_capacity": "4"}).status_code == 302
