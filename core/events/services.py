"""Append to the journal; let a consumer catch up."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
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


@transaction.atomic(savepoint=False)
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


#: So many events are handled in one transaction at most: locks are held for as long.
BATCH = 50


@dataclass(frozen=True)
class Batch:
    """What one look at the journal led to."""

    handled: int = 0
    moved: bool = False


def consume(*, name: str, now: datetime) -> int:
    """Let the consumer `name` handle all settled events, in order; returns how many.

    Events are handled a batch at a time, and the cursor's move past them is part of the same
    transaction. A handler that raises takes its batch back, which is then handled event by event:
    so it stops its own consumer at that event, keeps what came before it, and loses nothing. Only
    one process at a time works for a consumer; another returns 0 at once. Raises KeyError for an
    unknown name, and whatever the handler raised.
    """
    consumer = consumer_named(name)
    ConsumerCursor.objects.bulk_create([ConsumerCursor(name=name)], ignore_conflicts=True)
    try:
        return _catch_up(consumer, now, most=BATCH)
    except Exception:
        _catch_up(consumer, now, most=1)
        raise


def _catch_up(consumer: Consumer, now: datetime, *, most: int) -> int:
    handled, batch = 0, Batch(moved=True)
    while batch.moved:
        batch = _batch(consumer, now, most)
        handled += batch.handled
    return handled


@transaction.atomic
def _batch(consumer: Consumer, now: datetime, most: int) -> Batch:
    cursors = ConsumerCursor.objects.select_for_update(skip_locked=True)
    cursor = cursors.filter(name=consumer.name).first()
    if cursor is None:
        return Batch()
    settled = frontier(cursor.position)
    events = _next_events(consumer, most, after=cursor.position, until=settled)
    for event in events:
        consumer.handler(event, now)
    reached = events[-1].sequence if len(events) == most else settled
    return Batch(len(events), _move(cursor, reached))


def _next_events(consumer: Consumer, most: int, *, after: int, until: int) -> list[DomainEvent]:
    window = DomainEvent.objects.filter(sequence__gt=after, sequence__lte=until)
    return list(window.filter(kind__in=consumer.kinds).order_by("sequence")[:most])


def _move(cursor: ConsumerCursor, position: int) -> bool:
    """Whether that is further."""
    if position <= cursor.position:
        return False
    cursor.position = position
    cursor.save(update_fields=["position"])
    return True
