"""Milestones are reached, taken back, and remembered on the participant's own clock."""

from datetime import UTC, date, datetime, timedelta

from core.reminders.enums import State
from core.reminders.models import Reminder
from programs.enums import Stage
from programs.models import Enrolment, Milestone, MilestoneProgress
from programs.reminding import line, still_needed
from programs.selectors.milestones import calendar, steps_of
from programs.services.cohorts import change_stage
from programs.services.milestones import reach_milestone, schedule_reminders, undo_milestone
from programs.tasks import tend_milestones
from tests.world import World

LATER = date(2026, 5, 1)  # after the world's now


def later_milestone(world: World) -> Milestone:
    days = (LATER - world.cohort.starts_on).days
    return Milestone.objects.create(track=world.track, name="Second review", offset_days=days)


def reminders(enrolment: Enrolment) -> list[Reminder]:
    return list(Reminder.objects.filter(subject_id=enrolment.pk, state=State.SCHEDULED))


def test_reaching_twice_counts_once(world: World, now: datetime) -> None:
    facts = {"enrolment": world.mentee_enrolment, "milestone": world.milestone, "by": None}
    first = reach_milestone(**facts, now=now)
    assert reach_milestone(**facts, now=now + timedelta(days=1)) == first
    undo_milestone(**facts, now=now)
    undo_milestone(**facts, now=now)
    assert not MilestoneProgress.objects.filter(enrolment=world.mentee_enrolment).exists()


def test_people_are_reminded_three_days_before_on_their_own_clock(
    world: World, now: datetime
) -> None:
    milestone = later_milestone(world)
    assert schedule_reminders(cohort=world.cohort, now=now) == 2
    assert schedule_reminders(cohort=world.cohort, now=now) == 2
    [reminder] = reminders(world.mentee_enrolment)
    assert reminder.due_at == datetime(2026, 4, 28, 7, 0, tzinfo=UTC)  # 9:00 in Berlin
    assert reminder.occurrence_key == f"milestone:{milestone.pk}"


def test_who_has_reached_it_is_not_reminded(world: World, now: datetime) -> None:
    milestone, enrolment = later_milestone(world), world.mentee_enrolment
    schedule_reminders(cohort=world.cohort, now=now)
    [reminder] = reminders(enrolment)
    assert still_needed(reminder, now)
    reach_milestone(enrolment=enrolment, milestone=milestone, by=None, now=now)
    assert reminders(enrolment) == []
    assert not still_needed(reminder, now)
    undo_milestone(enrolment=enrolment, milestone=milestone, by=None, now=now)
    assert len(reminders(enrolment)) == 1


def test_the_line_names_the_milestone_and_its_day(world: World, now: datetime) -> None:
    later_milestone(world)
    schedule_reminders(cohort=world.cohort, now=now)
    [reminder] = reminders(world.mentee_enrolment)
    said = line(reminder)
    assert said is not None
    assert said.text == "Second review is due on 1 May 2026 (Leading with care)"
    Milestone.objects.filter(track=world.track).delete()
    assert line(reminder) is None
    assert not still_needed(reminder, now)


def test_reminders_stop_with_the_running_stage(world: World, now: datetime) -> None:
    later_milestone(world)
    schedule_reminders(cohort=world.cohort, now=now)
    change_stage(cohort=world.cohort, to=Stage.CLOSING, by=None, now=now)
    assert reminders(world.mentee_enrolment) == []
    change_stage(cohort=world.cohort, to=Stage.RUNNING, by=None, now=now)
    assert len(reminders(world.mentee_enrolment)) == 1


def test_the_daily_look_does_nothing_twice(world: World) -> None:
    tend_milestones()
    tend_milestones()
    assert reminders(world.mentee_enrolment) == []  # its only milestone is long past


def test_dates_follow_the_start_of_the_cohort(world: World, now: datetime) -> None:
    reach_milestone(enrolment=world.mentee_enrolment, milestone=world.milestone, by=None, now=now)
    assert calendar(world.cohort) == [(world.milestone, date(2025, 12, 31))]
    [step] = steps_of(world.mentee_enrolment, date(2026, 3, 10))
    assert (step.due_on, step.reached_at, step.late) == (date(2025, 12, 31), now, False)
    [step] = steps_of(world.mentor_enrolment, date(2026, 3, 10))
    assert (step.is_open, step.late) == (True, True)
