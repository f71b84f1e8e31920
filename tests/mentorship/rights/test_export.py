"""A person gets all that is about them, and nothing that is about somebody else."""

import json
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from engagements.services import journals
from mentorship.rights.export import export, kinds_held
from tests.world import World


def told(world: World, subject: str) -> str:
    client = Client()
    client.force_login(world.user(subject))
    answer = client.get(reverse("my_data_download"))
    assert answer["Content-Disposition"] == 'attachment; filename="my-data.json"'
    assert "no-store" in answer["Cache-Control"]
    return answer.content.decode()


def test_one_gets_ones_own_words(world: World) -> None:
    data = json.loads(told(world, "mentee"))["data"]
    assert [row["text"] for row in data["engagements.JournalEntry"]] == ["I was nervous"]
    titles = {"Lead the weekly planning", "Speak last in meetings"}
    assert {row["title"] for row in data["engagements.Goal"]} == titles
    assert data["rotations.CoachNote"] == [], "it is the coach's own"
    assert {row["notes"] for row in data["engagements.Session"]} >= {"We spoke of listening"}
    assert [row["email"] for row in data["accounts.User"]] == ["mentee@world.test"]
    assert [row["comment"] for row in data["engagements.CheckIn"]][:1] == ["It helps"]


def test_nobody_gets_the_partners_own_words(world: World, now: datetime) -> None:
    journals.write(author=world.mentor_person, text="Doubts", by=world.user("mentor"), now=now)
    for subject in ("mentee", "hr_admin", "owner", "line_manager"):
        assert "Doubts" not in told(world, subject)
    mentors = told(world, "mentor")
    assert "Doubts" in mentors
    for private in ("I was nervous", "It helps", "argon2", "md5$"):
        assert private not in mentors
    assert "I was nervous" not in told(world, "hr_admin")


def test_a_decision_is_told_when_everybody_is(world: World, now: datetime) -> None:
    enrolment = world.mentee_enrolment
    mine = export(world.mentee_person, now=now)["data"]["programs.Enrolment"]
    row = next(row for row in mine if row["id"] == enrolment.pk)
    assert "decision_reason" not in row
    enrolment.told_at = now
    enrolment.save()
    mine = export(world.mentee_person, now=now)["data"]["programs.Enrolment"]
    row = next(row for row in mine if row["id"] == enrolment.pk)
    assert row["decision_reason"] == "Meets the criteria"


def test_who_is_kept_apart_does_not_learn_of_it(world: World, now: datetime) -> None:
    everything = export(world.mentor_person, now=now)
    assert "participants.PairBlock" not in everything["data"]
    assert "participants.PairBlock" in everything["left_out"]
    assert "participants.PairBlock" not in {
        kind.held.model for kind in kinds_held(world.mentor_person)
    }
    assert "grievance" not in told(world, "mentor")


@pytest.mark.parametrize("name", ["my_data", "my_data_download"])
def test_an_account_without_a_person_has_none(world: World, name: str) -> None:
    person = world.employee_person
    user, person.user = person.user, None
    person.save()
    client = Client()
    client.force_login(user)
    assert client.get(reverse(name)).status_code == 404
