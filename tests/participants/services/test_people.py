"""People come, change and go."""

from datetime import datetime
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from core.audit.models import AuditEntry
from participants.enums import PersonStatus
from participants.models import Person
from participants.services import people
from participants.services.people import (
    ManagerCycleError,
    create_person,
    mark_left,
    mark_returned,
    set_manager,
    update_person,
)
from tests.races import PATIENCE
from tests.world import World


def test_a_new_person_is_tidy_and_sorts_without_accents(world: World, now: datetime) -> None:
    person = create_person(
        by=None, now=now, given_name=" Émile ", family_name="Ångström", email="E@X.org "
    )
    assert (person.given_name, person.email) == ("Émile", "e@x.org")
    assert person.sort_key == "angstrom emile"


def test_somebody_without_a_name_goes_by_number(world: World, now: datetime) -> None:
    person = create_person(by=None, now=now, employee_id="1042")
    assert (person.name, person.sort_key) == ("Employee 1042", "1042")


def test_a_bad_address_is_refused(world: World, now: datetime) -> None:
    with pytest.raises(ValidationError, match="valid email"):
        create_person(by=None, now=now, email="nobody")


def test_an_update_names_the_fields_and_nothing_else(world: World, now: datetime) -> None:
    hr, person = world.user("hr_admin"), world.mentee_person
    update_person(person=person, by=hr, now=now, family_name="Zola", job_title="Analyst")
    person.refresh_from_db()
    assert person.sort_key == "zola mentee"
    entry = AuditEntry.objects.get(action="people.update")
    assert (entry.actor, entry.facts) == (hr, {"fields": ["family_name"]})


def test_an_update_without_a_difference_writes_nothing(world: World, now: datetime) -> None:
    update_person(person=world.mentee_person, by=None, now=now, job_title="Analyst")
    assert not AuditEntry.objects.filter(action="people.update").exists()


def test_nobody_manages_themselves_by_a_detour(world: World, now: datetime) -> None:
    # mentee → line_manager; now line_manager → owner → mentee would close the circle.
    set_manager(person=world.line_manager_person, manager=world.owner_person, by=None, now=now)
    for manager in (world.mentee_person, world.owner_person):
        with pytest.raises(ManagerCycleError):
            set_manager(person=world.owner_person, manager=manager, by=None, now=now)
    assert world.owner_person.manager is None


def test_leaving_ends_the_sign_in_and_can_be_undone(world: World, now: datetime) -> None:
    person = world.mentee_person
    mark_left(person=person, by=None, now=now)
    assert not world.user("mentee").is_active
    assert world.mentee_person.status == PersonStatus.LEFT
    mark_returned(person=world.mentee_person, by=None, now=now)
    assert world.user("mentee").is_active


def _close_the_circle_at_once() -> Person:
    """Two threads make each person the other's manager; returns one of the two."""
    first = create_person(by=None, now=World.NOW, employee_id="A")
    second = create_person(by=None, now=World.NOW, employee_id="B")
    start = Barrier(2, timeout=PATIENCE)

    def make(person: Person, manager: Person) -> None:
        try:
            with transaction.atomic():
                start.wait()
                set_manager(
                    person=Person.objects.get(pk=person.pk),
                    manager=Person.objects.get(pk=manager.pk),
                    by=None,
                    now=World.NOW,
                )
                if people.MANAGER_LOCK == 0:
                    start.wait()
        except ManagerCycleError:
            pass
        finally:
            connection.close()

    threads = [Thread(target=make, args=pair) for pair in ((first, second), (second, first))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return first


def test_two_changes_at_once_close_no_circle(committing_db: None) -> None:
    first = _close_the_circle_at_once()
    assert Person.objects.filter(employee_id__in=["A", "B"], manager__isnull=False).count() == 1
    assert first.pk


def test_without_the_lock_they_would(committing_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: 0 stands for "no lock", and both changes go through."""
    monkeypatch.setattr(people, "MANAGER_LOCK", 0)
    monkeypatch.setattr(people, "_take_turns", lambda: None)
    _close_the_circle_at_once()
    assert Person.objects.filter(employee_id__in=["A", "B"], manager__isnull=False).count() == 2
