"""Many keys in one query."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db.models.expressions import RawSQL

#: From here on a list of keys is one value of the query.
MANY = 200


def among(keys: Iterable[UUID]) -> Any:
    """What a filter by `…__in` is given: of thousands of keys Django would make as many values, which
    takes longer than the query itself.
    """
    found: Collection[UUID] = keys if isinstance(keys, Collection) else list(keys)
    if len(found) < MANY:
        return list(found)
    return RawSQL("SELECT unnest(%s::uuid[])", [array_of(found)])


def array_of(keys: Iterable[UUID]) -> str:
    """Keys as PostgreSQL reads an array of them."""
    return "{" + ",".join(map(str, keys)) + "}"
