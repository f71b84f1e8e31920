"""Publishes figures, once."""

from collections.abc import Hashable, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from core.privacy import selectors
from core.privacy.cells import MINIMUM, Cell, Decision, Verdict
from core.privacy.gateway import decide
from core.privacy.models import Release, ReleasedVector, SealedVector


@transaction.atomic
def release(
    *,
    metric: str,
    audience: str,
    period: str,
    scope: str = "",
    cells: Sequence[Cell],
    now: datetime,
    minimum: int = MINIMUM,
    carries_over: bool = True,
    sealed: bool = False,
) -> Release:
    """Publishes what the gateway lets out of `cells`, and returns the release.

    A second call for the same metric, audience, period and scope changes nothing and returns the
    first release, whatever its cells: late facts enter the next period. The people of a cell are
    person ids (UUIDs), its value is anything JSON can hold.

    `carries_over` says whether a person's value in one period tells something about the next (a
    state, such as progress on goals): then all earlier periods count as known. Say False for what
    starts from nothing each period (such as sessions held in March): there only the releases of
    the same period count. `sealed` says that belonging to a group is itself a secret: then who was
    counted is kept encrypted, people are given as strings, and all periods count. Raises ValueError where two cells share partition and label.
    """
    one_at_a_time(metric)
    found = selectors.release_for(metric=metric, audience=audience, period=period, scope=scope)
    if found:
        return found
    memory: Iterable[frozenset[Hashable]]
    if sealed:
        memory = selectors.sealed_memory(metric=metric)
    else:
        memory = selectors.memory(metric=metric, period=None if carries_over else period)
    decision = decide(cells, minimum=minimum, memory=memory)
    published = Release.objects.create(
        metric=metric,
        audience=audience,
        period=period,
        scope=scope,
        released_at=now,
        cells=[_as_published(verdict) for verdict in decision.verdicts],
    )
    _remember(published, decision, sealed=sealed)
    return published


def one_at_a_time(metric: str) -> None:
    """Ends with the transaction. Waits for other releases of the metric: each must know what the one before let out."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 4))", [metric])


def _as_published(verdict: Verdict) -> dict[str, Any]:
    cell = verdict.cell
    named = {"partition": cell.partition, "label": cell.label}
    if verdict.reason:
        return named | {"reason": verdict.reason.value}
    return named | {"n": len(cell.people), "value": cell.value}


def _remember(published: Release, decision: Decision, *, sealed: bool) -> None:
    populations = dict.fromkeys(cell.people for cell in decision.released)
    if sealed:
        SealedVector.objects.bulk_create(
            SealedVector(release=published, sealed=sorted(map(str, people)))
            for people in populations
        )
        return
    ReleasedVector.objects.bulk_create(
        ReleasedVector(release=published, people=sorted(people)) for people in populations
    )
