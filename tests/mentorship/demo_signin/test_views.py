"""The demo's sign-in: one click in the demo, not there at all elsewhere."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mentorship.management.commands import prepare_demo
from mentorship.sample import work
from mentorship.sample.models import SampleWork
from participants.models import Person
from tests.world import World


def test_a_click_signs_in_as_the_role(world: World, client: Client) -> None:
    boss = world.user("hr_admin")
    Person.objects.filter(user=boss).update(is_sample=True)
    assert "HR admin" in client.get(reverse("demo:choose")).content.decode()
    assert client.post(reverse("demo:enter", args=["hr-admin"])).url == "/"
    assert client.get("/").context["user"] == boss


def test_nobody_real_is_offered(world: World, client: Client) -> None:
    for role in ("hr-admin", "owner", "mentor", "nonsense"):
        answer = client.post(reverse("demo:enter", args=[role]))
        assert answer.url == reverse("demo:choose")
    assert "_auth_user_id" not in client.session
    assert "No sample people here" in client.get(reverse("demo:choose")).content.decode()


@pytest.mark.parametrize("name", ["choose", "enter", "progress"])
def test_outside_the_demo_there_is_no_such_page(
    world: World, client: Client, settings, name: str
) -> None:
    settings.TESTING = False
    settings.PRODUCTION = True
    arguments = ["hr-admin"] if name == "enter" else []
    ask = client.post if name == "enter" else client.get
    assert ask(reverse(f"demo:{name}", args=arguments)).status_code == 404


def test_while_it_is_made_the_page_says_how_far(world: World, client: Client) -> None:
    SampleWork.objects.create(people=150, beat_at=timezone.now(), state="running", percent=40)
    assert "is being made" in client.get(reverse("demo:choose")).content.decode()
    answer = client.get(reverse("demo:progress"))
    assert (answer.status_code, "HX-Refresh" in answer) == (200, False)
    SampleWork.objects.update(state="failed")
    assert "HX-Refresh" not in client.get(reverse("demo:progress"))
    SampleWork.objects.update(state="done")
    assert client.get(reverse("demo:progress"))["HX-Refresh"] == "true"


def test_the_demo_begins_at_the_roles(world: World, client: Client, settings) -> None:
    settings.DEMO = True
    assert client.get("/").url == reverse("demo:choose")


def test_from_the_first_answer_on_the_sample_is_told_to_come(
    empty_db: None, client: Client, settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The announcement is made before the web process is there, what was cut off told apart."""
    monkeypatch.setattr(prepare_demo, "call_command", lambda *words, **options: None)
    cut_off = SampleWork.objects.create(people=150, beat_at=timezone.now(), state="running")
    call_command("prepare_demo")
    assert list(SampleWork.objects.all()) == [cut_off]
    call_command("prepare_demo", "--sample=40")
    page = client.get(reverse("demo:choose")).content.decode()
    assert "is being made" in page
    assert reverse("setup") not in page
    assert client.get(reverse("demo:progress")).status_code == 200
    states = list(SampleWork.objects.order_by("created_at").values_list("people", "state"))
    assert states == [(150, "failed"), (40, "queued")]
    asked = work.ask(people=40, by=None, now=timezone.now(), quietly=True)
    assert (asked.people, SampleWork.objects.count()) == (40, 2), "seeding takes it up"
    assert work.sweep(now=timezone.now() + timedelta(minutes=1)) == 0
    settings.TESTING, settings.PRODUCTION = False, True
    with pytest.raises(CommandError):
        call_command("prepare_demo", "--sample=40")


def test_an_empty_demo_leads_to_the_set_up(empty_db: None, client: Client) -> None:
    assert reverse("setup") in client.get(reverse("demo:choose")).content.decode()
