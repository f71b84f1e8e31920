"""One at a time, so that many rings for the same work do not all do it.

Only a courtesy: what must not happen twice is held by the claims of rows. The lock ends with the
connection, so a worker that is killed holds up nobody.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import Error, connection


@contextmanager
def alone(work: str) -> Iterator[bool]:
    """Whether nobody else is at this work until the block ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s))", [work])
        free = bool(cursor.fetchone()[0])
    try:
        yield free
    finally:
        if free:
            with suppress(Error), connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtext(%s))", [work])
