"""What a chart shows: frozen data, without a thought about pixels."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.charts import words


@dataclass(frozen=True)
class Table:
    """The numbers behind a chart, as text; the first cell of a row is its heading."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Point:
    """A value at a moment; None where the figure is protected. `note` says more on focus."""

    label: str
    value: float | None
    note: str = ""


@dataclass(frozen=True)
class Bar:
    """A group's value, with a target of its own where that differs from the chart's."""

    label: str
    value: float | None
    note: str = ""
    target: float | None = None


@dataclass(frozen=True)
class Line:
    """A trend: points in order, and the target they are held against.

    `ends` fixes the axis, such as (0, 100), for charts that are compared with each other; it is
    passed over where a value lies beyond.
    """

    title: str
    points: tuple[Point, ...]
    target: float | None = None
    unit: str = ""
    said: str = ""
    headings: tuple[str, str] | None = None
    ends: tuple[float, float] | None = None

    @property
    def sentence(self) -> str:
        return self.said or words.trend(self.points, self.target, self.unit)

    @property
    def table(self) -> Table:
        header = self.headings or (_("Period"), _("Value"))
        rows = tuple((p.label, words.value_text(p, self.unit)) for p in self.points)
        return _with_targets(self.title, header, rows, [self.target] * len(rows), self.unit)

    def render(self) -> SafeString:
        """The SVG, the sentence and the table as one `<figure>`."""
        from core.charts import figure, trend

        return figure.figure(self, trend.line(self))


@dataclass(frozen=True)
class Bars:
    """Groups compared. `maximum` is the end of the scale where it isn't the largest value."""

    title: str
    bars: tuple[Bar, ...]
    target: float | None = None
    unit: str = ""
    maximum: float | None = None
    said: str = ""
    headings: tuple[str, str] | None = None

    def target_of(self, bar: Bar) -> float | None:
        """The bar's own target, or else the chart's."""
        return self.target if bar.target is None else bar.target

    @property
    def sentence(self) -> str:
        return self.said or words.comparison(self.bars, self.target, self.unit)

    @property
    def table(self) -> Table:
        header = self.headings or (_("Group"), _("Value"))
        rows = tuple((bar.label, words.value_text(bar, self.unit)) for bar in self.bars)
        targets = [self.target_of(bar) for bar in self.bars]
        return _with_targets(self.title, header, rows, targets, self.unit)

    def render(self) -> SafeString:
        """The SVG, the sentence and the table as one `<figure>`."""
        from core.charts import compared, figure

        return figure.figure(self, compared.bars(self))


@dataclass(frozen=True)
class Share:
    """A part of a whole; a value of None is protected."""

    title: str
    value: float | None
    maximum: float = 100
    unit: str = ""
    note: str = ""
    said: str = ""

    @property
    def part(self) -> float:
        """Between 0 and 1."""
        if self.value is None or self.maximum <= 0:
            return 0.0
        return min(max(self.value / self.maximum, 0.0), 1.0)

    @property
    def sentence(self) -> str:
        return self.said or words.share(self.value, self.maximum, self.unit, self.note)

    @property
    def table(self) -> Table:
        value = _("protected") if self.value is None else words.number(self.value, self.unit)
        row = (self.title, value, words.number(self.maximum, self.unit))
        return Table(self.title, (_("Figure"), _("Value"), _("Of")), (row,))

    def render(self) -> SafeString:
        """The ring, the sentence and the table as one `<figure>`."""
        from core.charts import figure, parts

        return figure.figure(self, parts.ring(self))


def _with_targets(
    caption: str,
    header: tuple[str, ...],
    rows: tuple[tuple[str, ...], ...],
    targets: list[float | None],
    unit: str,
) -> Table:
    """The table, with a column of targets if there is any."""
    if all(target is None for target in targets):
        return Table(caption, header, rows)
    texts = ["" if target is None else words.number(target, unit) for target in targets]
    widened = tuple((*row, text) for row, text in zip(rows, texts, strict=True))
    return Table(caption, (*header, _("Target")), widened)
