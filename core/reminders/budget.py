"""How much may be asked of a person in a week: one budget for reminders, surveys and all else.

The person sets it (`User.weekly_cap`); the week is the last seven days.
"""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count

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


class Ledger:
    """The weeks of several people whose rows the caller has locked: read at once, written at once.

    It gives what `spend` would give, one after the other; nothing is kept before `write`.
    """

    def __init__(self, people: Iterable[User], keys: Collection[str], now: datetime) -> None:
        """`keys` are those that may be spent."""
        self.now = now
        caps = {user.pk: user.weekly_cap for user in people}
        asked = Ask.objects.filter(recipient__in=caps, asked_at__gt=now - WEEK, asked_at__lte=now)
        counted = dict(asked.order_by().values_list("recipient").annotate(Count("pk")))
        self._left = {person: cap - counted.get(person, 0) for person, cap in caps.items()}
        self._paid = set(Ask.objects.filter(key__in=keys).values_list("key", flat=True))
        self._new: list[Ask] = []

    def spend(self, *, recipient: User, kind: str, key: str, force: bool = False) -> bool:
        """Take one ask; False when nothing is left. See `spend` of this module."""
        if key in self._paid:
            return True
        if not force and self._left[recipient.pk] <= 0:
            return False
        self._left[recipient.pk] -= 1
        self._paid.add(key)
        self._new.append(Ask(recipient=recipient, kind=kind, key=key, asked_at=self.now))
        return True

    def write(self) -> None:
        """Keep what was spent."""
        Ask.objects.bulk_create(self._new)
