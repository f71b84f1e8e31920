"""Sign-up sheets become people and enrolments, and can be taken back."""

import re
import uuid
from collections.abc import Callable
from datetime import datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from core.imports import touched
from core.imports.enums import Action
from core.imports.kinds import Committed, Context
from core.imports.models import ImportBatch
from core.imports.services import columns, commit, undo, upload
from core.questionnaires.models import Response
from participants.models import Person, PersonCompetency
from programs.enums import EnrolmentState, Stage
from programs.models import Cohort, Enrolment, Grade, Track
from programs.services.answering import record_answers
from programs.services.cohorts import change_stage
from programs.services.grades import USUAL, ladder, save_ladder, steps
from programs.services.guiding import decide_tiers, undo_tiers
from programs.sign_ups.kind import SignUps
from programs.sign_ups.options import SignUpOptions, places_of
from tests.world import World

DATA = Path(__file__).resolve().parents[4] / "shared" / "data" / "matching"
Import = Callable[..., ImportBatch]
HEADER = "first name,last name,email address,both mentor and mentee,grade,capacity,can share\n"


@pytest.fixture
def sheet(world: World, now: datetime) -> Import:
    """`sheet("text", role="mentor")`: an import that has been checked."""

    def make(text: str, **options: Any) -> ImportBatch:
        kind = SignUps()
        chosen = {
            "place": f"{world.open_cohort.pk}/{world.track.pk}",
            "role": "mentee",
            "state": "applied",
            "grades": list(USUAL),
        }
        batch = upload.upload(
            kind=kind,
            context=kind.context_of(chosen | options),
            name="sheet.csv",
            data=text.encode(),
            by=world.user("hr_admin"),
            now=now,
        )
        mapped = {int(index): key for index, key in batch.mapping.items()}
        return columns.choose_columns(batch_id=batch.pk, chosen=mapped, now=now, wait=True)

    return make


def write(batch: ImportBatch, now: datetime) -> None:
    commit.start_commit(batch_id=batch.pk, by=batch.created_by, now=now)
    commit.run_commit(batch_id=batch.pk, now=now)


def actions(batch: ImportBatch) -> dict[str, int]:
    found: dict[str, int] = {}
    for action in batch.rows.values_list("action", flat=True):
        found[action] = found.get(action, 0) + 1
    return found


def real(name: str) -> str:
    file = DATA / f"mentormatch_{name}.csv"
    if not file.exists():
        pytest.skip(f"no public test data at {DATA}")
    return file.read_text()


def test_a_real_sheet_enrols_everybody_and_some_twice(
    sheet: Import, world: World, now: datetime
) -> None:
    batch = sheet(real("small_mentors"), role="mentor")
    assert actions(batch) == {Action.NEW: 50}
    assert set(batch.protected) == {"characteristics", "biography"}
    write(batch, now)
    person = Person.objects.get(email="mentor.00@gov.uk")
    assert (person.name, person.grade, person.seniority) == ("mentor 00", "SCS4", 11)
    assert (person.business_unit.name, person.function.name) == ("Department of Joy", "DDaT")
    rows = world.open_cohort.enrolments.filter(person__email__endswith="@gov.uk")
    both = sum(",yes,Some role" in line for line in real("small_mentors").splitlines())
    assert (rows.filter(role="mentor").count(), rows.filter(role="mentee").count()) == (50, both)
    assert set(rows.values_list("state", flat=True)) == {EnrolmentState.APPLIED}


def test_the_same_sheet_again_writes_nothing(sheet: Import, now: datetime) -> None:
    text = real("small_mentees")
    write(sheet(text), now)
    assert actions(sheet(text)) == {Action.UNCHANGED: 50}


def test_a_sheet_is_taken_back_whole(sheet: Import, world: World, now: datetime) -> None:
    before = Person.objects.count()
    text = HEADER + "Ana,Ortiz,ana@x.org,yes,SEO,2,Negotiation; Sailing\nBo,Li,bo@x.org,no,EO,,\n"
    batch = sheet(text)
    write(batch, now)
    assert Person.objects.count() == before + 2
    undo.start_undo(batch_id=batch.pk, by=None, now=now)
    undo.run_undo(batch_id=batch.pk, now=now)
    assert Person.objects.count() == before
    assert not Enrolment.objects.filter(person__email__endswith="@x.org").exists()


