"""How far the journal can be read without passing an event that is still being written.

Numbers are handed out in order but commit out of order: a consumer that jumps to the highest
number it sees would never see a lower one that commits later. Every writer therefore holds a
shared advisory lock from before it takes a number until its transaction ends. If the exclusive
lock can be had for a moment, nobody is writing, and every number handed out before is settled.
Otherwise reading stops before the first missing number, which may be on its way.
"""

from typing import Any

from django.db import connection

from core.events.models import DomainEvent

WRITERS = 0x6576656E74  # "event": the advisory lock's key
WINDOW = 200


def announce_writer() -> None:
    """Hold the writers' lock until the current transaction ends."""
    _scalar("SELECT pg_advisory_xact_lock_shared(%s)::text", [WRITERS])


def frontier(position: int) -> int:
    """The highest number n ≥ position such that no event up to n can still appear."""
    handed_out = _handed_out()
    return max(position, handed_out) if _nobody_writes() else _before_first_gap(position)


def _handed_out() -> int:
    table = DomainEvent._meta.db_table
    sequence = _scalar("SELECT pg_get_serial_sequence(%s, 'sequence')", [table])
    last = f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {sequence}"  # noqa: S608
    return int(_scalar(last))


def _nobody_writes() -> bool:
    if not _scalar("SELECT pg_try_advisory_lock(%s)", [WRITERS]):
        return False
    _scalar("SELECT pg_advisory_unlock(%s)", [WRITERS])
    return True


def _before_first_gap(position: int) -> int:
    later = DomainEvent.objects.filter(sequence__gt=position).order_by("sequence")
    for sequence in later.values_list("sequence", flat=True)[:WINDOW]:
        if sequence != position + 1:
            break
        position = sequence
    return position


def _scalar(statement: str, parameters: list[str | int] | None = None) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchone()[0]
