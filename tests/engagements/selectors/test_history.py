"""Who worked with whom: the own side, and from outside, with days and no more."""

from datetime import datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from engagements.selectors.history import history_of, ways_in
from engagements.services.engagements import start
from tests.matching.people import person
from tests.world import World

DAY = timedelta(days=1)


def test_ones_own_with_days(world: World, now: datetime) -> None:
    told = [
        (time.names, str(time.as_what), time.track, time.begun, time.ended)
        for time in history_of(world.mentee_person)
        if str(time.as_what) != "Coachee"
    ]
    earlier = world.spring_mentor3_enrolment.person.name
    assert told == [
        (world.mentor_person.name, "Mentee", world.track.name, now - 90 * DAY, None),
        (earlier, "Mentee", "Specialists", now - 95 * DAY, now - 92 * DAY),
    ]
    (mentoring,) = history_of(world.mentor_person)
    assert (mentoring.names, mentoring.as_what) == (world.mentee_person.name, "Mentor")


@pytest.mark.parametrize("mentees", [1, 3])
def test_a_cohort_tells_each_mentees_mentors_in_order(
    world: World, now: datetime, django_assert_num_queries: DjangoAssertNumQueries, mentees: int
) -> None:

    for number in range(mentees - 1):
        facts = {"cohort": world.cohort, "track": world.track, "by": None, "now": now}
        start(mentor=person(f"Bo {number}"), mentee=person(f"Zoe {number}"), **facts)
    cohort = world.cohort
    with django_assert_num_queries(3):
        ways = ways_in(cohort)
    assert len(ways) == mentees
    way = next(way for way in ways if way.mentee == world.mentee_person.name)
    earlier = world.spring_mentor3_enrolment.person.name
    assert [time.names for time in way.times] == [earlier, world.mentor_person.name]