def test_answers_in_the_file_go_to_person_and_enrolment(
    sheet: Import, world: World, now: datetime
) -> None:
    write(sheet(HEADER + "Ana,Ortiz,ana@x.org,yes,SEO,2,Negotiation; Sailing\n"), now)
    person = Person.objects.get(email="ana@x.org")
    held = PersonCompetency.objects.filter(person=person, direction="offered")
    names = set(held.values_list("competency__name", flat=True))
    assert names == {"Negotiation", "Sailing"}
    capacities = dict(person.enrolments.values_list("role", "capacity"))
    assert capacities == {"mentor": 2, "mentee": None}


def test_a_later_file_changes_what_differs(sheet: Import, now: datetime) -> None:
    write(sheet(HEADER + "Ana,Ortiz,ana@x.org,no,EO,,\n"), now)
    batch = sheet(HEADER + "Ana,Ortiz,ana@x.org,yes,SEO,,\n")
    [row] = batch.rows.all()
    assert row.action == Action.CHANGED
    assert row.plan["before"] == {"grade": "EO", "seniority": 3, "role": "Mentee: Applied"}
    assert row.plan["after"] == {
        "grade": "SEO",
        "seniority": 5,
        "role": "Mentee: Applied, Mentor: Applied",
    }


def test_who_comes_selected_takes_a_place(sheet: Import, world: World, now: datetime) -> None:
    Cohort.objects.filter(pk=world.open_cohort.pk).update(places=1)
    text = HEADER + "Ana,Ortiz,ana@x.org,no,EO,,\nBo,Li,bo@x.org,no,EO,,\n"
    batch = sheet(text, state="selected")
    write(batch, now)
    states = world.open_cohort.enrolments.filter(person__email__endswith="@x.org")
    assert [row.state for row in states] == [EnrolmentState.SELECTED]
    refused = batch.rows.get(outcome="refused")
    assert "Every place of the cohort is taken." in str(refused.plan)
    assert not Person.objects.filter(email="bo@x.org").exists()


def test_a_decision_is_not_overruled_by_a_file(sheet: Import, world: World, now: datetime) -> None:
    text = HEADER + "Ana,Ortiz,ana@x.org,no,EO,,\n"
    write(sheet(text, state="selected"), now)
    assert actions(sheet(text, state="applied")) == {Action.UNCHANGED: 1}


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("A,B,a@x.org,no,EO,,\nA,B,A@X.org,no,EO,,\n", "Row 2 is about the same person."),
        ("A,B,a@x.org,no,EO,11,\n", "Use a whole number from 1 to 10."),
        ("A,B,nobody,no,EO,,\n", "Not an e-mail address."),
    ],
)
def test_faulty_rows_say_why(sheet: Import, rows: str, words: str) -> None:
    faulty = sheet(HEADER + rows).rows.filter(action=Action.FAULTY)
    assert words in str(faulty.last().plan)


