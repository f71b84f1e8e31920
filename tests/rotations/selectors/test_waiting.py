"""Who waits for their next rotation, and in which round they come."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from rotations.enums.rotating import SlotStage
from rotations.models import Placement, RotationRequirement
from rotations.selectors import waiting
from rotations.selectors.people import mentees_of
from rotations.selectors.sequence import Path, paths_of
from rotations.selectors.waiting import round_of
from tests.rotations.helpers import AUTUMN, SPRING, SUMMER, WINTER, agree, propose, signed_in, slot
from tests.world import World

NOW = datetime(2029, 12, 1, 9, tzinfo=UTC)


@pytest.fixture
def _some_placed(world: World) -> None:
    """One is in spring's slot, one in a lead slot as well, one has what their track asks for."""
    first = slot(world, NOW, capacity=3)
    later = {"starts_on": AUTUMN, "ends_on": WINTER, "function": world.function_service}
    lead = slot(world, NOW, stage=SlotStage.LEAD, capacity=2, **later)
    for number in (1, 2):
        agree(propose(world, first, NOW, f"spring_mentee{number}"), NOW)
    agree(propose(world, lead, NOW, "spring_mentee2"), NOW)


def waits(path: Path, today: date) -> bool:
    """The rule for one mentee."""
    asked = path.requirement
    missing = (
        path.count(SlotStage.FOUNDATION) < asked.foundation_count
        or path.count(SlotStage.LEAD) < asked.lead_count
    )
    return missing and not any(row.starts_on > today for row in path.placements)


@pytest.mark.usefixtures("_some_placed")
@pytest.mark.parametrize("today", [NOW.date(), SPRING, SUMMER, AUTUMN, WINTER])
@pytest.mark.parametrize("asked", [None, (1, 0, 1), (2, 1, 2), (0, 0, 0)])
def test_the_database_finds_whom_the_rule_means(
    world: World, today: date, asked: tuple[int, int, int] | None
) -> None:
    RotationRequirement.objects.all().delete()
    if asked:
        names = ("foundation_count", "lead_count", "functions")
        RotationRequirement.objects.create(
            track=world.spring_mentee1_enrolment.track, **dict(zip(names, asked, strict=True))
        )
    everybody = list(mentees_of(world.program))
    paths = paths_of(everybody, today=today)
    expected = [row for row in everybody if waits(paths[row.pk], today)]
    found = round_of(world.program, today)
    assert list(found.enrolments) == expected
    assert (found.later, found.satisfied) == (0, len(everybody) - len(expected))


@pytest.mark.usefixtures("_some_placed")
def test_rounds_begin_with_who_has_had_fewest(world: World, monkeypatch) -> None:
    monkeypatch.setattr(waiting, "ROUND", 1)
    after = date(2030, 7, 1)
    RotationRequirement.objects.all().delete()
    line = [round_of(world.program, after, number) for number in range(1, 20)]
    total = line[0].later + 1
    assert [each.later for each in line[:total]] == list(range(total - 1, -1, -1))
    assert line[total - 1] == line[-1]
    people = [each.enrolments[0].person_id for each in line[:total]]
    assert len(set(people)) == total
    live = Placement.objects.filter(state__in=waiting.LIVE, slot__program=world.program)
    had = [live.filter(person=person).count() for person in people]
    assert had == sorted(had)
    assert set(had) == {0, 1}


def test_a_later_round_is_looked_at_and_sent_by_itself(world: World, monkeypatch) -> None:
    monkeypatch.setattr(waiting, "ROUND", 1)
    world.program.rotation_slots.update(state="closed", settled_at=world.NOW)
    slot(world, NOW, capacity=9)
    client, here = (
        signed_in(world.user("owner")),
        reverse("rotations:proposals", args=[world.program.pk]),
    )
    first = client.get(here)
    assert "?round=2" in first.content.decode()
    second = client.get(here, {"round": "2"})
    [wanted] = second.context["plan"].suggestions
    assert wanted.enrolment not in [each.enrolment for each in first.context["plan"].suggestions]
    made = Placement.objects.filter(enrolment=wanted.enrolment, slot=wanted.slot)
    client.post(here, {"seen": second.context["seen"]})
    assert not made.exists()
    client.post(f"{here}?round=2", {"seen": second.context["seen"]})
    assert made.exists()


@pytest.mark.parametrize("asked", ["", "x", "-1", "0", "9" * 30, "²"])
def test_a_round_that_is_none_is_the_first(world: World, asked: str) -> None:
    here = reverse("rotations:proposals", args=[world.program.pk])
    page = signed_in(world.user("owner")).get(here, {"round": asked})
    assert page.context["plan"].number == 1
