"""What members promise each other to do."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from core.audit.services import record
from engagements.models import ActionItem, Engagement, Goal, Session
from engagements.services.locking import free_key, lock, lock_open, lock_row, written_before
from participants.models import Person
from participants.selectors import person_of

if TYPE_CHECKING:
    from core.accounts.models import User


@dataclass(frozen=True)
class NewAction:
    """A promise to be: whose, and until when; without an owner it is the one's who writes it."""

    text: str
    owner: Person | None = None
    due_on: date | None = None
    goal: Goal | None = None


class NobodysAction(Exception):
    """A promise needs somebody in the relationship who keeps it."""


@transaction.atomic
def promise(
    *,
    engagement: Engagement,
    action: str | NewAction,
    by: "User | None",
    now: datetime,
    session: Session | None = None,
    key: UUID | None = None,
) -> ActionItem:
    """Keep a promise. Raises Closed, and NobodysAction for an owner who is no member."""
    engagement = lock_open(engagement)
    if before := written_before(ActionItem, key, engagement=engagement):
        return before
    new = NewAction(action) if isinstance(action, str) else action
    owner = new.owner or (person_of(by) if by else None)
    if owner is None or not engagement.members.filter(person=owner).exists():
        raise NobodysAction
    item = ActionItem.objects.create(
        engagement=engagement,
        session=session,
        goal=new.goal,
        owner=owner,
        text=new.text.strip(),
        due_on=new.due_on,
        created_at=now,
        **free_key(ActionItem, key),
    )
    record(by=by, action="actions.promise", subject=item, now=now)
    return item


@transaction.atomic
def mark_done(*, action: ActionItem, by: "User | None", now: datetime) -> None:
    """It is done; twice is once."""
    _set_done(action, now, "actions.done", by, now)


@transaction.atomic
def undo_done(*, action: ActionItem, by: "User | None", now: datetime) -> None:
    """It is open again."""
    _set_done(action, None, "actions.reopen", by, now)


def _set_done(
    action: ActionItem, done_at: datetime | None, verb: str, by: "User | None", now: datetime
) -> None:
    lock(action.engagement)
    row = lock_row(action)
    if bool(row.done_at) == bool(done_at):
        return
    row.done_at = done_at
    row.save(update_fields=["done_at"])
    record(by=by, action=verb, subject=row, now=now)
