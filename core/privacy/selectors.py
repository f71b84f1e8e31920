"""Reads what was published."""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import QuerySet

from core.privacy.models import Release, ReleasedVector, SealedVector


def release_for(*, metric: str, audience: str, period: str, scope: str = "") -> Release | None:
    """The release of exactly this metric, audience, period and scope, if there is one."""
    return Release.objects.filter(
        metric=metric, audience=audience, period=period, scope=scope
    ).first()


def latest_release(*, metric: str, audience: str, scope: str = "") -> Release | None:
    """The release that was published last, whatever its period."""
    return releases(metric=metric, audience=audience, scope=scope).last()


def releases(*, metric: str, audience: str, scope: str = "") -> QuerySet[Release]:
    """Every release of this metric to this audience about this scope, oldest first: a trend."""
    return Release.objects.filter(metric=metric, audience=audience, scope=scope).order_by(
        "released_at", "period"
    )


def memory(*, metric: str, period: str | None = None) -> Iterator[frozenset[UUID]]:
    """The people of each released figure of the metric, in `period` or in all of them.

    Audiences and scopes are pooled on purpose: one reader may hold two roles, and two readers
    may talk.
    """
    vectors = ReleasedVector.objects.filter(release__metric=metric)
    if period is not None:
        vectors = vectors.filter(release__period=period)
    for people in vectors.order_by("created_at", "id").values_list("people", flat=True):
        yield frozenset(people)


def sealed_memory(*, metric: str) -> list[frozenset[str]]:
    """As `memory`, of figures whose people are sealed; in all periods, for belonging carries over."""
    rows = SealedVector.objects.filter(release__metric=metric).order_by("created_at", "id")
    return list(dict.fromkeys(frozenset(map(str, row.sealed)) for row in rows))
