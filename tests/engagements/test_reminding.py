"""Reminders: who gets which, when, and when they are moot."""

from datetime import datetime

from core.reminders.models import Reminder
from core.reminders.services import schedule
from core.reminders.ticking import tick
from engagements.enums import EngagementState
from engagements.models import CheckIn, Engagement
from engagements.services import agreements, checkins, nudges, sessions
from engagements.services.engagements import pause, start
from engagements.services.upkeep import keep_up
from tests.engagements.helpers import DAY, HOUR
from tests.world import World


def waiting(kind: str, subject: object) -> list[tuple[str, str]]:
    rows = Reminder.objects.filter(
        kind=kind, subject_id=subject.pk, state__in=("scheduled", "claimed")
    )
    return sorted((row.recipient.email, row.occurrence_key) for row in rows)


def needed(reminder: Reminder, now: datetime) -> bool:
    from core.reminders.kinds import kind_named

    return kind_named(reminder.kind).still_needed(reminder, now)


def new_pair(world: World, now: datetime) -> Engagement:
    """A pair that can sign in and has just begun."""
    track = world.program.tracks.create(name="Fresh", exclusive=False, meeting_every_days=14)
    return start(
        cohort=world.cohort,
        track=track,
        mentor=world.mentor_person,
        mentee=world.employee_person,
        by=None,
        now=now,
    )


def both(key: str) -> list[tuple[str, str]]:
    return [("employee@world.test", key), ("mentor@world.test", key)]


def test_an_agreement_is_asked_for_after_a_week(world: World, now: datetime) -> None:
    engagement = new_pair(world, now)
    assert waiting(nudges.SIGN, engagement) == both("version 0")
    due = Reminder.objects.filter(subject_id=engagement.pk).values_list("due_at", flat=True)
    assert set(due) == {now + 7 * DAY}
    agreement = agreements.write(engagement=engagement, expectations="Trust", by=None, now=now)
    assert waiting(nudges.SIGN, engagement) == both("version 1")
    agreements.sign(agreement=agreement, by=world.user("mentor"), now=now)
    rows = Reminder.objects.filter(subject_id=engagement.pk, occurrence_key="version 1")
    assert {row.recipient.email: needed(row, now) for row in rows} == {
        "employee@world.test": True,
        "mentor@world.test": False,
    }


def test_silence_asks_both_to_plan_once(world: World, now: datetime) -> None:
    engagement = new_pair(world, now)
    keep_up(now=now + 10 * DAY)
    assert waiting(nudges.PLAN, engagement) == []
    later = now + 17 * DAY  # a rhythm of 14 days and 3 of grace
    for days in range(3):
        keep_up(now=later + days * DAY)
    assert waiting(nudges.PLAN, engagement) == both("since 2026-03-10")
    asked = Reminder.objects.filter(kind=nudges.PLAN, subject_id=engagement.pk)
    assert {str(row.due_day) for row in asked} == {"2026-03-27"}  # later runs don't push it on
    reminder = asked[0]
    assert needed(reminder, later)
    sessions.plan(engagement=engagement, starts_at=later + DAY, minutes=30, by=None, now=later)
    assert not needed(reminder, later)


def test_check_ins_open_and_remind_by_the_rhythm(world: World, now: datetime) -> None:
    engagement = new_pair(world, now)
    keep_up(now=now + 29 * DAY)
    assert not CheckIn.objects.filter(engagement=engagement).exists()
    for hours in range(3):
        keep_up(now=now + 30 * DAY + hours * HOUR)
    rows = list(CheckIn.objects.filter(engagement=engagement))
    assert [str(row.due_on) for row in rows] == ["2026-04-09"] * 2
    for row in rows:
        ((email, key),) = waiting(nudges.CHECK_IN, row)
        assert (email, key) == (row.person.user.email, "2026-04-09")
    answer = {"fit": 5, "progress": 5, "by": None, "now": now + 31 * DAY}
    checkins.answer(checkin=rows[0], **answer)
    assert waiting(nudges.CHECK_IN, rows[0]) == []


def test_a_pause_is_quiet(world: World, now: datetime) -> None:
    engagement = new_pair(world, now)
    pause(engagement=engagement, by=None, now=now)
    assert engagement.__class__.objects.get(pk=engagement.pk).state == EngagementState.PAUSED
    keep_up(now=now + 60 * DAY)
    assert not CheckIn.objects.filter(engagement=engagement).exists()
    for reminder in Reminder.objects.filter(subject_id=engagement.pk):
        assert not needed(reminder, now + 60 * DAY)


def test_a_session_that_moved_reminds_at_its_new_time_only(world: World, now: datetime) -> None:
    engagement = new_pair(world, now)
    row = sessions.plan(
        engagement=engagement, starts_at=now + 3 * DAY, minutes=60, by=None, now=now
    )
    sessions.move(session=row, starts_at=now + 6 * DAY, minutes=60, place="", by=None, now=now)
    assert waiting(nudges.UPCOMING, row) == both("2026-03-16T09:00+00:00")
    tick(now=now + 2 * DAY + HOUR)
    assert not Reminder.objects.filter(subject_id=row.pk, state="sent").exists()


def test_after_a_session_it_asks_until_it_is_logged(world: World, now: datetime) -> None:
    engagement = new_pair(world, now)
    begins = now + 3 * DAY
    row = sessions.plan(engagement=engagement, starts_at=begins, minutes=60, by=None, now=now)
    asked = Reminder.objects.filter(kind=nudges.TOOK_PLACE, subject_id=row.pk)
    assert {reminder.due_at for reminder in asked} == {begins + 2 * HOUR}
    assert needed(asked[0], begins + 2 * HOUR)
    sessions.log(
        engagement=engagement, session=row, starts_at=begins, minutes=60, by=None,
        now=begins + 2 * HOUR,
    )  # fmt: skip
    assert waiting(nudges.TOOK_PLACE, row) == []
    assert not needed(asked[0], begins + 2 * HOUR)


def test_words_name_the_partner_and_a_page(world: World, now: datetime) -> None:
    from core.reminders.kinds import kind_named

    reminder = schedule(
        kind=nudges.UPCOMING,
        subject=world.session,
        recipient=world.user("mentee"),
        occurrence_key="test",
        local_due=now,
        now=now,
    )
    line = kind_named(nudges.UPCOMING).line(reminder)
    assert line.text.startswith("You meet with Mentor World on Thursday 19 March at ")
    assert line.path == f"/relationships/sessions/{world.session.pk}/"
