"""One program's scorecard: five readings, their trends, and how groups compare."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from core.charts import Bar, Bars, Line, Point
from core.privacy.models import Figure
from metrics import words
from metrics.definitions import Definition, definitions
from metrics.enums import Dimension
from metrics.months import Month, latest_due, zone_of_figures
from metrics.selectors.releases import Published, Series, series, targets
from programs.models import Program

#: What a figure is compared with: the release so many months earlier, or the nearest after it.
BACK = 3


def value_of(figure: Figure | None) -> float | None:
    """The released number; None where it is protected or nothing was due."""
    return None if figure is None or figure.value is None else figure.value["figure"]


@dataclass(frozen=True)
class Reading:
    """One metric of a program: its newest figure and what it is compared with."""

    definition: Definition
    target: float
    releases: tuple[Published, ...]

    @property
    def newest(self) -> Published | None:
        """The newest release, if there is one."""
        return self.releases[-1] if self.releases else None

    @property
    def figure(self) -> Figure | None:
        """The newest figure about everybody."""
        return self.newest.total if self.newest else None

    @property
    def value(self) -> float | None:
        return value_of(self.figure)

    @property
    def text(self) -> str:
        """The value with its unit."""
        return "" if self.value is None else words.amount(self.definition, self.value)

    @property
    def target_text(self) -> str:
        """The target with its unit."""
        return words.amount(self.definition, self.target)

    @property
    def on_target(self) -> bool:
        """Whether the newest value is at least as good as the target."""
        if self.value is None:
            return False
        better = self.value - self.target
        return (better if self.definition.higher_is_better else -better) >= 0

    @property
    def counted(self) -> str:
        """What the newest figure was made of."""
        shown = self.figure is not None and self.figure.value is not None
        return words.counted(self.definition, self.figure) if shown else ""  # type: ignore[arg-type]

    @property
    def comparison(self) -> str:
        """Such as "4 points above target, up 3 points since November"."""
        if self.value is None:
            return ""
        said = [words.against_target(self.definition, self.value, self.target)]
        if before := self._before():
            month, value = before
            said.append(words.against_before(self.definition, self.value, value, month))
        return ", ".join(said)

    def _before(self) -> tuple[str, float] | None:
        newest = self.releases[-1].month
        for release in self.releases[:-1]:
            value = value_of(release.total)
            if release.month >= newest.plus(-BACK) and value is not None:
                return release.month.label, value
        return None

    @property
    def has_trend(self) -> bool:
        """Whether any month has a value."""
        return any(value_of(row.total) is not None for row in self.releases)

    @property
    def trend(self) -> Line:
        """The totals from the first that was shown on; later ones without a value are gaps."""
        known = [value_of(row.total) is not None for row in self.releases]
        rows = self.releases[known.index(True) :] if any(known) else self.releases
        return Line(
            title=str(self.definition.name),
            points=tuple(
                Point(row.month.short, value_of(row.total), words.why_hidden(row.total))
                for row in rows
            ),
            target=self.target,
            unit=self.definition.unit,
            ends=(self.definition.low, self.definition.high),
        )

    def bars(self, title: str, groups: "list[Group]") -> Bars:
        """The groups of one partition compared on this metric."""
        key = self.definition.key
        return Bars(
            title=f"{self.definition.name}: {title}",
            bars=tuple(group.bar(key) for group in groups),
            target=self.target,
            unit=self.definition.unit,
            maximum=max(self.definition.high, *(group.value(key) or 0 for group in groups)),
        )


@dataclass(frozen=True)
class Group:
    """One track, cohort or unit with its newest figure of each metric."""

    label: str
    figures: dict[str, Figure]

    def value(self, key: str) -> float | None:
        """The number of one metric, if it is shown."""
        return value_of(self.figures.get(key))

    def bar(self, key: str) -> Bar:
        """The bar of one metric that is shown, with how many people it is about."""
        figure = self.figures[key]
        label = f"{self.label} · n\N{NO-BREAK SPACE}{figure.n}"
        return Bar(label, value_of(figure), words.why_hidden(figure))

    @property
    def shown(self) -> bool:
        """Whether any metric has a figure for this group."""
        return any(not figure.protected for figure in self.figures.values())


@dataclass(frozen=True)
class Scorecard:
    """All readings of one program."""

    program: Program
    readings: tuple[Reading, ...]
    due: Month
    zone: ZoneInfo

    @property
    def newest(self) -> Published | None:
        """Any release of the newest month."""
        found = [row for reading in self.readings if (row := reading.newest)]
        return max(found, key=lambda row: row.month, default=None)

    @property
    def month(self) -> Month | None:
        return self.newest.month if self.newest else None

    @property
    def is_late(self) -> bool:
        """Whether a later month ought to be out by now."""
        return self.month is not None and self.month < self.due

    @property
    def next_on(self) -> datetime:
        """When the next month's figures come out, on the organisation's clock."""
        return self.due.plus(1).due(self.zone).astimezone(self.zone)

    @property
    def on_target(self) -> int:
        return sum(reading.on_target for reading in self.readings)

    @property
    def shown(self) -> int:
        """How many readings have a value."""
        return sum(reading.value is not None for reading in self.readings)


def scorecards(programs: Iterable[Program], user: Any, now: datetime) -> list[Scorecard]:
    """The scorecard of each program, as far as the user may see it; a few queries for all."""
    found = list(programs)
    zone = zone_of_figures()
    due = latest_due(now, zone)
    released = series(found, user)
    wanted = targets(found)
    return [Scorecard(row, _readings(released[row.pk], wanted[row.pk]), due, zone) for row in found]


def _readings(released: Series, wanted: dict[str, float]) -> tuple[Reading, ...]:
    return tuple(
        Reading(definition, wanted[key], tuple(released.get(key, ())))
        for key, definition in definitions().items()
    )


def groups(card: Scorecard, dimension: Dimension, names: dict[str, str]) -> list[Group]:
    """The groups of one partition in the newest month; those with figures first, then by name."""
    figures: dict[str, dict[str, Figure]] = {}
    for reading in card.readings:
        if reading.newest and reading.newest.month == card.month:
            for figure in reading.newest.of(dimension):
                figures.setdefault(figure.label, {})[reading.definition.key] = figure
    rows = [Group(names.get(key, names["gone"]), found) for key, found in figures.items()]
    return sorted(rows, key=lambda group: (not group.shown, group.label.casefold()))
