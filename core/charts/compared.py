"""Horizontal bars with a target mark: groups compared."""

from django.utils.safestring import SafeString

from core.charts import svg, words
from core.charts.scale import Scale, round_scale
from core.charts.shapes import Bar, Bars

WIDTH, ROW, THICK = 480, 46, 12


def bars(chart: Bars, *, rtl: bool | None = None) -> SafeString:
    """The groups one below the other: name and value in a line, the bar under it."""
    canvas = svg.Canvas.of(WIDTH, max(len(chart.bars), 1) * ROW, rtl)
    scale = _scale(chart)
    rows = [_row(chart, canvas, scale, bar, i * ROW) for i, bar in enumerate(chart.bars)]
    empty = svg.text(canvas, words.nothing_known(chart.bars), 0, 20)
    return svg.frame(canvas, "bars", chart.title, chart.sentence, *(rows or [empty]))


def _scale(chart: Bars) -> Scale:
    if chart.maximum is not None:
        return Scale(0, chart.maximum or 1, ())
    values = [bar.value for bar in chart.bars] + [chart.target_of(bar) for bar in chart.bars]
    return round_scale([value for value in values if value is not None and value > 0])


def _row(chart: Bars, canvas: svg.Canvas, scale: Scale, bar: Bar, top: float) -> SafeString:
    value = svg.shortened(words.value_text(bar, chart.unit), WIDTH / 2)
    name = svg.shortened(bar.label, WIDTH - svg.width_of(value) - 16)
    place = {"class_": "chart-value", "text_anchor": "end", "font_weight": 600}
    parts = [
        svg.text(canvas, name, 0, top + 15),
        svg.text(canvas, value, WIDTH, top + 15, **place),
        *_track(canvas, scale, bar, top + 22),
        *_mark(canvas, scale, chart.target_of(bar), top + 22),
    ]
    protected = " chart-protected" if bar.value is None else ""
    return svg.focusable(_said(chart, bar), *parts, class_="chart-point" + protected)


def _said(chart: Bars, bar: Bar) -> str:
    target = chart.target_of(bar)
    said = words.point_text(bar, chart.unit)
    return said if target is None else f"{said}. {words.target_text(target, chart.unit)}"


def _track(canvas: svg.Canvas, scale: Scale, bar: Bar, y: float) -> list[SafeString]:
    """The bar on its full-length track; a dashed outline where the figure is protected."""
    box = {"y": y, "height": THICK, "rx": 3}
    if bar.value is None:
        dashes = {"stroke": "currentColor", "stroke_dasharray": "4 4", "stroke_opacity": 0.6}
        place = {"x": 0.5, "width": WIDTH - 1, "class_": "chart-track"}
        return [svg.element("rect", **place, **box, **dashes)]
    length = WIDTH * scale.share(bar.value)
    faint = {"fill": "currentColor", "fill_opacity": 0.1}
    track = svg.element("rect", class_="chart-track", x=0, width=WIDTH, **box, **faint)
    place = {"x": canvas.x(0, length), "width": length, "fill": svg.ACCENT}
    return [track, svg.element("rect", class_="chart-bar", **place, **box)]


def _mark(canvas: svg.Canvas, scale: Scale, target: float | None, y: float) -> list[SafeString]:
    if target is None:
        return []
    x = canvas.x(min(max(WIDTH * scale.share(target), 1.5), WIDTH - 1.5))
    ends = {"x1": x, "x2": x, "y1": y - 4, "y2": y + THICK + 4}
    line = {"class_": "chart-target", "stroke": "currentColor", "stroke_width": 3}
    return [svg.element("line", **ends, **line)]
