"""What the pages of rotations do, through the public door."""

import re
from datetime import datetime

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.audit.models import ReadLogEntry
from core.outbox.models import OutboxMessage
from engagements.models import Engagement
from rotations.models import CheckpointRating, Placement, RotationSlot
from tests.rotations.helpers import agree, propose, signed_in, slot
from tests.world import World


def test_a_slot_posted_twice_is_one(world: World) -> None:
    client = signed_in(world.user("owner"))
    here = reverse("rotations:slot_new", args=[world.program.pk])
    data = {
        "key": "6f1f6f5e-0000-4000-8000-0000000000aa",
        "host": str(world.host_person.pk),
        "title": "Quicker answers",
        "function": str(world.function_supply.pk),
        "stage": "lead",
        "capacity": "1",
        "starts_on": "2030-01-01",
        "ends_on": "2030-03-01",
    }
    addresses = {client.post(here, data)["Location"] for _ in range(2)}
    made = RotationSlot.objects.get(title="Quicker answers")
    assert addresses == {reverse("rotations:slot", args=[made.pk])}
    assert (made.state, made.host) == ("draft", world.host_person)


def test_what_is_wrong_stands_beside_the_field(world: World) -> None:
    client = signed_in(world.user("owner"))
    here = reverse("rotations:slot_new", args=[world.program.pk])
    answer = client.post(
        here, {"starts_on": "2030-03-01", "ends_on": "2030-03-01", "title": "Kept"}
    )
    errors = answer.context["form"].errors
    assert errors["ends_on"] == ["The last day comes after the first."]
    assert set(errors) == {"host", "function", "stage", "capacity", "ends_on"}
    assert "Kept" in answer.content.decode()


def test_conflicts_are_shown_before_anything_is_written(world: World, now: datetime) -> None:
    here = reverse("rotations:place", args=[slot(world, now, stage="lead").pk])
    enrolment = world.spring_mentee1_enrolment
    asked = {"enrolment": str(enrolment.pk), "starts_on": "2030-03-01", "ends_on": "2030-06-30"}
    client = signed_in(world.user("owner"))
    before = Placement.objects.count()
    page = client.get(here, asked)
    assert "A lead rotation needs a finished foundation rotation first." in page.content.decode()
    assert "Propose it" not in page.content.decode()
    page = client.post(here, asked | {"step": "propose"})
    assert page.context["form"].non_field_errors() == [
        "A lead rotation needs a finished foundation rotation first."
    ]
    assert Placement.objects.count() == before


def test_looking_writes_nothing_and_proposing_does(world: World, now: datetime) -> None:
    here = reverse("rotations:place", args=[slot(world, now).pk])
    asked = {
        "enrolment": str(world.spring_mentee1_enrolment.pk),
        "starts_on": "2030-03-01",
        "ends_on": "2030-06-30",
        "key": "6f1f6f5e-0000-4000-8000-0000000000ab",
    }
    client = signed_in(world.user("owner"))
    page = client.post(here, asked)
    assert "Nothing stands against it." in page.content.decode()
    for _ in range(2):
        client.post(here, asked | {"step": "propose"})
    assert Placement.objects.filter(slot__starts_on="2030-03-01").count() == 1


def test_a_plan_that_has_changed_is_shown_again(world: World, now: datetime) -> None:
    client = signed_in(world.user("owner"))
    here = reverse("rotations:proposals", args=[world.program.pk])
    before = Placement.objects.count()
    answer = client.post(here, {"seen": "something else"}, follow=True)
    assert [str(each) for each in get_messages(answer.wsgi_request)] == [
        "Something has changed meanwhile. Look at it once more."
    ]
    assert Placement.objects.count() == before


def test_the_open_comparison_is_logged_and_shows_all(world: World) -> None:
    here = reverse("rotations:checkpoint", args=[world.checkpoint.pk])
    page = signed_in(world.user("mentor")).get(here).content.decode()
    assert [f"Seen by the {who}" in page for who in ("mentee", "host", "mentor")] == [True] * 3
    read = ReadLogEntry.objects.get(purpose="rotations.checkpoint")
    assert read.reader == world.user("mentor")


