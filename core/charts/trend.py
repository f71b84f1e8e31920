"""The line chart and the sparkline."""

from dataclasses import dataclass
from itertools import groupby

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.charts import svg, words
from core.charts.scale import Scale, fixed_scale, round_scale
from core.charts.shapes import Line, Point

WIDTH, HEIGHT = 480, 220
TOP, BOTTOM, END = 24, 28, 16


def line(chart: Line, *, rtl: bool | None = None) -> SafeString:
    """The trend as an SVG with axis, target line, focusable points and gaps."""
    plot = _plot(chart, svg.Canvas.of(WIDTH, HEIGHT, rtl))
    axes = [*_grid(plot), *_target(plot)] if _known(chart) else [_nothing(plot)]
    parts = [*axes, *_series(plot), *_points(plot), *_periods(plot)]
    return svg.frame(plot.canvas, "line", chart.title, chart.sentence, *parts)


def sparkline(chart: Line, *, rtl: bool | None = None) -> SafeString:
    """The trend in a line of text: 96 by 24 pixels, no axes, described in words."""
    canvas = svg.Canvas.of(96, 24, rtl)
    values = [chart.points[index].value or 0.0 for index in _known(chart)] or [0.0]
    low, high = min(values), max(values)
    plot = Plot(chart, canvas, Scale(low, high if high > low else low + 1, ()), 3, 90, 3, 18)
    last = [_dot(plot, index, 2.5) for index in _known(chart)[-1:]]
    inside = [*_series(plot), *last]
    return svg.frame(canvas, "spark", chart.title, chart.sentence, *inside, role="img")


@dataclass(frozen=True)
class Plot:
    """The area between the axes: where each point and value goes."""

    chart: Line
    canvas: svg.Canvas
    scale: Scale
    start: float
    length: float
    top: float
    height: float

    def along(self, index: int) -> float:
        """Distance of a point from the inline start."""
        gaps = len(self.chart.points) - 1
        return self.start + self.length * (index / gaps if gaps > 0 else 0.5)

    def y(self, value: float) -> float:
        return self.top + self.height * (1 - self.scale.share(value))

    def at(self, index: int) -> tuple[float, float]:
        value = self.chart.points[index].value
        return self.canvas.x(self.along(index)), self.y(value or 0.0)


def _known(chart: Line) -> list[int]:
    return [index for index, point in enumerate(chart.points) if point.value is not None]


def _scale(chart: Line) -> Scale:
    values = [point.value for point in chart.points if point.value is not None]
    values += [] if chart.target is None else [chart.target]
    if chart.ends and all(chart.ends[0] <= value <= chart.ends[1] for value in values):
        return fixed_scale(*chart.ends)
    return round_scale(values)


def _plot(chart: Line, canvas: svg.Canvas) -> Plot:
    scale = _scale(chart)
    room = max(svg.width_of(words.short_number(tick, chart.unit)) for tick in scale.ticks)
    start = room + 16
    height = HEIGHT - TOP - BOTTOM
    return Plot(chart, canvas, scale, start, WIDTH - start - END, TOP, height)


def _grid(plot: Plot) -> list[SafeString]:
    drawn = []
    for tick in plot.scale.ticks:
        y = plot.y(tick)
        drawn.append(_across(plot, y, "chart-grid", stroke_opacity=0.18))
        label = words.short_number(tick, plot.chart.unit)
        at = {"text_anchor": "end", "aria_hidden": "true"}
        drawn.append(svg.text(plot.canvas, label, plot.start - 10, y + 5, **at))
    return drawn


def _nothing(plot: Plot) -> SafeString:
    middle, said = plot.start + plot.length / 2, words.nothing_known(plot.chart.points)
    return svg.text(plot.canvas, said, middle, HEIGHT / 2, text_anchor="middle")


def _target(plot: Plot) -> list[SafeString]:
    target = plot.chart.target
    if target is None:
        return []
    y = plot.y(target)
    label = _("Target %(target)s") % {"target": words.number(target, plot.chart.unit)}
    return [
        _across(plot, y, "chart-target", stroke_dasharray="6 4", stroke_width=1.5),
        svg.text(plot.canvas, label, plot.start + 2, y + _aside(plot, target), aria_hidden="true"),
    ]


