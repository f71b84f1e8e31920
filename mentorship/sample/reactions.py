"""What higher rooms do when something happens, on the day of the story on which it happens.

The consumers themselves read on after the commit, as always: each bears to be called twice.
"""

from datetime import datetime

from django.db.models import Max

from core.events.consumers import all_consumers
from core.events.models import DomainEvent
from mentorship.sample.clock import Act
from metrics.reacting import NAME as STALE_FIGURES


def reactor() -> Act:
    """An act that hands the sample's events since the last time to their consumers.

    Not to those who note whose figures are stale: the walk counts every month in full.
    """
    wanted = [one for one in all_consumers() if one.name != STALE_FIGURES]
    kinds = frozenset[str]().union(*(one.kinds for one in wanted))
    position = DomainEvent.objects.aggregate(last=Max("sequence"))["last"] or 0

    def act(now: datetime) -> None:
        nonlocal position
        rows = DomainEvent.objects.filter(sequence__gt=position, kind__in=kinds)
        for event in rows.filter(by__is_sample=True).order_by("sequence"):
            position = event.sequence
            for consumer in wanted:
                if event.kind in consumer.kinds:
                    consumer.handler(event, now)

    return act
