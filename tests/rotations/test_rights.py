"""What somebody gets and what goes when they are forgotten."""

from datetime import datetime, timedelta

from mentorship.rights.erasure import erase
from mentorship.rights.export import export
from mentorship.rights.retention import purge
from participants.services.people import mark_left
from rotations.models import CheckpointRating, DebriefSection, Placement, PlacementRefusal
from tests.world import World


def test_the_mentee_gets_what_was_said_once_it_is_open(world: World, now: datetime) -> None:
    data = export(world.mentee_person, now=now)["data"]
    notes = {row["note"] for row in data["rotations.CheckpointRating"]}
    assert notes == {"Seen by the mentee", "Seen by the host", "Seen by the mentor"}
    assert len(data["rotations.CheckpointRating"]) == 3
    assert {row["text"] for row in data["rotations.DebriefSection"]} == {
        "Learn how goods move",
        "I moved some myself",
    }
    assert [row["words"] for row in data["rotations.PlacementRefusal"]] == ["Not then"]


def test_erasing_the_mentee_leaves_counts_and_no_words(world: World, now: datetime) -> None:
    mark_left(person=world.mentee_person, by=None, now=now)
    before = Placement.objects.count()
    erase(person=world.mentee_person, by=None, now=now)
    assert Placement.objects.count() == before
    rows = Placement.objects.filter(person=world.mentee_person)
    assert [row.reasons for row in rows] == [[]] * rows.count()
    assert not CheckpointRating.objects.filter(checkpoint__placement__in=rows).exists()
    assert not DebriefSection.objects.filter(placement__in=rows).exists()
    refusal = PlacementRefusal.objects.get(pk=world.refusal.pk)
    assert (refusal.words, refusal.category) == ("", "")


def test_words_go_after_their_time(world: World, now: datetime) -> None:
    purge(now=now + timedelta(days=729))
    assert world.rating.note == "Seen by the mentee"
    purge(now=now + timedelta(days=732))
    assert (world.rating.note, world.refusal.words) == ("", "")
    assert world.rating.knowledge == 4
    assert DebriefSection.objects.count() == 2
    purge(now=now + timedelta(days=1830))
    assert DebriefSection.objects.count() == 0
