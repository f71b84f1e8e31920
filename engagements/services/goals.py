"""Goals: set, moved forward step by step with evidence, reached or let go, shared or not."""

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from core.audit.services import record
from core.events.services import append
from engagements.enums import GoalState
from engagements.models import Engagement, Goal, GoalUpdate
from engagements.services.locking import (
    Closed,
    TooLate,
    free_key,
    lock,
    lock_open,
    lock_row,
    written_before,
)
from engagements.services.sharing import set_readers
from participants.models import Competency, Person
from participants.selectors import person_of

if TYPE_CHECKING:
    from core.accounts.models import User

__all__ = [
    "Closed",
    "TooLate",
    "change_goal",
    "let_go",
    "reach",
    "reopen",
    "set_goal",
    "share_title",
    "take_back_step",
    "update_progress",
]
FULL = 100


@transaction.atomic
def set_goal(
    *,
    engagement: Engagement,
    person: Person,
    title: str,
    by: "User | None",
    now: datetime,
    success: str = "",
    competency: Competency | None = None,
    due_on: date | None = None,
    key: UUID | None = None,
) -> Goal:
    """A goal of `person`, worked on in the relationship. Raises Closed."""
    engagement = lock_open(engagement)
    if before := written_before(Goal, key, engagement=engagement):
        return before
    goal = Goal.objects.create(
        engagement=engagement,
        person=person,
        title=title.strip(),
        success=success.strip(),
        competency=competency,
        due_on=due_on,
        created_at=now,
        **free_key(Goal, key),
    )
    _note("set", goal, by, now)
    return goal


@transaction.atomic
def change_goal(
    *,
    goal: Goal,
    title: str,
    success: str,
    competency: Competency | None,
    due_on: date | None,
    by: "User | None",
    now: datetime,
) -> Goal:
    """Other words, competency or day."""
    goal = _lock(goal)
    goal.title, goal.success = title.strip(), success.strip()
    goal.competency, goal.due_on = competency, due_on
    goal.save()
    _note("changed", goal, by, now)
    return goal


@transaction.atomic
def update_progress(
    *,
    goal: Goal,
    progress: int,
    by: "User | None",
    now: datetime,
    evidence: str = "",
    key: UUID | None = None,
) -> GoalUpdate:
    """A step to `progress` percent, 0 to 100. Raises TooLate for a goal that is not open."""
    goal = _lock(goal)
    if before := written_before(GoalUpdate, key, goal=goal):
        return before
    if goal.state != GoalState.OPEN:
        raise TooLate
    step = GoalUpdate.objects.create(
        goal=goal,
        by=person_of(by) if by else None,
        at=now,
        before=goal.progress,
        after=progress,
        evidence=evidence.strip(),
        created_at=now,
        **free_key(GoalUpdate, key),
    )
    goal.progress = progress
    goal.save(update_fields=["progress"])
    _note("progressed", goal, by, now)
    return step


@transaction.atomic
def take_back_step(*, step: GoalUpdate, by: "User | None", now: datetime) -> None:
    """Undo the latest step of an open goal; the goal stands where it stood. Raises TooLate."""
    goal = _lock(step.goal)
    latest = goal.updates.order_by("-at", "-created_at").first()
    if latest is None or latest.pk != step.pk or goal.state != GoalState.OPEN:
        raise TooLate
    goal.progress = latest.before
    latest.delete()
    goal.save(update_fields=["progress"])
    _note("step_undone", goal, by, now)


@transaction.atomic
def reach(*, goal: Goal, by: "User | None", now: datetime) -> Goal:
    """It is reached."""
    return _set_state(goal, GoalState.REACHED, "reached", by, now)


@transaction.atomic
def let_go(*, goal: Goal, by: "User | None", now: datetime) -> Goal:
    """It is not pursued any more."""
    return _set_state(goal, GoalState.DROPPED, "dropped", by, now)


@transaction.atomic
def reopen(*, goal: Goal, by: "User | None", now: datetime) -> Goal:
    """The way back from both."""
    return _set_state(goal, GoalState.OPEN, "reopened", by, now)


@transaction.atomic
def share_title(
    *,
    goal: Goal,
    title_shared: bool,
    by: "User | None",
    now: datetime,
    manager_until: date | None = None,
) -> Goal:
    """Let the program owner read the title, and the line manager until a day; or neither."""
    goal = _lock(goal)
    set_readers(
        row=goal, action="goals.share", title_shared=title_shared, manager_until=manager_until,
        by=by, now=now,
    )  # fmt: skip
    return goal


def _lock(goal: Goal) -> Goal:
    if goal.engagement:
        lock(goal.engagement)
    return lock_row(goal)


def _set_state(goal: Goal, state: GoalState, verb: str, by: "User | None", now: datetime) -> Goal:
    goal = _lock(goal)
    if goal.state == state:
        return goal
    goal.state, goal.closed_at = state, None if state == GoalState.OPEN else now
    goal.save(update_fields=["state", "closed_at"])
    _note(verb, goal, by, now)
    return goal


def _note(verb: str, goal: Goal, by: "User | None", now: datetime) -> None:
    facts = {"progress": goal.progress}
    record(by=by, action=f"goals.{verb}", subject=goal, now=now, facts=facts)
    payload = {"engagement": goal.engagement_id, "person": goal.person_id} | facts
    append(kind=f"engagements.goal_{verb}", subject=goal, payload=payload, now=now, by=by)
