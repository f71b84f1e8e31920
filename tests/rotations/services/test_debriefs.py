"""Debriefs: private, answer by answer shown to the mentor."""

from datetime import datetime

import pytest

from engagements.services.engagements import close
from rotations.models import DebriefSection
from rotations.selectors import mine
from rotations.services import debriefs
from tests.world import World


def read_by(world: World, subject: str) -> set[str]:
    rows = DebriefSection.objects.visible_to(world.user(subject))
    return set(rows.values_list("prompt", flat=True))


def _close(world: World, now: datetime) -> None:
    close(
        engagement=world.engagement, category="moved", words="", completed=True,
        by=world.user("mentee"), now=now,
    )  # fmt: skip


def test_the_mentor_reads_what_is_shown(world: World, now: datetime) -> None:
    assert read_by(world, "mentee") == {"intended", "happened"}
    assert read_by(world, "mentor") == {"happened"}
    told = {"by": world.user("mentee"), "now": now}
    debriefs.unshare(section=world.shared_section, **told)
    assert read_by(world, "mentor") == set()
    debriefs.share(section=world.debrief_section, **told)
    assert read_by(world, "mentor") == {"intended"}
    for subject in ("host", "owner", "hr_admin", "other_mentor", "line_manager"):
        assert read_by(world, subject) == set()


def test_when_the_relationship_is_over_nobody_reads_on(world: World, now: datetime) -> None:
    _close(world, now)
    assert read_by(world, "mentor") == set()
    assert mine.shown_since_last_session(world.user("mentor")) == []
    assert read_by(world, "mentee") == {"intended", "happened"}


def test_an_answer_that_is_emptied_goes(world: World, now: datetime) -> None:
    words = {"intended": " ", "why": "We asked the customers"}
    rows = debriefs.write(placement=world.past_placement, answers=words, by=None, now=now)
    assert {row.prompt: row.text for row in rows} == {
        "happened": "I moved some myself",
        "why": "We asked the customers",
    }


def test_without_a_mentor_there_is_nobody_to_show_it_to(world: World, now: datetime) -> None:
    _close(world, now)
    with pytest.raises(debriefs.NoMentor):
        debriefs.share(section=world.debrief_section, by=None, now=now)


def test_it_waits_for_the_next_session(world: World) -> None:
    shown = mine.shown_since_last_session(world.user("mentor"))
    assert [row.prompt for row in shown] == ["happened"]
    assert mine.shown_since_last_session(world.user("mentee")) == []
    session = world.held_session
    session.starts_at = World.NOW
    session.save()
    assert mine.shown_since_last_session(world.user("mentor")) == []
