"""What the writes of a relationship have in common: they take turns, and only while it is open."""

from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from django.db.models import Model

from engagements.models import Engagement
from engagements.permissions import is_open

if TYPE_CHECKING:
    from datetime import datetime

M = TypeVar("M", bound=Model)


class Closed(Exception):
    """The relationship has ended: nothing new is written into it."""


class TooEarly(Exception):
    """It lies in the future."""


class TooLate(Exception):
    """It lies in the past, or has been dealt with."""


def lock(engagement: Engagement) -> Engagement:
    """The relationship as it is now; others wait until the transaction ends."""
    return Engagement.objects.select_for_update().get(pk=engagement.pk)


def lock_open(engagement: Engagement) -> Engagement:
    """The same. Raises Closed once it has ended."""
    locked = lock(engagement)
    if not is_open(locked):
        raise Closed
    return locked


def lock_row(row: M) -> M:
    """The row as it is now, locked. Raises its DoesNotExist when it is gone."""
    return type(row)._base_manager.select_for_update().get(pk=row.pk)


def written_before(model: type[M], key: UUID | None, **belongs: object) -> M | None:
    """The row that an earlier posting of the same form has made; forms make its key beforehand."""
    return key and model._base_manager.filter(pk=key, **belongs).first()  # type: ignore[return-value]


def free_key(model: type[Model], key: UUID | None) -> dict[str, UUID]:
    """The key as an argument of the model, unless somebody else's row has it."""
    return {} if key is None or model._base_manager.filter(pk=key).exists() else {"id": key}


def not_before(moment: "datetime", now: "datetime") -> None:
    """Raises TooLate for a moment that has passed."""
    if moment < now:
        raise TooLate
