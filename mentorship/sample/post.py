"""Mail and reminders during the walk: the last weeks' mail is delivered, older mail is settled."""

from collections.abc import Callable
from datetime import datetime

from django.db.models import F

from core.outbox import delivery
from core.outbox.enums import State
from core.outbox.models import DemoMail, OutboxMessage


def postman(since: datetime) -> Callable[[datetime], None]:
    """Told after each act what time it is, it delivers what is due, at that time."""
    settled = False

    def passed(now: datetime) -> None:
        nonlocal settled
        if now < since:
            return
        if not settled:
            settle(before=since)
            settled = True
        deliver(now)

    return passed


def settle(*, before: datetime) -> None:
    """What lies in the past went to nobody: no mail of the sample ever leaves."""
    old = OutboxMessage.objects.filter(state=State.PENDING, is_sample=True, created_at__lt=before)
    old.update(state=State.SUPPRESSED, settled_at=F("created_at"), last_error="sample")


def deliver(now: datetime) -> None:
    """Send what is due; the demo's mailbox shows it under the date of the walk."""
    waiting = delivery.due(now).filter(is_sample=True)
    rows = dict(waiting.values_list("pk", "message_id"))
    for key in rows:
        delivery.send(message_id=str(key), now=now)
    if rows:
        DemoMail.objects.filter(message_id__in=rows.values()).update(created_at=now)
