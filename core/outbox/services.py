"""Put mail into the outbox, take it out again, and show it beforehand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.validators import validate_email
from django.db import transaction

from core.doorbell import ring
from core.outbox.enums import State
from core.outbox.kinds import Mail, kind_named
from core.outbox.models import OutboxMessage
from core.outbox.rendering import render
from core.records.references import only_references

if TYPE_CHECKING:
    from core.accounts.models import User


@dataclass(frozen=True)
class Letter:
    """What is written to whom: the arguments of `enqueue`."""

    kind: str
    recipient: "User | str"
    parameters: Mapping[str, object]
    dedupe_key: str


@transaction.atomic
def enqueue(
    *,
    kind: str,
    recipient: "User | str",
    parameters: Mapping[str, object],
    dedupe_key: str,
    now: datetime,
    not_before: datetime | None = None,
) -> OutboxMessage:
    """The message of `dedupe_key`, written in the caller's transaction unless it exists already.

    `recipient` is a user, or an address for somebody without one. `parameters` holds ids, dates
    and codes. Raises KeyError for an unknown kind, ValueError for parameters that carry text,
    ValidationError for what is no address.
    """
    from core.outbox import tasks  # noqa: PLC0415 - they need each other

    new = _addressed(Letter(kind, recipient, parameters, dedupe_key), now)
    new.not_before = not_before
    OutboxMessage.objects.bulk_create([new], ignore_conflicts=True)
    message = OutboxMessage.objects.get(dedupe_key=dedupe_key)
    if message.pk == new.pk and (not_before is None or not_before <= now):
        ring(tasks.send_message, message_id=str(message.pk))
    return message


@transaction.atomic
def enqueue_all(letters: Iterable[Letter], *, now: datetime) -> None:
    """As `enqueue` of each, in one query and without a ring: the caller rings once for all."""
    messages = [_addressed(letter, now) for letter in letters]
    OutboxMessage.objects.bulk_create(messages, ignore_conflicts=True)


def _addressed(letter: Letter, now: datetime) -> OutboxMessage:
    kind_named(letter.kind)
    new = _new_message(letter.recipient)
    new.kind, new.dedupe_key = letter.kind, letter.dedupe_key
    new.parameters = only_references(letter.parameters)
    new.created_at = new.rung_at = now
    return new


def _new_message(recipient: "User | str") -> OutboxMessage:
    if isinstance(recipient, str):
        validate_email(recipient)
        message = OutboxMessage(to_email=recipient)
    else:
        message = OutboxMessage(recipient=recipient, is_sample=recipient.is_sample)
    message.message_id = f"<{message.id}@{_domain()}>"
    return message


def _domain() -> str:
    return settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip("> ")


@transaction.atomic
def cancel(*, dedupe_key: str, now: datetime) -> bool:
    """Take a message out that nobody has begun to send; False when there is none to take out."""
    waiting = OutboxMessage.objects.filter(dedupe_key=dedupe_key, state=State.PENDING)
    return bool(waiting.update(state=State.CANCELLED, settled_at=now))


def preview(*, kind: str, parameters: Mapping[str, object], recipient: "User | str") -> Mail:
    """The mail that `enqueue` with the same arguments would lead to; stores and sends nothing.

    Raises NothingToSayError when there would be none.
    """
    message = _new_message(recipient)
    message.kind = kind
    message.parameters = only_references(parameters)
    return render(message)


def ring_for(number: int) -> None:
    """Tell the workers that so many messages wait, once for all of them."""
    from core.outbox import batches, tasks  # noqa: PLC0415 - they need each other

    for lane in batches.lanes(number):
        ring(tasks.send_waiting, lane=lane)