def _aside(plot: Plot, target: float) -> float:
    """How far from its line the target's label stands: on the side where the trend isn't."""
    begun = [plot.chart.points[index].value or 0.0 for index in _known(plot.chart)[:2]]
    return 18 if begun and min(begun) >= target else -6


def _across(plot: Plot, y: float, class_: str, **attributes: object) -> SafeString:
    left = plot.canvas.x(plot.start, plot.length)
    ends = {"x1": left, "x2": left + plot.length, "y1": y, "y2": y}
    return svg.element("line", class_=class_, stroke="currentColor", **ends, **attributes)


def _series(plot: Plot) -> list[SafeString]:
    """One line for each run of known points: a protected one is a gap."""
    numbered = list(enumerate(plot.chart.points))
    runs = groupby(numbered, key=lambda pair: pair[1].value is not None)
    return [_run(plot, [index for index, _point in run]) for known, run in runs if known]


def _run(plot: Plot, indexes: list[int]) -> SafeString:
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in map(plot.at, indexes))
    return svg.element(
        "polyline",
        class_="chart-series",
        points=points,
        stroke=svg.ACCENT,
        stroke_width=2.5,
        stroke_linejoin="round",
        stroke_linecap="round",
    )


def _points(plot: Plot) -> list[SafeString]:
    drawn = [_point(plot, index, point) for index, point in enumerate(plot.chart.points)]
    return drawn + [_last_value(plot, index) for index in _known(plot.chart)[-1:]]


def _point(plot: Plot, index: int, point: Point) -> SafeString:
    said = words.point_text(point, plot.chart.unit)
    if point.value is None:
        return svg.focusable(said, *_gap(plot, index), class_="chart-point chart-protected")
    x, y = plot.at(index)
    reach = svg.element("circle", cx=x, cy=y, r=12, fill="transparent")
    return svg.focusable(said, reach, _dot(plot, index, 4), class_="chart-point")


def _dot(plot: Plot, index: int, radius: float) -> SafeString:
    x, y = plot.at(index)
    return svg.element("circle", class_="chart-dot", cx=x, cy=y, r=radius, fill=svg.ACCENT)


def _gap(plot: Plot, index: int) -> list[SafeString]:
    """A faint column and a dash, so that a gap is seen to be there on purpose."""
    along, width = plot.along(index), 20
    box = {"x": plot.canvas.x(along - width / 2, width), "y": plot.top, "width": width}
    shade = svg.element(
        "rect", **box, height=plot.height, rx=4, fill="currentColor", fill_opacity=0.07
    )
    base = plot.top + plot.height - 8
    return [shade, svg.text(plot.canvas, "–", along, base, text_anchor="middle")]


def _last_value(plot: Plot, index: int) -> SafeString:
    """The newest value in figures above its point, which is where readers look first."""
    value = plot.chart.points[index].value or 0.0
    label, along = words.number(value, plot.chart.unit), plot.along(index)
    edge = along + svg.width_of(label) / 2 > WIDTH
    place = {"text_anchor": "end" if edge else "middle", "font_weight": 600, "aria_hidden": "true"}
    start = WIDTH - 2 if edge else along
    y = plot.y(value) - 10
    return svg.text(plot.canvas, label, start, y, class_="chart-value", **place)


def _periods(plot: Plot) -> list[SafeString]:
    """As many labels as fit, counted back from the newest."""
    labels = [point.label for point in plot.chart.points]
    widest = max(map(svg.width_of, labels), default=0) + 12
    every = max(1, -(-len(labels) * widest // plot.length))
    shown = [index for index in range(len(labels)) if (len(labels) - 1 - index) % every == 0]
    return [_period(plot, index, labels[index]) for index in shown]


def _period(plot: Plot, index: int, label: str) -> SafeString:
    """A label under its point, kept within the picture at both ends."""
    short = svg.shortened(label, plot.length)
    half = svg.width_of(short) / 2
    along = min(max(plot.along(index), half), WIDTH - half)
    place = {"text_anchor": "middle", "aria_hidden": "true"}
    return svg.text(plot.canvas, short, along, HEIGHT - 6, **place)
