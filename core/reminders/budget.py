"""How much may be asked of a person in a week: one budget for reminders, surveys and all else.

The person sets it (`User.weekly_cap`); the week is the last seven days.
"""

from datetime import datetime, timedelta

from django.db import transaction

from core.accounts.models import User
from core.reminders.models import Ask

WEEK = timedelta(days=7)


def left(*, recipient: User, now: datetime) -> int:
    """How many asks the person's week still has room for; never below 0."""
    spent = Ask.objects.filter(recipient=recipient, asked_at__gt=now - WEEK, asked_at__lte=now)
    return max(recipient.weekly_cap - spent.count(), 0)


@transaction.atomic
def spend(*, recipient: User, kind: str, key: str, now: datetime, force: bool = False) -> bool:
    """Take one ask from the budget; False when nothing is left.

    The same `key` is paid once, however often it is spent. `force` always succeeds and counts:
    for what is urgent. The person's row is locked until the caller's transaction ends, so two
    asks at a time can't both take the last one.
    """
    locked = User.objects.select_for_update(no_key=True).get(pk=recipient.pk)
    if Ask.objects.filter(key=key).exists():
        return True
    if not force and not left(recipient=locked, now=now):
        return False
    Ask.objects.create(recipient=locked, kind=kind, key=key, asked_at=now)
    return True
