"""Milestones: reached, taken back, and remembered before they are due."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from core.audit.services import record
from core.events.services import append
from core.reminders.clock import morning_of
from core.reminders.services import cancel, schedule
from programs.enums import EnrolmentState, Stage
from programs.models import Cohort, Enrolment, Milestone, MilestoneProgress
from programs.selectors.milestones import due_on

if TYPE_CHECKING:
    from core.accounts.models import User

REMINDER = "programs.milestone"
#: So many days before a milestone, in the morning on the participant's own clock.
AHEAD = timedelta(days=3)


@transaction.atomic
def reach_milestone(
    *, enrolment: Enrolment, milestone: Milestone, by: "User | None", now: datetime
) -> MilestoneProgress:
    """The participant has reached the milestone; a second time changes nothing."""
    progress, created = MilestoneProgress.objects.get_or_create(
        enrolment=enrolment, milestone=milestone, defaults={"reached_at": now}
    )
    if created:
        cancel(kind=REMINDER, subject=enrolment, occurrence_key=_key(milestone), now=now)
        _note("programs.milestone_reached", enrolment, milestone, by, now)
    return progress


@transaction.atomic
def undo_milestone(
    *, enrolment: Enrolment, milestone: Milestone, by: "User | None", now: datetime
) -> None:
    """The way back; nothing to do where it was not reached."""
    gone, _rows = MilestoneProgress.objects.filter(
        enrolment=enrolment, milestone=milestone
    ).delete()
    if gone:
        _note("programs.milestone_undone", enrolment, milestone, by, now)
        _schedule(enrolment, milestone, now)


def _note(
    kind: str, enrolment: Enrolment, milestone: Milestone, by: "User | None", now: datetime
) -> None:
    facts = {"milestone": milestone.pk}
    record(by=by, action=kind, subject=enrolment, now=now, facts=facts)
    append(kind=kind, subject=enrolment, payload=facts, now=now, by=by)


@transaction.atomic
def schedule_reminders(*, cohort: Cohort, now: datetime, enrolment: Enrolment | None = None) -> int:
    """See that every participant is reminded of what lies ahead; returns how many reminders.

    Safe to repeat: run again when somebody joins, when dates move, and once a day.
    """
    rows = Enrolment.objects.filter(cohort=cohort, state=EnrolmentState.SELECTED)
    if enrolment is not None:
        rows = rows.filter(pk=enrolment.pk)
    reached = set(
        MilestoneProgress.objects.filter(enrolment__in=rows).values_list("enrolment", "milestone")
    )
    people = rows.exclude(person__user=None).select_related("cohort", "person__user")
    plan = [(row, step) for row in people for step in _steps(cohort, row)]
    open_ones = [(row, step) for row, step in plan if (row.pk, step.pk) not in reached]
    return sum(_schedule(row, step, now) for row, step in open_ones)


def _steps(cohort: Cohort, enrolment: Enrolment) -> list[Milestone]:
    return [
        step
        for step in Milestone.objects.filter(track__program=cohort.program_id)
        if step.track_id == enrolment.track_id
    ]


def _schedule(enrolment: Enrolment, milestone: Milestone, now: datetime) -> bool:
    user = enrolment.person.user
    if enrolment.cohort.stage != Stage.RUNNING or user is None:
        return False
    due = morning_of(due_on(milestone, enrolment.cohort) - AHEAD)
    if due <= timezone.localtime(now, user.zone).replace(tzinfo=None):
        return False
    schedule(
        kind=REMINDER,
        subject=enrolment,
        recipient=user,
        occurrence_key=_key(milestone),
        local_due=due,
        now=now,
    )
    return True


@transaction.atomic
def cancel_reminders(*, cohort: Cohort, now: datetime) -> int:
    """Remind nobody of the cohort any more; returns how many reminders went."""
    return sum(cancel(kind=REMINDER, subject=row, now=now) for row in cohort.enrolments.all())


def _key(milestone: Milestone) -> str:
    return f"milestone:{milestone.pk}"
