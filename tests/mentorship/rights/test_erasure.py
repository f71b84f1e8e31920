"""A person who is erased leaves neither name nor words, and nobody else loses theirs."""

from datetime import datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from core.accounts.models import User
from core.audit.models import AuditEntry
from engagements.models import CheckIn, Goal, JournalEntry, Session
from engagements.services import journals
from mentorship.rights.erasure import StillHereError, erase, plan
from participants.models import Person
from participants.services.people import mark_left, update_person
from participants.services.profiles import save_profile
from tests.world import World

NAME, ADDRESS = "Zaphodine", "zaphodine@world.test"


def everything() -> str:
    """All that the tables hold, as text."""
    tables = [
        name
        for name in connection.introspection.table_names()
        if not name.startswith(("django_", "auth_"))
    ]
    found = []
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            found.extend(row[0] for row in cursor.fetchall())
    return "\n".join(found)


@pytest.fixture
def leaver(world: World, now: datetime) -> Person:
    """The mentee of the world under a name of her own, after she has left."""
    person = world.mentee_person
    User.objects.filter(pk=person.user_id).update(email=ADDRESS)
    person = update_person(person=person, by=None, now=now, given_name=NAME, email=ADDRESS)
    save_profile(person=person, by=person.user, now=now, headline=NAME, objectives="Be seen")
    mark_left(person=person, by=None, now=now)
    person.refresh_from_db()
    return person


def test_who_still_works_here_is_not_erased(world: World, now: datetime) -> None:
    with pytest.raises(StillHereError):
        erase(person=world.mentee_person, by=None, now=now)


def test_neither_name_nor_address_is_left(leaver: Person, now: datetime) -> None:
    AuditEntry.objects.create(occurred_at=now, actor=leaver.user, actor_label=ADDRESS, action="a.b")
    assert NAME in everything()
    erase(person=leaver, by=None, now=now)
    left = everything().lower()
    assert NAME.lower() not in left
    assert str(leaver.user_id) not in left


def test_what_was_said_goes_and_counts_stay(leaver: Person, world: World, now: datetime) -> None:
    goal, step = world.goal, world.goal_step
    sessions = Session.objects.count()
    erase(person=leaver, by=None, now=now)
    goal.refresh_from_db()
    step.refresh_from_db()
    assert (goal.title, goal.success, goal.progress) == ("", "", 40)
    assert (step.evidence, step.after) == ("", 40)
    assert Session.objects.count() == sessions
    assert world.held_session.notes == "We spoke of listening"
    mine = {"person": leaver}
    assert (
        CheckIn.objects.filter(**mine).count()
        == JournalEntry.objects.filter(author=leaver).count()
        == 0
    )
    assert world.mentee_enrolment.decision_reason == ""
    person = Person.objects.get(pk=leaver.pk)
    assert (person.name, person.email, person.user) == ("A former colleague", "", None)


def test_nobody_else_loses_anything(leaver: Person, world: World, now: datetime) -> None:
    journals.write(author=world.mentor_person, text="Mine", by=world.user("mentor"), now=now)

    def others() -> list[Any]:
        return [
            Person.objects.exclude(pk=leaver.pk).count(),
            User.objects.exclude(pk=leaver.user_id).count(),
            Goal.objects.exclude(person=leaver).count(),
            CheckIn.objects.exclude(person=leaver).count(),
            JournalEntry.objects.exclude(author=leaver).count(),
        ]

    before = others()
    erase(person=leaver, by=None, now=now)
    assert others() == before


def test_the_plan_is_what_is_done_and_twice_is_once(leaver: Person, now: datetime) -> None:
    planned = plan(leaver)
    assert len(planned) > 15
    assert erase(person=leaver, by=None, now=now) == planned
    again = erase(person=leaver, by=None, now=now)
    assert not [step for step in again if step.held.fate == "deleted"]


def test_the_command_shows_first(leaver: Person) -> None:
    said = StringIO()
    call_command("erase_person", ADDRESS, stdout=said)
    assert "Nothing was changed" in said.getvalue()
    assert Person.objects.filter(given_name=NAME).exists()
    call_command("erase_person", str(leaver.pk), "--yes", stdout=said)
    assert said.getvalue().endswith("Done.\n")
    assert not Person.objects.filter(given_name=NAME).exists()


def test_the_command_explains_itself(world: World) -> None:
    with pytest.raises(CommandError, match="There is nobody"):
        call_command("erase_person", "nobody@world.test")
    with pytest.raises(CommandError, match="left first"):
        call_command("erase_person", "mentee@world.test", "--yes")
