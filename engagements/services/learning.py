"""What a person learns by: planned, done, shown to others or not, taken away and brought back."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from core.audit.services import record
from engagements.enums import LearningKind
from engagements.models import Goal, Learning
from engagements.services.locking import TooEarly, free_key, lock_row, written_before
from engagements.services.sharing import set_readers
from participants.models import Competency, Person

if TYPE_CHECKING:
    from core.accounts.models import User

__all__ = ["NotTheirs", "TooEarly", "Undated"]


class NotTheirs(Exception):
    """Somebody learns for a goal of their own."""


class Undated(Exception):
    """It is neither planned for a day nor done on one."""


@transaction.atomic
def note(
    *,
    person: Person,
    title: str,
    kind: str,
    by: "User | None",
    now: datetime,
    goal: Goal | None = None,
    competency: Competency | None = None,
    planned_on: date | None = None,
    done_on: date | None = None,
    key: UUID | None = None,
) -> Learning:
    """Something to learn by, or that somebody has. Raises NotTheirs, Undated, TooEarly."""
    if before := written_before(Learning, key, person=person):
        return before
    item = Learning(person=person, created_at=now, **free_key(Learning, key))
    _write(item, title, kind, goal, competency, planned_on, done_on, now)
    record(by=by, action="learning.note", subject=item, now=now)
    return item


@transaction.atomic
def change(
    *,
    item: Learning,
    title: str,
    kind: str,
    goal: Goal | None,
    competency: Competency | None,
    planned_on: date | None,
    done_on: date | None,
    by: "User | None",
    now: datetime,
) -> Learning:
    """Other words, days, goal or competency. Raises NotTheirs, Undated, TooEarly.

    Under another goal, others would read the title: it is shared anew or not at all.
    """
    item = lock_row(item)
    if item.goal_id != (goal.pk if goal else None):
        item.title_shared = False
    _write(item, title, kind, goal, competency, planned_on, done_on, now)
    record(by=by, action="learning.change", subject=item, now=now)
    return item


@transaction.atomic
def mark_done(*, item: Learning, on: date, by: "User | None", now: datetime) -> Learning:
    """Done on that day; twice is once. Raises TooEarly for a day to come."""
    item = lock_row(item)
    if item.done_on is None:
        _not_ahead(on, now)
        item.done_on = on
        item.save(update_fields=["done_on"])
        record(by=by, action="learning.done", subject=item, now=now)
    return item


@transaction.atomic
def undo_done(*, item: Learning, by: "User | None", now: datetime) -> Learning:
    """Still to do, on the day for which it was planned, else on the day it was said to be done."""
    item = lock_row(item)
    if item.done_on is not None:
        item.planned_on, item.done_on = item.planned_on or item.done_on, None
        item.save(update_fields=["planned_on", "done_on"])
        record(by=by, action="learning.reopen", subject=item, now=now)
    return item


@transaction.atomic
def share_title(
    *,
    item: Learning,
    title_shared: bool,
    by: "User | None",
    now: datetime,
    manager_until: date | None = None,
) -> Learning:
    """Let the owner of the goal's program read the title, and the line manager until a day."""
    item = lock_row(item)
    set_readers(
        row=item, action="learning.share", title_shared=title_shared, manager_until=manager_until,
        by=by, now=now,
    )  # fmt: skip
    return item


@transaction.atomic
def remove(*, item: Learning, by: "User | None", now: datetime) -> Learning:
    """Gone for everybody; for some weeks its owner can bring it back."""
    return _set_removed(item, now, "learning.remove", by, now)


@transaction.atomic
def restore(*, item: Learning, by: "User | None", now: datetime) -> Learning:
    """The way back."""
    return _set_removed(item, None, "learning.restore", by, now)


def _write(
    item: Learning,
    title: str,
    kind: str,
    goal: Goal | None,
    competency: Competency | None,
    planned_on: date | None,
    done_on: date | None,
    now: datetime,
) -> None:
    if goal and goal.person_id != item.person_id:
        raise NotTheirs
    if planned_on is None and done_on is None:
        raise Undated
    if done_on:
        _not_ahead(done_on, now)
    item.title, item.kind = title.strip(), LearningKind(kind)
    item.goal, item.competency = goal, competency
    item.planned_on, item.done_on = planned_on, done_on
    item.save()


def _not_ahead(day: date, now: datetime) -> None:
    """A day that has begun nowhere on earth has not been."""
    if day > (now + timedelta(hours=14)).date():
        raise TooEarly


def _set_removed(
    item: Learning, at: datetime | None, verb: str, by: "User | None", now: datetime
) -> Learning:
    item = lock_row(item)
    if bool(item.removed_at) != bool(at):
        item.removed_at = at
        item.save(update_fields=["removed_at"])
        record(by=by, action=verb, subject=item, now=now)
    return item
