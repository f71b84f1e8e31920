"""Lanes of periods and moments along the months."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.charts import svg
from core.charts.periods import Lane, Mark, Periods, Stretch

WIDTH, TOP, BOTTOM = 480, 22, 24
LABEL, ROW, THICK, GAP = 20, 18, 12, 10


def periods(chart: Periods, *, rtl: bool | None = None) -> SafeString:
    """The chart as an SVG: months below, today as a line, each stretch to be focused."""
    heights = [_height(lane) for lane in chart.lanes]
    height = TOP + sum(heights) + BOTTOM
    plot = Plot(chart, svg.Canvas.of(WIDTH, height, rtl))
    tops = [TOP + sum(heights[:index]) for index in range(len(heights))]
    drawn = [_lane(plot, lane, top) for lane, top in zip(chart.lanes, tops, strict=True)]
    parts = [*_months(plot), *_today(plot), *drawn]
    return svg.frame(plot.canvas, "periods", chart.title, chart.sentence, *parts)


@dataclass(frozen=True)
class Plot:
    """Where each day lies."""

    chart: Periods
    canvas: svg.Canvas

    def along(self, day: date) -> float:
        """Pixels from the inline start; days beyond the chart lie on its edge."""
        whole = max((self.chart.last - self.chart.first).days, 1)
        return WIDTH * min(max((day - self.chart.first).days / whole, 0), 1)


def packed(stretches: tuple[Stretch, ...]) -> list[list[Stretch]]:
    """Rows of stretches that don't overlap, each in the first row with room."""
    rows: list[list[Stretch]] = []
    for one in sorted(stretches, key=lambda stretch: (stretch.start, stretch.label)):
        free = (row for row in rows if row[-1].end is not None and row[-1].end < one.start)
        if row := next(free, None):
            row.append(one)
        else:
            rows.append([one])
    return rows


def _height(lane: Lane) -> float:
    rows = len(packed(lane.stretches)) + bool(lane.marks)
    return LABEL + max(rows, 1) * ROW + GAP


def _lane(plot: Plot, lane: Lane, top: float) -> SafeString:
    parts = [svg.text(plot.canvas, lane.label, 0, top + 13, class_="chart-value", font_weight=600)]
    rows = packed(lane.stretches)
    for number, row in enumerate(rows):
        y = top + LABEL + number * ROW
        parts += [_stretch(plot, one, y) for one in row]
    if lane.marks:
        parts.append(_marks(plot, lane, top + LABEL + len(rows) * ROW + ROW / 2))
    return svg.element("g", *parts)


def _stretch(plot: Plot, one: Stretch, y: float) -> SafeString:
    start = plot.along(one.start)
    end = plot.along(one.end + timedelta(days=1)) if one.end else WIDTH
    if one.end is None:
        end = max(plot.along(plot.chart.today), start)
    length = max(end - start, 4)
    box = {"x": plot.canvas.x(start, length), "y": y, "width": length, "height": THICK, "rx": 4}
    if one.faint:
        look = {"fill": svg.ACCENT, "fill_opacity": 0.16, "stroke": svg.ACCENT,
                "stroke_dasharray": "4 3", "class_": "chart-faint"}  # fmt: skip
    else:
        look = {"fill": svg.ACCENT, "class_": "chart-bar"}
    said = _("%(label)s, %(when)s") % {"label": one.label, "when": one.when}
    return svg.focusable(said, svg.element("rect", **box, **look), class_="chart-point")


def _marks(plot: Plot, lane: Lane, y: float) -> SafeString:
    """All moments of a lane as one stop for the keyboard; the table names each."""
    dots = [_dot(plot, mark, y) for mark in lane.marks]
    said = _("%(lane)s: %(parts)s.") % {"lane": lane.label, "parts": lane.said or len(lane.marks)}
    return svg.focusable(said, *dots, class_="chart-point")


def _dot(plot: Plot, mark: Mark, y: float) -> SafeString:
    along = min(max(plot.along(mark.on), 4.5), WIDTH - 4.5)
    place = {"cx": plot.canvas.x(along), "cy": y, "r": 4}
    if mark.hollow:
        return svg.element("circle", class_="chart-hollow", **place, stroke="currentColor")
    return svg.element("circle", class_="chart-dot", **place, fill=svg.ACCENT)


def _today(plot: Plot) -> list[SafeString]:
    chart = plot.chart
    if not chart.first <= chart.today <= chart.last:
        return []
    along, words = plot.along(chart.today), _("Today")
    half = svg.width_of(words) / 2
    x = plot.canvas.x(along)
    ends = {"x1": x, "x2": x, "y1": TOP - 6, "y2": plot.canvas.height - BOTTOM}
    line = svg.element("line", class_="chart-target", stroke="currentColor", **ends)
    place = {"text_anchor": "middle", "aria_hidden": "true"}
    return [line, svg.text(plot.canvas, words, min(max(along, half), WIDTH - half), 12, **place)]


def _months(plot: Plot) -> Iterator[SafeString]:
    """A thin line for each month, and as many names as fit; a January tells the year."""
    firsts = list(_firsts(plot.chart.first, plot.chart.last))
    every = next(step for step in (1, 2, 3, 6, 12, 24, 48) if len(firsts) / step <= 8)
    for first in firsts:
        along = plot.along(first)
        x = plot.canvas.x(along)
        base = plot.canvas.height - BOTTOM
        ends = {"x1": x, "x2": x, "y1": TOP, "y2": base}
        faint = {"class_": "chart-grid", "stroke": "currentColor", "stroke_opacity": 0.18}
        yield svg.element("line", **ends, **faint)
        if (first.month - 1) % every == 0:
            yield _name(plot, first, along)


def _name(plot: Plot, first: date, along: float) -> SafeString:
    words = str(first.year) if first.month == 1 else date_format(first, "M")
    edge = along + svg.width_of(words) > WIDTH
    place = {"text_anchor": "end" if edge else "start", "aria_hidden": "true"}
    return svg.text(plot.canvas, words, along, plot.canvas.height - 6, **place)


def _firsts(start: date, end: date) -> Iterator[date]:
    """The first days of the months from `start` to `end`."""
    day = start.replace(day=1)
    while day <= end:
        if day >= start:
            yield day
        day = (day + timedelta(days=32)).replace(day=1)
