"""A relationship begins, ends, and may go on."""

from datetime import datetime

import pytest

from core.events.models import DomainEvent
from core.reminders.models import Reminder
from engagements.enums import EngagementState, PlaceState, SessionState
from engagements.models import ClosingReview, MentorCapacity, Place
from engagements.services import engagements as services
from engagements.services.engagements import PlaceGone, PlaceTaken, close, start, undo_close
from engagements.services.locking import Closed
from tests.engagements.helpers import DAY
from tests.world import World


def pair(world: World) -> dict[str, object]:
    return {
        "cohort": world.matching_cohort,
        "track": world.track,
        "mentor": world.spring_mentor1_enrolment.person,
        "mentee": world.spring_mentee1_enrolment.person,
        "by": None,
    }


def hold(world: World, now: datetime) -> Place:
    facts = pair(world)
    del facts["cohort"]
    return services.hold_place(now=now, **facts)


def end(world: World, now: datetime, **facts: object) -> None:
    given = {"category": "time", "words": "", "completed": False, "by": world.user("mentee")}
    close(engagement=world.engagement, now=now, **(given | facts))


def test_starting_activates_the_held_place(world: World, now: datetime) -> None:
    place = hold(world, now)
    engagement = start(place=place, now=now, **pair(world))
    place.refresh_from_db()
    assert (place.state, place.engagement) == (PlaceState.ACTIVE, engagement)
    members = [(member.role, member.person) for member in engagement.members.all()]
    facts = pair(world)
    assert members == [("mentee", facts["mentee"]), ("mentor", facts["mentor"])]
    assert MentorCapacity.objects.get(person=facts["mentor"]).taken == 1


def test_a_place_started_twice_is_one_relationship(world: World, now: datetime) -> None:
    place = hold(world, now)
    assert start(place=place, now=now, **pair(world)) == start(place=place, now=now, **pair(world))


def test_a_released_place_starts_nothing(world: World, now: datetime) -> None:
    place = hold(world, now)
    services.release_place(place=place, now=now)
    with pytest.raises(PlaceGone):
        start(place=place, now=now, **pair(world))


def test_an_end_cancels_what_is_planned_and_frees_the_place(world: World, now: datetime) -> None:
    end(world, now, words="It was not for me")
    engagement = world.engagement
    assert (engagement.state, engagement.ended_at) == (EngagementState.ENDED, now)
    assert (engagement.closing_category, engagement.closed_by) == ("time", world.mentee_person)
    assert engagement.places.get().state == PlaceState.ENDED
    assert MentorCapacity.objects.get(person=world.mentor_person).taken == 0
    assert world.session.state == world.past_session.state == SessionState.CANCELLED
    assert world.session.sequence == 1
    assert not Reminder.objects.filter(subject_id=engagement.pk, state="scheduled").exists()
    event = DomainEvent.objects.get(kind="engagements.closed", subject_id=engagement.pk)
    assert event.payload["category"] == "time"
    assert "not for me" not in str(event.payload)


def test_the_words_stay_with_their_author(world: World, now: datetime) -> None:
    end(world, now, words=" It was not for me ")
    row = ClosingReview.objects.get(engagement=world.engagement)
    assert (row.person, row.words) == (world.mentee_person, "It was not for me")


def test_ending_twice_keeps_the_first_end(world: World, now: datetime) -> None:
    end(world, now)
    end(world, now + DAY, category="fit", completed=True)
    assert (world.engagement.ended_at, world.engagement.closing_category) == (now, "time")


def test_an_end_can_be_taken_back_with_its_sessions(world: World, now: datetime) -> None:
    end(world, now)
    undo_close(engagement=world.engagement, by=world.user("mentor"), now=now)
    assert (world.engagement.state, world.engagement.ended_at) == (EngagementState.ACTIVE, None)
    assert world.engagement.places.get().state == PlaceState.ACTIVE
    assert (world.session.state, world.session.sequence) == (SessionState.PLANNED, 2)
    assert world.past_session.state == SessionState.CANCELLED
    assert MentorCapacity.objects.get(person=world.mentor_person).taken == 1


def test_no_way_back_into_a_place_that_is_taken(world: World, now: datetime) -> None:
    end(world, now)
    services.hold_place(
        mentor=world.spring_mentor1_enrolment.person,
        mentee=world.mentee_person,
        track=world.track,
        by=None,
        now=now,
    )
    with pytest.raises(PlaceTaken):
        undo_close(engagement=world.engagement, by=None, now=now)
    assert world.engagement.state == EngagementState.ENDED


def test_pause_and_resume(world: World, now: datetime) -> None:
    services.pause(engagement=world.engagement, by=None, now=now)
    assert world.engagement.state == EngagementState.PAUSED
    services.resume(engagement=world.engagement, by=None, now=now)
    assert world.engagement.state == EngagementState.ACTIVE


def test_what_has_ended_cannot_pause(world: World, now: datetime) -> None:
    with pytest.raises(Closed):
        services.pause(engagement=world.ended_engagement, by=None, now=now)
