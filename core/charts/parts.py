"""A part of a whole: as a ring with its number inside, or as a slim meter."""

from django.utils.safestring import SafeString

from core.charts import svg, words
from core.charts.shapes import Share

SIZE, STROKE = 96, 10


def ring(chart: Share, *, rtl: bool | None = None) -> SafeString:
    """The share as an arc that starts at the top and runs with the reading direction."""
    canvas = svg.Canvas.of(SIZE, SIZE, rtl)
    inside = [_circle(), *_arc(chart, canvas), _middle(chart, canvas)]
    return svg.frame(canvas, "ring", chart.title, chart.sentence, *inside, role="img")


def meter(chart: Share, *, rtl: bool | None = None) -> SafeString:
    """The share as a bar of 160 by 10 pixels, to stand beside its number."""
    canvas = svg.Canvas.of(160, 10, rtl)
    box = {"y": 0, "height": 10, "rx": 5}
    inside = [svg.element("rect", class_="chart-track", x=0, width=160, **box, **_faint("fill"))]
    if chart.part:
        length = 160 * chart.part
        place = {"x": canvas.x(0, length), "width": length, "fill": svg.ACCENT}
        inside.append(svg.element("rect", class_="chart-bar", **place, **box))
    return svg.frame(canvas, "meter", chart.title, chart.sentence, *inside, role="img")


def _circle() -> SafeString:
    return svg.element("circle", class_="chart-track", **_round(), **_faint("stroke"))


def _arc(chart: Share, canvas: svg.Canvas) -> list[SafeString]:
    if not chart.part:
        return []
    turn = f"rotate(-90 {SIZE / 2:.0f} {SIZE / 2:.0f})"
    return [
        svg.element(
            "circle",
            class_="chart-arc",
            **_round(),
            stroke=svg.ACCENT,
            pathLength=100,
            stroke_dasharray=f"{100 * chart.part:.1f} 100",
            transform=f"translate({SIZE} 0) scale(-1 1) {turn}" if canvas.rtl else turn,
        )
    ]


def _middle(chart: Share, canvas: svg.Canvas) -> SafeString:
    label = "–" if chart.value is None else words.short_number(chart.value, chart.unit)
    place = {"class_": "chart-value", "text_anchor": "middle", "font_weight": 600}
    return svg.text(canvas, label, SIZE / 2, SIZE / 2 + 7, font_size=20, **place)


def _round() -> dict[str, object]:
    return {"cx": SIZE / 2, "cy": SIZE / 2, "r": (SIZE - STROKE) / 2, "stroke_width": STROKE}


def _faint(paint: str) -> dict[str, object]:
    return {paint: "currentColor", f"{paint}_opacity": 0.12}
