"""Send what is in the outbox: claim in one transaction, talk to the server outside of any."""

from contextlib import suppress
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
from core.outbox.kinds import Mail, NothingToSayError, kind_named, once_only_kinds
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
    if reason := reason_not_to_send(message):
        settle(message, State.SUPPRESSED, now, reason)
        return False
    try:
        mail = render(message)
    except NothingToSayError:
        settle(message, State.CANCELLED, now, "nothing to say")
        return False
    return _claim(message, now) and _connect_and_hand_over(message, mail, now)


def due(now: datetime) -> "QuerySet[OutboxMessage]":
    """Messages that may be sent at `now`."""
    ripe = Q(not_before=None) | Q(not_before__lte=now)
    return OutboxMessage.objects.filter(ripe, state=State.PENDING)


def reason_not_to_send(message: OutboxMessage) -> str:
    """Why a message goes to nobody, if so."""
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


def _connect_and_hand_over(message: OutboxMessage, mail: Mail, now: datetime) -> bool:
    connection: BaseEmailBackend = get_connection()
    try:
        connection.open()
    except FAULTS as fault:
        give_back(message, judge(fault, connected=False), now, fault)
        return False
    try:
        return hand_over(message, mail, connection, now) is None
    finally:
        with suppress(*FAULTS):
            connection.close()


def hand_over(
    message: OutboxMessage, mail: Mail, connection: BaseEmailBackend, now: datetime
) -> Verdict | None:
    """Give a claimed message to a server that listens; what its fault means, None without one."""
    try:
        envelope.build(message, mail, connection).send()
    except FAULTS as fault:
        verdict = judge(fault, connected=True)
        give_back(message, verdict, now, fault)
        return verdict
    settle(message, State.SENT, now)
    return None


def give_back(
    message: OutboxMessage, verdict: Verdict, now: datetime, fault: Exception | None
) -> None:
    """Another try later, or the end of it; without a fault, whoever tried was interrupted."""
    error = type(fault).__name__ if fault else "interrupted"
    unsafe = verdict is Verdict.UNKNOWN and kind_named(message.kind).once_only
    if unsafe or verdict is Verdict.HOPELESS or message.attempts >= MAX_ATTEMPTS:
        settle(message, State.FAILED, now, error)
        return
    message.state, message.claimed_at, message.last_error = State.PENDING, None, error
    message.not_before = now + pause_after(message.attempts)
    message.save(update_fields=["state", "claimed_at", "last_error", "not_before"])


def pause_after(attempts: int) -> timedelta:
    """How long to wait after the n-th failed try: 2, 4, 8… minutes, at most six hours."""
    return min(timedelta(minutes=2**attempts), LONGEST_PAUSE)


def settle(message: OutboxMessage, state: State, now: datetime, error: str = "") -> None:
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
        give_back(message, Verdict.UNKNOWN, now, None)


@transaction.atomic
def _ring_again(now: datetime) -> int:
    from core.outbox import batches, tasks  # noqa: PLC0415 - they need each other

    quiet = Q(rung_at=None) | Q(rung_at__lt=now - settings.OUTBOX_RING_AGAIN)
    fresh = Q(not_before__gt=F("rung_at"))
    waiting = due(now).filter(quiet | fresh).order_by("created_at")
    locked = waiting.select_for_update(skip_locked=True, of=("self",))
    found = dict(locked.values_list("pk", "kind")[:BATCH])
    OutboxMessage.objects.filter(pk__in=found).update(rung_at=now)
    alone = [key for key, kind in found.items() if kind in once_only_kinds()]
    for key in alone:
        ring(tasks.send_message, message_id=str(key))
    for lane in batches.lanes(len(found) - len(alone)):
        ring(tasks.send_waiting, lane=lane)
    return len(found)
