"""The released figures of programs, and the targets they are held against."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from core.privacy.models import Figure, Release
from metrics.definitions import definitions
from metrics.enums import AUDIENCE, Dimension
from metrics.models import MetricTarget
from metrics.months import Month
from programs.models import Program

#: A trend shows this many months at most.
TREND = 13


@dataclass(frozen=True)
class Published:
    """One metric of one program in one month, as released."""

    metric: str
    month: Month
    released_at: datetime
    figures: tuple[Figure, ...]

    @property
    def total(self) -> Figure:
        """The figure about everybody."""
        return next(figure for figure in self.figures if figure.partition == Dimension.TOTAL)

    def of(self, dimension: Dimension) -> list[Figure]:
        """The figures of one partition."""
        return [figure for figure in self.figures if figure.partition == dimension]


Series = dict[str, list[Published]]


def series(programs: Iterable[Program], user: Any) -> dict[UUID, Series]:
    """For each program and metric the last releases that the user may see, oldest first.

    Two queries, whatever the number of programs.
    """
    keys = {str(program.pk): program.pk for program in programs}
    found: dict[UUID, Series] = {key: defaultdict(list) for key in keys.values()}
    rows = Release.objects.visible_to(user).filter(
        audience=AUDIENCE, scope__in=keys, metric__in=definitions()
    )
    newest = rows.order_by("-period").values_list("period", flat=True).first()
    if newest is None:
        return found
    since = Month.named(newest).plus(1 - TREND)
    for row in rows.filter(period__gte=since.key).order_by("period"):
        published = Published(row.metric, Month.named(row.period), row.released_at, row.figures)
        found[keys[row.scope]][row.metric].append(published)
    return found


def targets(programs: Iterable[Program]) -> dict[UUID, dict[str, float]]:
    """Each program's target for each metric: its own, or the dictionary's."""
    found = {
        program.pk: {key: float(each.target) for key, each in definitions().items()}
        for program in programs
    }
    for row in MetricTarget.objects.filter(program__in=found):
        found[row.program_id][row.metric] = float(row.value)
    return found
