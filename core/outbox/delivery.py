"""Send what is in the outbox: claim in one transaction, talk to the server outside of any."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F, Q, QuerySet

from core.doorbell import ring
from core.outbox import envelope
from core.outbox.enums import SETTLED, State
from core.outbox.faults import FAULTS, Verdict, judge
from core.outbox.kinds import Mail, NothingToSayError, kind_named
from core.outbox.models import OutboxMessage
from core.outbox.rendering import render

DEMO_MAILBOX = "core.outbox.mailbox.MailboxBackend"
#: Longer than any try can take (EMAIL_TIMEOUT), so that whoever held the message is gone.
STALE = timedelta(minutes=10)
MAX_ATTEMPTS = 12
LONGEST_PAUSE = timedelta(hours=6)
BATCH = 500


def send(*, message_id: str, now: datetime) -> bool:
    """Send one message if it is due and nobody else has it; True when it went out now.

    The words are made before the claim, so a fault in a template leaves the message waiting.
    """
    message = due(now).filter(pk=message_id).select_related("recipient").first()
    if message is None:
        return False
    if reason := _reason_not_to_send(message):
        _settle(message, State.SUPPRESSED, now, reason)
        return False
    try:
        mail = render(message)
    except NothingToSayError:
        _settle(message, State.CANCELLED, now, "nothing to say")
        return False
    return _claim(message, now) and _hand_over(message, mail, now)


def due(now: datetime) -> "QuerySet[OutboxMessage]":
    """Messages that may be sent at `now`."""
    ripe = Q(not_before=None) | Q(not_before__lte=now)
    return OutboxMessage.objects.filter(ripe, state=State.PENDING)


def _reason_not_to_send(message: OutboxMessage) -> str:
    if message.is_sample and settings.EMAIL_BACKEND != DEMO_MAILBOX:
        return "sample"
    if message.recipient is not None and not message.recipient.is_active:
        return "deactivated"
    return ""


@transaction.atomic
def _claim(message: OutboxMessage, now: datetime) -> bool:
    free = due(now).select_for_update(skip_locked=True, of=("self",))
    if not free.filter(pk=message.pk).exists():
        return False
    message.state, message.claimed_at = State.SENDING, now
    message.attempts += 1
    message.save(update_fields=["state", "claimed_at", "attempts"])
    return True


def _hand_over(message: OutboxMessage, mail: Mail, now: datetime) -> bool:
    connection: BaseEmailBackend = get_connection()
    connected = False
    try:
        connection.open()
        connected = True
        envelope.build(message, mail, connection).send()
    except FAULTS as fault:
        _give_back(message, judge(fault, connected=connected), now, type(fault).__name__)
        return False
    finally:
        if connected:
            connection.close()
    _settle(message, State.SENT, now)
    return True


def _give_back(message: OutboxMessage, verdict: Verdict, now: datetime, error: str) -> None:
    """Another try later, or the end of it."""
    unsafe = verdict is Verdict.UNKNOWN and kind_named(message.kind).once_only
    if unsafe or verdict is Verdict.HOPELESS or message.attempts >= MAX_ATTEMPTS:
        _settle(message, State.FAILED, now, error)
        return
    message.state, message.claimed_at, message.last_error = State.PENDING, None, error
    message.not_before = now + pause_after(message.attempts)
    message.save(update_fields=["state", "claimed_at", "last_error", "not_before"])


def pause_after(attempts: int) -> timedelta:
    """How long to wait after the n-th failed try: 2, 4, 8… minutes, at most six hours."""
    return min(timedelta(minutes=2**attempts), LONGEST_PAUSE)


def _settle(message: OutboxMessage, state: State, now: datetime, error: str = "") -> None:
    """Note the end of a message, even if the sweeper has meanwhile given it back."""
    rows = OutboxMessage.objects.filter(pk=message.pk).exclude(state__in=SETTLED)
    rows.update(state=state, settled_at=now, claimed_at=None, last_error=error)


def sweep(*, now: datetime) -> int:
    """Free messages whose sender died, and ring again for all that are due; returns how many."""
    _recover(now)
    return _ring_again(now)


@transaction.atomic
def _recover(now: datetime) -> None:
    held = OutboxMessage.objects.filter(state=State.SENDING, claimed_at__lt=now - STALE)
    for message in held.select_for_update(skip_locked=True, of=("self",))[:BATCH]:
        _give_back(message, Verdict.UNKNOWN, now, "interrupted")


@transaction.atomic
def _ring_again(now: datetime) -> int:
    from core.outbox import tasks  # noqa: PLC0415 - they need each other

    quiet = Q(rung_at=None) | Q(rung_at__lt=now - settings.OUTBOX_RING_AGAIN)
    fresh = Q(not_before__gt=F("rung_at"))
    waiting = due(now).filter(quiet | fresh).order_by("created_at")
    keys = list(
        waiting.select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True)[
            :BATCH
        ]
    )
    OutboxMessage.objects.filter(pk__in=keys).update(rung_at=now)
    for key in keys:
        ring(tasks.send_message, message_id=str(key))
    return len(keys)
