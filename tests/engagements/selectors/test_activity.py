"""Facts for figures: spans add up, and each counts what it says."""

from datetime import datetime

import pytest

from engagements.selectors.activity import (
    engagement_activity,
    expected_sessions,
    fit_answers,
    goal_activity,
)
from engagements.services import goals
from tests.engagements.helpers import DAY, at
from tests.world import World

START = at("2026-01-01 09:00")


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [(0, 13, 0), (0, 14, 1), (0, 42, 3), (14, 28, 1), (20, 27, 0), (-30, 28, 2), (50, 40, 0)],
)
def test_expected_sessions(since: int, until: int, expected: int) -> None:
    got = expected_sessions(
        started_at=START,
        ended_at=None,
        every_days=14,
        since=START + since * DAY,
        until=START + until * DAY,
    )
    assert got == expected


def test_adjoining_spans_add_up() -> None:
    def over(first: int, last: int) -> int:
        return expected_sessions(
            started_at=START,
            ended_at=START + 100 * DAY,
            every_days=21,
            since=START + first * DAY,
            until=START + last * DAY,
        )

    assert sum(over(day, day + 7) for day in range(0, 140, 7)) == over(0, 140) == 4


def test_sessions_held_and_expected(world: World, now: datetime) -> None:
    facts = {"since": now - 90 * DAY, "until": now, "cohorts": [world.cohort]}
    found = {row.engagement_id: row for row in engagement_activity(**facts)}
    row = found[world.engagement.pk]
    assert (row.held, row.expected) == (1, 4)  # 90 days, every 21
    assert row.mentees == (world.mentee_person.pk,)
    assert row.mentors == (world.mentor_person.pk,)
    assert world.ended_engagement.pk not in found  # ended 92 days ago
    assert world.other_engagement.pk not in found


def test_a_span_before_the_start_knows_nothing(world: World, now: datetime) -> None:
    long_ago = now - 400 * DAY
    assert engagement_activity(since=long_ago, until=long_ago + DAY) == []


def test_goal_progress_at_both_ends(world: World, now: datetime) -> None:
    goals.reach(goal=world.goal, by=None, now=now)
    facts = {"cohorts": [world.cohort]}
    (row,) = goal_activity(since=now - 10 * DAY, until=now + DAY, **facts)
    assert (row.before, row.after, row.reached) == (40, 40, True)
    (row,) = goal_activity(since=now - 60 * DAY, until=now, **facts)
    assert (row.before, row.after, row.reached) == (0, 40, False)
    assert row.person_id == world.mentee_person.pk


def test_fit_answers(world: World, now: datetime) -> None:
    (row,) = fit_answers(since=now, until=now + DAY, cohorts=[world.cohort])
    assert (row.checkin_id, row.fit, row.progress) == (world.checkin.pk, 4, 3)
    assert fit_answers(since=now - DAY, until=now, cohorts=[world.cohort]) == []
