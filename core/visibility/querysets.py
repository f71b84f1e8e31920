"""Querysets that know who is looking."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models

from core.visibility.registry import rows_for

if TYPE_CHECKING:
    from core.accounts.models import User


class VisibleQuerySet(models.QuerySet[Any]):
    """A queryset with the one door."""

    def visible_to(self, user: "User | Any") -> Self:
        """The rows that the registered providers let `user` see; an empty set without any."""
        return self.filter(rows_for(self.model, user))


VisibleManager = models.Manager.from_queryset(VisibleQuerySet)