def test_who_has_not_answered_reads_nothing_yet(world: World) -> None:
    world.open_checkpoint.ratings.update(note="")
    rating = CheckpointRating.objects.get(checkpoint=world.open_checkpoint)
    rating.note = "For later"
    rating.save()
    type(world.open_checkpoint).objects.filter(pk=world.open_checkpoint.pk).update(
        opened_at=world.NOW
    )
    here = reverse("rotations:checkpoint", args=[world.open_checkpoint.pk])
    client = signed_in(world.user("mentor"))
    assert "For later" not in client.get(here).content.decode()
    client.post(here, {"knowledge": "3", "impact": "2", "note": ""})
    assert "For later" in client.get(here).content.decode()


def test_a_step_that_is_none_is_refused(world: World) -> None:
    here = reverse("rotations:checkpoint", args=[world.open_checkpoint.pk])
    answer = signed_in(world.user("mentor")).post(here, {"knowledge": "6", "note": "My words"})
    assert set(answer.context["form"].errors) == {"knowledge", "impact"}
    assert "My words" in answer.content.decode()


def test_the_owner_sees_the_reason_and_never_the_words(world: World) -> None:
    here = reverse("rotations:program", args=[world.program.pk])
    page = signed_in(world.user("owner")).get(here).content.decode()
    assert "The time does not fit" in page
    assert "Not then" not in page


@pytest.mark.parametrize("month", ["", "2026-13", "0000-01", "9999-12", "x-y", "²²²²-01", "2026-1"])
def test_any_month_can_be_asked_for(month: str, world: World) -> None:
    here = reverse("rotations:grid", args=[world.program.pk])
    answer = signed_in(world.user("owner")).get(here, {"from": month, "by": "nonsense"})
    assert answer.status_code == 200
    assert len(answer.context["grid"].months) == 12


def queries(world: World, name: str, subject: str) -> int:
    client = signed_in(world.user(subject))
    here = reverse(name, args=[] if name == "rotations:home" else [world.program.pk])
    client.get(here)
    with CaptureQueriesContext(connection) as counted:
        assert client.get(here).status_code == 200
    return len(counted)


@pytest.mark.parametrize(
    ("name", "subject"),
    [
        ("rotations:home", "host"),
        ("rotations:home", "owner"),
        ("rotations:program", "owner"),
        ("rotations:proposals", "owner"),
        ("rotations:grid", "owner"),
    ],
)
def test_lists_do_not_ask_more_for_more_rows(
    name: str, subject: str, world: World, now: datetime
) -> None:
    agree(propose(world, slot(world, now), now), now)
    one = queries(world, name, subject)
    for number in (2, 3):
        agree(propose(world, slot(world, now), now, f"spring_mentee{number}"), now)
    assert queries(world, name, subject) == one


def test_the_grid_shows_months_in_which_people_are_away(world: World) -> None:
    here = reverse("rotations:grid", args=[world.program.pk])
    answer = signed_in(world.user("owner")).get(here, {"from": "2026-01"})
    rows = {row.label: row for row in answer.context["grid"].rows}
    spans = [
        (str(cell.months[0]), len(cell.months), cell.placement.slot.title)
        for cell in rows["Mentee World"].lanes[0]
        if cell.placement
    ]
    assert spans == [
        ("2026-02-01", 5, "Project slot"),
        ("2026-09-01", 4, "Project lead slot"),
    ]
    assert [len(lane) for lane in rows["Mentee World"].lanes] == [5]


