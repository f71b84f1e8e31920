"""How views fetch and authorise in one step."""

from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

M = TypeVar("M", bound=Model)


def get_visible_or_404(
    source: type[M] | QuerySet[M], user: Any, *, lock: bool = False, **lookup: Any
) -> M:
    """The one visible row that matches, or 404: what one may not know of does not exist.

    `source` is a model or a queryset of one (for select_related). Raises Http404.
    """
    rows = source._default_manager.all() if isinstance(source, type) else source
    allowed = source if isinstance(source, type) else source.model
    visible = allowed._default_manager.visible_to(user).values("pk")  # type: ignore[attr-defined]
    rows = rows.filter(pk__in=visible)
    return get_object_or_404(rows.select_for_update() if lock else rows, **lookup)


def require(allowed: bool) -> None:
    """403 for those who may read but not do this. Raises PermissionDenied."""
    if not allowed:
        raise PermissionDenied


def reveal_if(allowed: bool) -> None:
    """404 for those who may not even know of a page. Raises Http404."""
    if not allowed:
        raise Http404
