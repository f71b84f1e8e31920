"""What those around a relationship learn: facts and what is shared."""

from datetime import datetime

from engagements.selectors import metadata, sharing
from engagements.services import goals, sessions
from engagements.services.engagements import pause, show_to_manager
from tests.engagements.helpers import DAY, HOUR
from tests.world import World


def pair(world: World, now: datetime) -> metadata.Pair:
    rows = metadata.pairs([world.cohort], now=now)
    return next(row for row in rows if row.id == world.engagement.pk)


def facts(world: World, now: datetime) -> metadata.PairFacts:
    (row,) = metadata.with_sessions([pair(world, now)], now=now)
    return row


def test_facts_of_a_pair(world: World, now: datetime) -> None:
    row = pair(world, now)
    assert (row.mentors, row.mentees) == (("Mentor World",), ("Mentee World",))
    assert (row.every_days, row.last_held_at) == (21, now - 85 * DAY)
    assert row.risk == ""  # something is planned


def test_what_sessions_add_keeps_the_order_of_the_pairs(world: World, now: datetime) -> None:
    other = metadata.pairs([world.other_cohort], now=now)
    rows = metadata.with_sessions([*other, pair(world, now)], now=now)
    assert [row.pair.id for row in rows] == [*[row.id for row in other], world.engagement.pk]
    assert (rows[-1].held, rows[-1].next_at) == (1, world.session.starts_at)
    assert facts(world, world.session.starts_at).next_at is None


def test_silence_is_a_risk_with_its_reason(world: World, now: datetime) -> None:
    sessions.cancel(session=world.session, by=None, now=now)
    assert str(pair(world, now).risk) == ("Last met 85 days ago, usually every 21; nothing planned")
    assert pair(world, now - 85 * DAY + 42 * DAY).risk == ""
    pause(engagement=world.engagement, by=None, now=now)
    assert pair(world, now).risk == ""


def test_never_met_is_a_risk(world: World, now: datetime) -> None:
    sessions.cancel(session=world.session, by=None, now=now)
    sessions.undo_log(session=world.held_session, by=None, now=now)
    assert str(pair(world, now).risk) == "No session yet, 90 days after the start"


def test_those_at_risk_come_first(world: World, now: datetime) -> None:
    rows = metadata.pairs([world.cohort, world.other_cohort], now=now + 90 * DAY)
    assert [bool(row.risk) for row in rows] == [True, True, False]


def test_requests_for_help_say_who_and_when_only(world: World) -> None:
    (row,) = metadata.help_requests([world.cohort])
    assert (row.id, row.person, row.asked_at) == (world.checkin.pk, "Mentee World", World.NOW)
    assert "It helps" not in repr(row)


def test_a_goal_shows_its_title_to_whom_it_is_shared(world: World, now: datetime) -> None:
    manager, today = world.user("line_manager"), now.date()
    assert metadata.shared_with_owner(world.cohort) == []
    assert [row.goals for row in sharing.team_of(manager, today=today)] == [()]
    share = {"goal": world.goal, "by": None, "now": now}
    goals.share_title(**share, title_shared=True, manager_until=today)
    (shown,) = metadata.shared_with_owner(world.cohort)
    assert (shown.title, shown.progress) == ("Lead the weekly planning", 40)
    assert "runs without me" not in repr(shown)
    (report,) = sharing.team_of(manager, today=today)
    assert [row.title for row in report.goals] == ["Lead the weekly planning"]
    (report,) = sharing.team_of(manager, today=today + DAY)
    assert report.goals == ()


def test_taking_part_is_shown_by_choice(world: World, now: datetime) -> None:
    manager, today = world.user("line_manager"), now.date()
    assert [row.participations for row in sharing.team_of(manager, today=today)] == [()]
    member = world.engagement.members.get(person=world.mentee_person)
    show_to_manager(member=member, shown=True, by=None, now=now)
    (report,) = sharing.team_of(manager, today=today)
    (shown,) = report.participations
    assert (shown.program, shown.role, shown.is_open) == ("Leading with care", "Mentee", True)
    assert sharing.team_of(world.user("other_manager"), today=today)[0].participations == ()


def test_a_session_of_an_hour_ago_counts(world: World, now: datetime) -> None:
    sessions.log(engagement=world.engagement, starts_at=now - HOUR, minutes=30, by=None, now=now)
    assert (facts(world, now).held, pair(world, now).last_held_at) == (2, now - HOUR)