def test_many_people_stand_on_several_pages(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rotations.views.grid.A_PAGE", 4)
    here = reverse("rotations:grid", args=[world.program.pk])
    client = signed_in(world.user("owner"))
    seen = [
        [row.label for row in client.get(here, {"page": page}).context["grid"].rows]
        for page in (1, 2)
    ]
    assert [len(rows) for rows in seen] == [4, 2]
    assert min({*seen[0], *seen[1]}) == "Mentee World"
    assert (
        'href="?by=people&amp;from=2026-01&amp;page=2"'
        in client.get(here, {"by": "people", "from": "2026-01"}).content.decode()
    )


def test_a_yes_given_in_person_is_noted_for_those_without_an_account(world: World) -> None:
    client = signed_in(world.user("owner"))
    row = world.silent_placement
    page = client.get(reverse("rotations:placement", args=[row.pk])).content.decode()
    assert "Midsummer Mentee 1 says yes" in page
    assert "Host World says yes" not in page
    answers = [
        client.post(reverse("rotations:placement_confirm_for", args=[row.pk, role])).status_code
        for role in ("host", "mentor", "mentee", "mentee")
    ]
    assert answers == [403, 404, 302, 302]
    row = Placement.objects.get(pk=row.pk)
    assert (row.state, row.host_confirmed_at) == ("proposed", None)
    assert row.mentee_confirmed_at


def _details(world: World, **more: str) -> dict[str, str]:
    return {
        "key": "6f1f6f5e-0000-4000-8000-0000000000ba", "title": "Shorter queues",
        "function": str(world.function_supply.pk), "stage": "foundation", "capacity": "1",
        "starts_on": "2030-01-01", "ends_on": "2030-03-01", **more,
    }  # fmt: skip


def test_who_has_not_been_asked_offers_once(world: World) -> None:
    client = world.client("employee")
    here = reverse("rotations:slot_own", args=[world.program.pk])
    assert here in client.get(reverse("rotations:home")).content.decode()
    for _ in range(2):
        client.post(here, _details(world))
    made = RotationSlot.objects.get(title="Shorter queues")
    assert (made.state, made.host) == ("offered", world.employee_person)
    assert not OutboxMessage.objects.filter(parameters__slot=str(made.pk)).exists()
    page = world.client("owner").get(reverse("rotations:program", args=[world.program.pk]))
    assert "Shorter queues" in page.content.decode()


def test_a_slot_is_handed_to_another_host_who_is_asked(world: World) -> None:
    client, slot_ = world.client("owner"), world.open_slot
    here = reverse("rotations:slot_edit", args=[slot_.pk])
    data = _details(world, host=str(world.other_host_person.pk), title=slot_.title)
    client.post(here, data)
    slot_.refresh_from_db()
    assert (slot_.host, slot_.state) == (world.other_host_person, "draft")
    asked = OutboxMessage.objects.filter(
        kind="rotations.slot_asked", parameters__slot=str(slot_.pk)
    )
    assert asked.filter(recipient=world.user("other_host")).count() == 1


def test_a_host_with_somebody_there_stays(world: World) -> None:
    slot_ = world.slot
    data = _details(world, host=str(world.other_host_person.pk), starts_on="2020-01-01")
    data |= {"ends_on": "2030-03-01", "capacity": str(slot_.capacity)}
    answer = world.client("owner").post(reverse("rotations:slot_edit", args=[slot_.pk]), data)
    assert answer.context["form"].errors["host"] == [
        "Somebody is placed here: the host stays until they have gone."
    ]
    slot_.refresh_from_db()
    assert slot_.host == world.host_person


def test_a_host_changes_details_and_no_host(world: World) -> None:
    page = world.client("host").get(reverse("rotations:slot_edit", args=[world.asked_slot.pk]))
    assert "host" not in page.context["form"].fields


def test_the_relationship_leads_to_what_is_shown_of_a_rotation(world: World) -> None:
    here = reverse("engagements:detail", args=[world.engagement.pk])
    link = reverse("rotations:debrief", args=[world.past_placement.pk])
    assert link in world.client("mentor").get(here).content.decode()
    assert link not in world.client("mentee").get(here).content.decode()
    Engagement.objects.filter(pk=world.engagement.pk).update(state="completed", ended_at=World.NOW)
    assert link not in world.client("mentor").get(here).content.decode()


@pytest.mark.parametrize(("last_day", "says"), [("2999-03-01", "Offered"), ("2020-03-01", "Over")])
def test_an_offer_whose_days_are_past_is_over(world: World, last_day: str, says: str) -> None:
    RotationSlot.objects.filter(pk=world.slot.pk).update(starts_on="2020-01-01", ends_on=last_day)
    page = world.client("host").get(reverse("rotations:slot", args=[world.slot.pk]))
    badges = re.findall(r"</svg>(Offered|Over)</span>", page.content.decode())
    assert badges == [says]
