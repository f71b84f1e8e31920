"""Who reacts to which events; rooms register from AppConfig.ready()."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from core.events.models import DomainEvent

Handler = Callable[[DomainEvent, datetime], None]


@dataclass(frozen=True)
class Consumer:
    """A name with a cursor of its own, the kinds it cares about, and what it does."""

    name: str
    kinds: frozenset[str]
    handler: Handler


_consumers: dict[str, Consumer] = {}


def register_consumer(name: str, kinds: Iterable[str], handler: Handler) -> None:
    """Call `handler(event, now)` for each event of `kinds`, in order.

    The handler must bear being called twice for one event. Raises ValueError for a taken name.
    """
    consumer = Consumer(name, frozenset(kinds), handler)
    if _consumers.setdefault(name, consumer) != consumer:
        raise ValueError(f"another consumer is named {name!r}")


def consumer_named(name: str) -> Consumer:
    """The registered consumer; KeyError without one."""
    return _consumers[name]


def all_consumers() -> list[Consumer]:
    """Every registered consumer."""
    return list(_consumers.values())