def test_a_file_proposes_tiers_and_a_person_decides(
    sheet: Import, world: World, now: datetime
) -> None:
    text = "email,mentor tier\na@x.org,senior GUIDE\nb@x.org,\nc@x.org,Master\n"
    batch = sheet(text, role="mentor")
    faulty = batch.rows.get(action=Action.FAULTY)
    assert "This program has no tier with that name." in str(faulty.plan)
    write(batch, now)
    row = Enrolment.objects.get(person__email="a@x.org")
    assert (row.tier, row.proposed_tier) == (None, world.senior_guide), "nobody has decided yet"
    other = Enrolment.objects.get(person__email="b@x.org")
    assert other.proposed_tier is None
    assert actions(sheet(text, role="mentor")) == {Action.UNCHANGED: 2, Action.FAULTY: 1}
    here = reverse("programs:mentors", args=[world.open_cohort.pk]) + "?show=by_file"
    html = world.client("owner").get(here).content.decode()
    assert "the file says: Senior guide" in html
    assert "b@x.org" not in html
    act = uuid.uuid4()
    facts: dict[str, Any] = {"cohort": world.open_cohort, "by": None, "now": now, "batch": act}
    assert decide_tiers(wanted={row: world.peer_guide}, reason="Begins", **facts) == 1
    row.refresh_from_db()
    assert (row.tier, row.proposed_tier) == (world.peer_guide, None)
    assert undo_tiers(**facts) == (1, 0)
    row.refresh_from_db()
    assert (row.tier, row.proposed_tier) == (None, world.senior_guide)
    changed = sheet("email,mentor tier\na@x.org,Peer guide\n", role="mentor")
    assert actions(changed) == {Action.CHANGED: 1}
    write(changed, now)
    undo.start_undo(batch_id=changed.pk, by=None, now=now)
    undo.run_undo(batch_id=changed.pk, now=now)
    row.refresh_from_db()
    assert row.proposed_tier == world.senior_guide, "as before that file"


def test_a_row_must_say_as_what(sheet: Import) -> None:
    batch = sheet("email,role\na@x.org,mentor\nb@x.org,\n", role="column")
    assert actions(batch) == {Action.NEW: 1, Action.FAULTY: 1}


@pytest.fixture
def second(world: World) -> Track:
    """The program has two tracks."""
    return Track.objects.create(program=world.program, name="Women in Tech", position=2)


def test_a_column_says_the_track(sheet: Import, world: World, second: Track, now: datetime) -> None:
    text = (
        "email,track\na@x.org,WOMEN IN TECH\nb@x.org,People management\nc@x.org,Sailing\nd@x.org,\n"
    )
    batch = sheet(text, place=f"{world.open_cohort.pk}/column")
    assert actions(batch) == {Action.NEW: 2, Action.FAULTY: 2}
    faults = [str(row.plan) for row in batch.rows.filter(action=Action.FAULTY).order_by("number")]
    assert "This program has no track with that name." in faults[0]
    assert "Nothing says into which track this person goes." in faults[1]
    write(batch, now)
    rows = Enrolment.objects.filter(person__email__endswith="@x.org")
    assert dict(rows.values_list("person__email", "track__name")) == {
        "a@x.org": "Women in Tech",
        "b@x.org": "People management",
    }
    again = sheet(text, place=f"{world.open_cohort.pk}/column")
    assert actions(again) == {Action.UNCHANGED: 2, Action.FAULTY: 2}


def test_the_column_wins_over_the_choice_where_it_says_something(
    sheet: Import, world: World, second: Track, now: datetime
) -> None:
    write(sheet("email,track\na@x.org,Women in Tech\nb@x.org,\n"), now)
    rows = Enrolment.objects.filter(person__email__endswith="@x.org")
    tracks = dict(rows.values_list("person__email", "track__name"))
    assert tracks == {"a@x.org": "Women in Tech", "b@x.org": "People management"}


def offered_from(client: Client, world: World, cohort: Cohort) -> tuple[list[str], str]:
    """What the import offers to who follows the link on the cohort's page, and what is chosen."""
    client.force_login(world.user("hr_admin"))
    page = client.get(reverse("programs:cohort", args=[cohort.pk])).content.decode()
    [link] = re.findall(r'href="(/imports/start/[^"]*sign_ups[^"]*)"', page)
    field = client.get(unescape(link)).context["form"]["place"]
    ways = [name for _label, group in field.field.choices[1:] for _value, name in group]
    return ways, field.value()


def test_from_a_cohort_its_only_track_is_chosen(client: Client, world: World) -> None:
    cohort = world.other_cohort
    track = cohort.program.tracks.get()
    offered = offered_from(client, world, cohort)
    assert offered == ([track.name], f"{cohort.pk}/{track.pk}")


