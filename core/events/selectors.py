"""What waits to be read."""

from datetime import datetime

from core.events.consumers import all_consumers
from core.events.models import ConsumerCursor, DomainEvent


def oldest_unread() -> datetime | None:
    """When the oldest event happened that a registered consumer has not dealt with yet."""
    positions = dict(ConsumerCursor.objects.values_list("name", "position"))
    waiting: list[datetime] = []
    for consumer in all_consumers():
        unread = DomainEvent.objects.filter(
            kind__in=consumer.kinds, sequence__gt=positions.get(consumer.name, 0)
        )
        waiting += unread.order_by("sequence").values_list("occurred_at", flat=True)[:1]
    return min(waiting, default=None)
