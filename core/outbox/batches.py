"""Many messages at once: one claim and one connection for a batch, each message settled by itself.

What must not be sent again after a crash (`once_only`) never travels in a batch: whoever dies
leaves the whole batch in doubt, and only for other mail does doubt mean "again".
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from time import monotonic

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F

from core.outbox import delivery
from core.outbox.enums import State
from core.outbox.faults import FAULTS, Verdict, judge
from core.outbox.kinds import NothingToSayError, once_only_kinds
from core.outbox.models import OutboxMessage
from core.outbox.rendering import render

SIZE = 50
#: Seconds after which the rest goes back, long before anybody takes it for left behind.
LONGEST = 120
#: How many workers are called together.
LANES = 4


def lanes(number: int) -> Iterator[str]:
    """One argument for each ring that so many messages are worth."""
    yield from map(str, range(min(LANES, -(-number // SIZE))))


def send_batch(*, now: datetime) -> bool:
    """Send some of what is due; True when more may wait and the mail server works."""
    waiting = _claim(now)
    if not waiting:
        return False
    full, until = len(waiting) == SIZE, monotonic() + LONGEST
    connection: BaseEmailBackend = get_connection()
    try:
        connection.open()
    except FAULTS as fault:
        for message in waiting:
            delivery.give_back(message, judge(fault, connected=False), now, fault)
        return False
    try:
        while waiting and monotonic() < until and _send_first(waiting, connection, now):
            pass
        return full and not waiting
    finally:
        _release(waiting)
        with suppress(*FAULTS):
            connection.close()


@transaction.atomic
def _claim(now: datetime) -> list[OutboxMessage]:
    """The messages of a batch, oldest first."""
    free = delivery.due(now).exclude(kind__in=once_only_kinds()).order_by("created_at")
    locked = free.select_for_update(skip_locked=True, of=("self",))
    mine = OutboxMessage.objects.filter(pk__in=list(locked.values_list("pk", flat=True)[:SIZE]))
    mine.update(state=State.SENDING, claimed_at=now, attempts=F("attempts") + 1)
    return list(mine.select_related("recipient").order_by("created_at"))


def _send_first(waiting: list[OutboxMessage], connection: BaseEmailBackend, now: datetime) -> bool:
    """Send or settle the first message; False when the connection can't be used any more."""
    message = waiting[0]
    if reason := delivery.reason_not_to_send(message):
        delivery.settle(message, State.SUPPRESSED, now, reason)
        del waiting[0]
        return True
    done = False
    try:
        mail = render(message)
        done = True
    except NothingToSayError:
        delivery.settle(message, State.CANCELLED, now, "nothing to say")
        done = True
        return True
    finally:
        del waiting[0]
        if not done:  # a fault in a template is raised, and must not hold up the others for ever
            _release([message])
            later = now + delivery.pause_after(message.attempts)
            delivery.due(now).filter(pk=message.pk).update(not_before=later)
    return delivery.hand_over(message, mail, connection, now) is not Verdict.UNKNOWN


def _release(untried: list[OutboxMessage]) -> None:
    """Give back what has not been tried."""
    held = OutboxMessage.objects.filter(pk__in=[row.pk for row in untried], state=State.SENDING)
    held.update(state=State.PENDING, claimed_at=None, attempts=F("attempts") - 1)
