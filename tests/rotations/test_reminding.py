"""Reminders of questions about rotations: to whom, when, and until they have answered."""

from datetime import datetime, timedelta

import pytest

from core.reminders.kinds import kind_named
from core.reminders.models import Reminder
from rotations.enums.rotating import PlacementRole
from rotations.models import Placement
from rotations.services import placements, slots
from rotations.services.asking import PLACEMENT, SLOT
from tests.rotations.helpers import propose, slot
from tests.world import World

DAY = timedelta(days=1)


def needed(kind: str, subject: object, user: object, now: datetime) -> set[bool]:
    rows = Reminder.objects.filter(kind=kind, subject_id=subject.pk, recipient=user)  # type: ignore[attr-defined]
    return {kind_named(kind).still_needed(row, now) for row in rows}


@pytest.fixture
def proposed(world: World, now: datetime) -> Placement:
    return propose(world, slot(world, now), now, who="mentee")


def test_both_are_reminded_after_three_and_eight_days(proposed: Placement, now: datetime) -> None:
    rows = Reminder.objects.filter(kind=PLACEMENT, subject_id=proposed.pk)
    days = {(row.recipient_id, row.due_day) for row in rows}
    people = (proposed.person.user_id, proposed.slot.host.user_id)
    dates = [(now + pause).date() for pause in (3 * DAY, 8 * DAY)]
    assert days == {(user, day) for user in people for day in dates}


def test_who_has_said_yes_is_reminded_no_more(proposed: Placement, now: datetime) -> None:
    mentee, host = proposed.person.user, proposed.slot.host.user
    assert needed(PLACEMENT, proposed, mentee, now) == {True}
    placements.confirm(placement=proposed, role=PlacementRole.MENTEE, by=mentee, now=now)
    assert needed(PLACEMENT, proposed, mentee, now) == {False}
    assert needed(PLACEMENT, proposed, host, now) == {True}
    placements.confirm(placement=proposed, role=PlacementRole.HOST, by=host, now=now)
    assert needed(PLACEMENT, proposed, host, now) == {False}


def test_the_words_name_nobody(proposed: Placement, now: datetime) -> None:
    row = Reminder.objects.filter(kind=PLACEMENT, subject_id=proposed.pk).first()
    assert row is not None
    line = kind_named(PLACEMENT).line(row)
    assert line is not None
    assert str(line.text) == "A question about a rotation waits for your yes or no"


def test_a_host_is_reminded_until_the_slot_is_offered(world: World, now: datetime) -> None:
    asked, host = world.asked_slot, world.user("host")
    assert needed(SLOT, asked, host, now) == {True}
    slots.offer(slot=asked, by=host, now=now)
    assert needed(SLOT, asked, host, now) == {False}


def test_a_host_who_was_replaced_is_reminded_no_more(world: World, now: datetime) -> None:
    asked = world.asked_slot
    slots.edit(slot=asked, host=world.other_host_person, by=world.user("owner"), now=now)
    assert needed(SLOT, asked, world.user("host"), now) == {False}
    assert needed(SLOT, asked, world.user("other_host"), now) == {True}
