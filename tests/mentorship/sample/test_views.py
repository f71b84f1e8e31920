"""Loading and taking out, as HR sees it, on an organisation of one's own."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.doorbell import ring, silent
from mentorship.celery import app
from mentorship.sample import removal, tasks, work
from mentorship.sample.models import SampleWork
from mentorship.sample.walk import AlreadyThereError
from participants.models import Competency, Organisation, Person, PersonCompetency, Unit
from programs.models import Enrolment, Program
from tests.world import World

State = SampleWork.State


@pytest.fixture
def hr(world: World, client: Client) -> Client:
    client.force_login(world.user("hr_admin"))
    return client


def test_the_page_says_what_loading_does(hr: Client) -> None:
    page = hr.get(reverse("sample:page")).content.decode()
    assert "Load the sample organisation" in page
    assert "Nothing of yours is changed" in page


def test_loading_twice_is_asked_for_once(hr: Client, world: World) -> None:
    for _each in range(2):
        assert hr.post(reverse("sample:load")).status_code == 302
    [asked] = SampleWork.objects.all()
    assert (asked.state, asked.people) == (State.QUEUED, 600)
    assert asked.started_by == world.user("hr_admin")
    assert "It is being made" in hr.get(reverse("sample:page")).content.decode()


def test_progress_is_told_in_words_until_it_is_over(hr: Client) -> None:
    row = SampleWork.objects.create(people=150, beat_at=timezone.now(), state=State.RUNNING)
    for percent, step, words in [
        (1, "people", "People are hired"),
        (20, "program", "A program is set up"),
        (40, "2026-03-02", "the week of 2 March 2026"),
    ]:
        SampleWork.objects.filter(pk=row.pk).update(percent=percent, step=step)
        answer = hr.get(reverse("sample:progress"))
        assert (answer.status_code, words in answer.content.decode()) == (200, True)
    SampleWork.objects.filter(pk=row.pk).update(state=State.DONE)
    assert hr.get(reverse("sample:progress")).status_code == 286


def test_whoever_fell_silent_is_not_waited_for(hr: Client) -> None:
    long_ago = timezone.now() - timedelta(minutes=5)
    SampleWork.objects.create(people=150, beat_at=long_ago, state=State.RUNNING)
    assert "Load the sample organisation" in hr.get(reverse("sample:page")).content.decode()
    hr.post(reverse("sample:load"))
    assert SampleWork.objects.filter(state=State.QUEUED).count() == 1


def test_a_failure_is_told(hr: Client, monkeypatch: pytest.MonkeyPatch, now) -> None:
    def fail(**arguments: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(work, "walk", fail)
    asked = work.ask(people=150, by=None, now=timezone.now())
    with pytest.raises(ZeroDivisionError):
        tasks.load_sample(work_id=str(asked.pk))
    asked.refresh_from_db()
    assert asked.state == State.FAILED
    assert "The last try did not work" in hr.get(reverse("sample:page")).content.decode()


def test_only_one_worker_takes_it(world: World, now, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "walk", lambda **arguments: "walked")
    asked = work.ask(people=150, by=None, now=now)
    assert work.perform(asked.pk, now=now) == "walked"
    assert work.perform(asked.pk, now=now) is None


def test_a_lost_ring_is_found(world: World, now) -> None:
    work.ask(people=150, by=None, now=now, quietly=True)
    assert work.sweep(now=now) == 0
    assert work.sweep(now=now + timedelta(seconds=30)) == 1


def test_there_is_one_sample_at_a_time(world: World, hr: Client, now) -> None:
    Organisation.objects.update(has_sample=True)
    with pytest.raises(AlreadyThereError):
        work.ask(people=150, by=None, now=now)
    assert hr.post(reverse("sample:load")).status_code == 302
    assert not SampleWork.objects.exists()


def test_the_ribbon_is_on_every_page_while_it_is_there(world: World, client: Client) -> None:
    client.force_login(world.user("mentee"))
    assert b"Sample data:" not in client.get("/").content
    Organisation.objects.update(has_sample=True)
    page = client.get("/").content
    assert b"Sample data:" in page
    assert b"Take it out" not in page
    client.force_login(world.user("hr_admin"))
    assert b"Take it out" in client.get("/").content


def test_taking_out_leaves_everything_of_ones_own(hr: Client, world: World) -> None:
    Organisation.objects.update(has_sample=True)
    Person.objects.create(given_name="Invented", is_sample=True)
    Program.objects.create(name="Invented program", is_sample=True)
    before = (Person.objects.count(), Program.objects.count())
    assert hr.post(reverse("sample:remove")).url == "/"
    assert (Person.objects.count(), Program.objects.count()) == (before[0] - 1, before[1] - 1)
    assert not Organisation.objects.get().has_sample


def test_what_somebody_real_hangs_on_stays_with_the_reason(hr: Client, world: World) -> None:
    Organisation.objects.update(has_sample=True)
    unit = Unit.objects.create(kind="site", name="Invented site", is_sample=True)
    Person.objects.filter(pk=world.mentee_person.pk).update(site=unit)
    skill = Competency.objects.create(name="Invented skill", is_sample=True)
    PersonCompetency.objects.create(
        person=world.mentee_person, competency=skill, direction="wanted"
    )
    Program.objects.filter(pk=world.program.pk).update(is_sample=True)
    plan = removal.plan()
    assert {(row.name, str(row.why)) for row in plan.kept} == {
        ("Invented site", "people who stay belong to it"),
        ("Invented skill", "people or programs that stay use it"),
        ("Leading with care", "somebody real has signed up"),
    }
    enrolments = Enrolment.objects.count()
    hr.post(reverse("sample:remove"))
    assert Unit.objects.filter(pk=unit.pk).exists()
    assert Program.objects.filter(pk=world.program.pk).exists()
    assert Enrolment.objects.count() == enrolments
    assert "What stays for now" in hr.get(reverse("sample:page")).content.decode()


def test_who_hosts_somebody_real_stays(world: World) -> None:
    host = world.slot.host
    host.memberships.all().delete()
    Person.objects.filter(pk=host.pk).update(is_sample=True)
    Organisation.objects.update(has_sample=True)
    why = [str(row.why) for row in removal.plan().kept if row.name == str(host)]
    assert "hosts a rotation in a program of yours" in why


def test_the_only_admin_stays(world: World) -> None:
    boss = world.user("hr_admin").person
    Person.objects.filter(pk=boss.pk).update(is_sample=True)
    Organisation.objects.update(has_sample=True)
    assert (str(boss), "is the only HR admin") in [
        (row.name, str(row.why)) for row in removal.plan().kept
    ]


def test_a_silent_bell_is_not_rung(db: None) -> None:
    with silent():
        ring(tasks.sweep_sample)
    from django.db import connection

    assert not connection.run_on_commit
    ring(tasks.sweep_sample)
    assert len(connection.run_on_commit) == 1


def test_a_worker_knows_every_task_that_beat_asks_for(settings) -> None:
    app.loader.import_default_modules()
    asked = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert asked <= set(app.tasks)
    assert tasks.load_sample.name in app.tasks
