"""A circle's pages: who is in it, who came, and somebody who leaves."""

from django.utils import timezone

from engagements.models import Attendance, Session
from tests.engagements.helpers import DAY, address
from tests.world import World


def body(answer: object) -> str:
    return " ".join(answer.content.decode().split())  # type: ignore[attr-defined]


def test_members_are_named_and_only_the_leader_ends_it(world: World) -> None:
    circle = world.circle
    page = body(world.client("host").get(address("detail", circle.pk)))
    assert "The circle of Other Host World" in page
    assert page.count("Circle Member") == 3
    assert "Leave the circle" in page
    assert "End this circle" not in page
    assert world.client("host").get(address("close", circle.pk)).status_code == 403
    assert world.client("host").post(address("pause", circle.pk)).status_code == 403
    leaders = body(world.client("other_host").get(address("detail", circle.pk)))
    assert "End this circle" in leaders
    assert "Leave the circle" not in leaders


def test_the_log_asks_who_came(world: World) -> None:
    local = timezone.localtime(timezone.now() - DAY)
    host, member = world.host_person, world.circle.members.filter(person__user=None)[0].person
    data = {
        "day": local.date(), "time": "10:00", "minutes": "60", "notes": "Courage",
        "came": [str(host.pk), str(member.pk)],
    }  # fmt: skip
    url = address("log", world.circle.pk)
    bad = world.client("host").post(url, data | {"came": ["nobody"]})
    assert bad.status_code == 200
    assert "Courage" in body(bad)
    world.client("host").post(url, data)
    made = Session.objects.get(engagement=world.circle, logged_by=host)
    came = Attendance.objects.filter(session=made)
    assert (came.filter(came=True).count(), came.count()) == (2, 5)
    page = body(world.client("other_host").get(address("session", made.pk)))
    assert page.count("Missed it") == 3


def test_who_leaves_can_come_back(world: World) -> None:
    circle, client = world.circle, world.client("host")
    answer = client.post(address("leave", circle.pk), follow=True)
    assert "You have left the circle. The others go on." in body(answer)
    assert client.get(address("detail", circle.pk)).status_code == 404
    member = circle.members.get(person=world.host_person)
    client.post(address("rejoin", member.pk))
    assert client.get(address("detail", circle.pk)).status_code == 200


def test_whoever_leads_it_names_it_for_all(world: World) -> None:
    url = address("circle_name", world.circle.pk)
    world.client("other_host").post(url, {"name": " Courage "})
    page = body(world.client("host").get(address("detail", world.circle.pk)))
    assert "The circle “Courage”" in page
    assert "Change its name" not in page
    world.client("other_host").post(url, {"name": ""})
    assert "The circle of Other Host World" in body(
        world.client("host").get(address("detail", world.circle.pk))
    )


def test_nobody_leaves_what_is_no_circle(world: World) -> None:
    url = address("leave", world.engagement.pk)
    assert world.client("mentee").post(url).status_code == 404
