"""Another way on the pages: ticked, looked at, sent, read and answered."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.outbox.models import OutboxMessage
from core.outbox.services import preview
from core.reminders.models import Reminder
from matching.models import OtherWay
from matching.services import way_letters
from tests.matching.ways import Without
from tests.world import World


@pytest.fixture
def here(world: World) -> Without:
    return Without(world, timezone.now())


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_nobody_is_asked_before_the_run_is_out_nor_without_a_choice(
    here: Without, world: World
) -> None:
    client = world.client("owner")
    page = reverse("matching:unmatched", args=[here.run.pk])
    there = reverse("matching:offer_ways", args=[here.run.pk])
    ticked = {"enrolment": [row.pk for row in here.left]}
    assert "Once this run is published, you can offer another way" in text(client.get(page))
    early = client.post(there, ticked | {"track": here.circles.pk}, follow=True)
    assert "Publish the run first" in text(early)
    here.publish()
    assert "Offer another way to those you chose" in text(client.get(page))
    none = client.post(there, {"track": here.circles.pk})
    assert "Tick at least one person." in text(none)
    silent = client.post(there, ticked)
    assert "Choose" in text(silent)
    assert silent.content.decode().count("checked") == 3, "what was ticked stays"


def test_many_are_asked_once_and_it_is_taken_back(here: Without, world: World) -> None:
    here.publish()
    client = world.client("owner")
    page = reverse("matching:unmatched", args=[here.run.pk])
    there = reverse("matching:offer_ways", args=[here.run.pk])
    ticked = {"enrolment": [row.pk for row in here.left]}
    plan = client.post(there, ticked | {"track": here.circles.pk})
    said = text(plan)
    assert "2 people are asked" in said
    assert "No seat is left in the circles of this track." in said
    assert "There is a place for you in “Small circles”" in said
    assert not OtherWay.objects.filter(run=here.run).exists(), "nothing yet"
    confirmed = ticked | {"track": here.circles.pk, "confirmed": "1"}
    confirmed["batch"] = plan.context["batch"]
    sent = client.post(there, confirmed, follow=True)
    assert "2 people are asked." in text(sent)
    client.post(there, confirmed)
    assert OtherWay.objects.filter(run=here.run).count() == 2, "two clicks are one"
    shown = client.get(page)
    assert text(shown).count("Another way offered") == 2
    first, *others = re.findall(r"<button[^>]*>", shown.content.decode().partition("novalidate")[2])
    assert first == '<button type="submit" hidden>', "Enter looks at it, and takes nothing back"
    assert "formaction" in others[0]
    batch = confirmed["batch"]
    undo, only = (
        reverse("matching:ways_undo", args=[here.run.pk, batch]),
        here.left[0].other_ways.get(),
    )
    assert "1 question taken back." in text(client.post(undo, {"only": only.pk}, follow=True))
    assert text(client.get(page)).count("Another way offered") == 1
    undone = client.post(undo, follow=True)
    assert "2 questions taken back." in text(undone)
    states = OutboxMessage.objects.filter(kind=way_letters.WAY).values_list("state", flat=True)
    assert list(states) == ["cancelled", "cancelled"]


def test_they_read_it_answer_and_may_think_again(here: Without, world: World) -> None:
    here.publish()
    first, second = here.offer(*here.left)
    mail = OutboxMessage.objects.get(dedupe_key=f"{way_letters.WAY}:{first.pk}")
    facts: dict[str, Any] = {"parameters": mail.parameters, "recipient": mail.recipient}
    there = reverse("matching:way", args=[first.pk])
    assert there in preview(kind=mail.kind, **facts).text
    assert Reminder.objects.filter(kind=way_letters.ANSWER, subject_id=first.pk).count() == 1
    client = Client()
    client.force_login(first.enrolment.person.user)
    for name in ("home", "matching:mine"):
        assert "Would you like another way?" in text(client.get(reverse(name))), name
    assert "No mentor yet" in text(client.get(reverse("matching:mine"))), "their reason stays"
    assert "no longer wait in People management" in text(client.get(there))
    yes = client.post(reverse("matching:way_yes", args=[first.pk]), follow=True)
    assert "You take part in Small circles." in text(yes)
    assert "No mentor yet" not in text(client.get(reverse("matching:mine")))
    again = client.post(reverse("matching:way_back", args=[first.pk]), follow=True)
    assert "Yes, I'd like that" in again.content.decode()
    no = client.post(reverse("matching:way_no", args=[first.pk]), follow=True)
    assert "you stay in the round, as before" in text(no)
    assert client.get(reverse("matching:way", args=[second.pk])).status_code == 404
    owner = text(world.client("owner").get(reverse("matching:unmatched", args=[here.run.pk])))
    assert "Would rather wait" in owner


def test_short_conversations_are_a_hint(here: Without, world: World) -> None:
    here.publish()
    (way,) = here.offer(here.left[0], track=world.flash_track)
    client = Client()
    client.force_login(way.enrolment.person.user)
    page = client.get(reverse("matching:way", args=[way.pk])).content.decode()
    assert reverse("engagements:flash") in page
    assert reverse("matching:way_yes", args=[way.pk]) not in page
    yes = client.post(reverse("matching:way_yes", args=[way.pk]), follow=True)
    assert "no longer open" in text(yes)
    assert not Reminder.objects.filter(kind=way_letters.ANSWER).exists()


def test_a_dry_run_for_nobody_promises_nothing(here: Without, world: World) -> None:
    here.publish()
    here.offer(*here.left)
    there = reverse("matching:offer_ways", args=[here.run.pk])
    sent = {"enrolment": [row.pk for row in here.left], "track": here.circles.pk}
    said = text(world.client("owner").post(there, sent))
    assert "It can be offered to nobody of those you chose." in said
    assert "0 people" not in said
