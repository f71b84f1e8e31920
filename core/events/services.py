"""Append to the journal; let a consumer catch up."""

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Model

from core.doorbell import ring
from core.events.consumers import Consumer, all_consumers, consumer_named
from core.events.frontier import announce_writer, frontier
from core.events.models import ConsumerCursor, DomainEvent
from core.records.references import only_references

if TYPE_CHECKING:
    from core.accounts.models import User


@transaction.atomic
def append(
    *, kind: str, subject: Model, payload: Mapping[str, object], now: datetime, by: "User | None"
) -> DomainEvent:
    """Write an event in the caller's transaction and ring for its consumers after the commit.

    `payload` holds ids, dates and codes only; ValueError for anything that reads like text.
    """
    from core.events import tasks  # noqa: PLC0415 - they need each other

    announce_writer()
    event = DomainEvent.objects.create(
        kind=kind,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        payload=only_references(payload),
        occurred_at=now,
        by=by,
    )
    for consumer in all_consumers():
        if kind in consumer.kinds:
            ring(tasks.consume_events, consumer=consumer.name)
    return event


class Step(Enum):
    """What one look at the journal led to."""

    HANDLED = "handled"
    PASSED = "passed"
    IDLE = "idle"


def consume(*, name: str, now: datetime) -> int:
    """Let the consumer `name` handle all settled events, in order; returns how many.

    Each event and the cursor's move past it are one transaction, so a handler that raises stops
    its own consumer at that event and loses nothing. Only one process at a time works for a
    consumer; another returns 0 at once. Raises KeyError for an unknown name.
    """
    consumer = consumer_named(name)
    ConsumerCursor.objects.bulk_create([ConsumerCursor(name=name)], ignore_conflicts=True)
    handled = 0
    while (step := _step(consumer, now)) is not Step.IDLE:
        handled += step is Step.HANDLED
    return handled


@transaction.atomic
def _step(consumer: Consumer, now: datetime) -> Step:
    cursors = ConsumerCursor.objects.select_for_update(skip_locked=True)
    cursor = cursors.filter(name=consumer.name).first()
    if cursor is None:
        return Step.IDLE
    settled = frontier(cursor.position)
    event = _next_event(consumer, after=cursor.position, until=settled)
    if event is not None:
        consumer.handler(event, now)
        return _move(cursor, event.sequence, Step.HANDLED)
    if settled > cursor.position:
        return _move(cursor, settled, Step.PASSED)
    return Step.IDLE


def _next_event(consumer: Consumer, *, after: int, until: int) -> DomainEvent | None:
    window = DomainEvent.objects.filter(sequence__gt=after, sequence__lte=until)
    return window.filter(kind__in=consumer.kinds).order_by("sequence").first()


def _move(cursor: ConsumerCursor, position: int, step: Step) -> Step:
    cursor.position = position
    cursor.save(update_fields=["position"])
    return step
