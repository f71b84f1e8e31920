"""The one way in which lines of the ledger go: with the contract, when its program's time is over."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def unlocked() -> Iterator[None]:
    """Let this transaction delete lines of the ledger: for retention and for invented data only."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('ledger.unlocked', 'on', true)")
        yield
        cursor.execute("SELECT set_config('ledger.unlocked', 'off', true)")
