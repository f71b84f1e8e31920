"""Holding one import while it is changed, and being sure that it is still what one thought."""

from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from core.imports.enums import State
from core.imports.models import ImportBatch


class NotNow(Exception):
    """The import is not in a state in which this can be done; the message says so."""


def locked(batch_id: Any, *states: State) -> ImportBatch:
    """The import, locked until the transaction ends. Raises NotNow outside `states`."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch_id)
    if states and batch.state not in states:
        raise NotNow(
            _("This import is in another state now: %(state)s.")
            % {"state": State(batch.state).label.lower()}
        )
    return batch


def one_writer(kind: str) -> None:
    """Hold the kind until the transaction ends, so that two imports never interleave."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"import:{kind}"])
