"""One moment on two clocks."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from engagements.selectors.clocks import SkippedTime, clocks, instant, sentence, warnings
from engagements.selectors.relationships import Relationship, relationships_of
from tests.engagements.helpers import at
from tests.world import World

BERLIN = ZoneInfo("Europe/Berlin")


def relationship(world: World) -> Relationship:
    return relationships_of(world.mentee_person, now=World.NOW, only=world.engagement.pk)[0]


def move_mentor(world: World, zone: str) -> None:
    mentor = world.user("mentor")
    mentor.timezone = zone
    mentor.save()


def test_both_clocks_are_said(world: World) -> None:
    move_mentor(world, "America/New_York")
    faces = clocks(relationship(world), at("2026-03-20 14:00"))
    assert sentence(faces) == "15:00 in Berlin, 10:00 in New York"
    assert warnings(faces) == []


def test_one_city_is_said_once(world: World) -> None:
    assert sentence(clocks(relationship(world), at("2026-03-20 14:00"))) == "15:00 in Berlin"


def test_quiet_hours_of_each_are_named(world: World) -> None:
    move_mentor(world, "America/New_York")
    early = clocks(relationship(world), at("2026-03-20 08:00"))
    assert warnings(early) == ["It is 04:00 in New York then, in the quiet hours of Mentor World."]
    late = clocks(relationship(world), at("2026-03-20 19:00"))
    assert warnings(late) == ["At 20:00 you have quiet hours."]


def test_a_time_that_clocks_skip_is_none() -> None:
    with pytest.raises(SkippedTime):
        instant(datetime(2026, 3, 29, 2, 30), BERLIN)  # noqa: DTZ001 - what a wall shows
    wall = datetime(2026, 10, 25, 2, 30)  # noqa: DTZ001
    assert instant(wall, BERLIN) == at("2026-10-25 00:30")  # the first of two