def test_from_a_cohort_its_tracks_are_offered_and_no_others(
    client: Client, world: World, second: Track
) -> None:
    cohort = world.open_cohort
    names = [track.name for track in cohort.program.tracks.all()]
    assert {"People management", "Women in Tech"} <= set(names)
    ways = [*names, "As a column of the file says"]
    assert offered_from(client, world, cohort) == (ways, "")


@pytest.mark.parametrize("cohort", ["", "nonsense", "9d3c0b8e-0000-4000-8000-000000000000"])
def test_from_elsewhere_every_cohort_is_offered(world: World, cohort: str) -> None:
    form = SignUpOptions(user=world.user("owner"), initial={"cohort": cohort})
    labels = [label for label, _ways in form.fields["place"].choices[1:]]
    assert labels == [label for label, _ways in places_of(world.user("owner"))]
    assert len(labels) > 1


def test_grades_outside_the_ladder_stay_text(sheet: Import, now: datetime) -> None:
    batch = sheet(HEADER + "A,B,a@x.org,no,Wizard,,\n")
    said = "These grades are not in your list and are kept as text: Wizard."
    assert batch.notices == [said]
    write(batch, now)
    person = Person.objects.get(email="a@x.org")
    assert (person.grade, person.seniority) == ("Wizard", None)
    assert ladder() == list(USUAL)


def test_the_ladder_is_kept_in_order_and_written_once(world: World, now: datetime) -> None:
    assert steps(["junior", " Senior ", "JUNIOR"]) == {"junior": 1, "senior": 2}
    save_ladder(names=["junior", "senior"], by=None, now=now)
    first = Grade.objects.first()
    save_ladder(names=["junior", "senior"], by=None, now=now)
    assert Grade.objects.first() == first


def test_only_who_runs_a_program_may_import_into_it(world: World, now: datetime) -> None:
    kind = SignUps()
    options = {"place": f"{world.open_cohort.pk}/{world.track.pk}", "role": "mentee"}
    context = kind.context_of(options | {"state": "applied"})
    allowed = [
        who
        for who in ("hr_admin", "owner", "other_owner", "mentee")
        if kind.may_run(world.user(who), context)
    ]
    assert allowed == ["hr_admin", "owner"]
    assert not kind.may_run(world.user("mentee"))


def test_the_form_offers_open_ends_only(world: World, now: datetime) -> None:
    labels = [label for label, _tracks in places_of(world.user("other_owner"))]
    winter, autumn = "Other Leading with care: Winter", "Other Leading with care: Autumn"
    assert labels == [winter, autumn]
    for stage in (Stage.CLOSING, Stage.CLOSED):
        change_stage(cohort=world.other_cohort, to=stage, by=None, now=now)
    assert [label for label, _tracks in places_of(world.user("other_owner"))] == [winter]
    form = SignUpOptions(user=world.user("owner"))
    assert form.fields["grades"].initial.startswith("AA, AO, EO")


def test_answers_go_with_an_undone_import(world: World, now: datetime) -> None:
    enrolment = world.applied_enrolment
    record_answers(enrolment=enrolment, answers={"hours": 3}, by=None, now=now)
    assert Response.objects.filter(context_id=enrolment.pk).count() == 1
    done = Committed(None, Context(), [touched.created(enrolment)], {})
    SignUps().after_undo(done, by=None, now=now)
    assert Response.objects.filter(context_id=enrolment.pk).count() == 0


def test_a_sheet_comes_in_through_the_page(client: Client, world: World) -> None:
    client.force_login(world.user("hr_admin"))
    file = SimpleUploadedFile("sheet.csv", f"{HEADER}Ana,Silva,ana@x.test,no,,,\n".encode())
    place = f"{world.open_cohort.pk}/{world.track.pk}"
    asked = {"place": place, "role": "mentee", "state": "applied", "grades": "A, B", "file": file}
    response = client.post(f"{reverse('imports:start')}?kind=sign_ups", asked)
    assert response.status_code == 302
    batch = ImportBatch.objects.latest("created_at")
    assert batch.options["place"] == place
    assert "file" not in batch.options
