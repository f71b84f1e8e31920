"""What every chart promises, read back from its SVG."""

import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from django.utils import translation

from core.charts import (
    Bar,
    Bars,
    Lane,
    Line,
    Periods,
    Point,
    Share,
    Stretch,
    bars,
    line,
    meter,
    periods,
    ring,
    sparkline,
)
from core.charts.svg import ACCENT
from tests.core.charts.samples import GROUPS, PART, TREND, WAY

SVG = "{http://www.w3.org/2000/svg}"
DAY = date(2026, 5, 4)
NASTY = "<script>alert('&\")</script>"
DRAWN = {
    "line": (line, TREND),
    "line without points": (line, Line("Nothing", ())),
    "line, all protected": (line, Line("Hidden", (Point("May", None),), target=3)),
    "sparkline": (sparkline, TREND),
    "sparkline without points": (sparkline, Line("Nothing", ())),
    "bars": (bars, GROUPS),
    "bars without bars": (bars, Bars("Nothing", ())),
    "ring": (ring, PART),
    "protected ring": (ring, Share("Hours", None)),
    "meter": (meter, PART),
    "periods": (periods, WAY),
    "periods of nothing": (periods, Periods("Nothing", (), DAY, DAY, DAY)),
    "nasty periods": (
        periods,
        Periods(NASTY, (Lane(NASTY, (Stretch(NASTY, DAY),), said=NASTY),), DAY, DAY, DAY),
    ),
    "nasty line": (line, Line(NASTY, (Point(NASTY, 1, NASTY),), unit=NASTY)),
    "nasty bars": (bars, Bars(NASTY, (Bar(NASTY, None, NASTY),))),
}
every_chart = pytest.mark.parametrize(("draw", "chart"), DRAWN.values(), ids=DRAWN)


def parsed(drawn: str) -> ET.Element:
    return ET.fromstring(drawn)


def found(drawn: str, class_: str) -> list[ET.Element]:
    """The elements of that class, in order."""
    return [e for e in parsed(drawn).iter() if class_ in e.get("class", "").split()]


@every_chart
class TestEachChart:
    def test_has_a_title_a_description_and_a_name(self, draw, chart):
        svg = parsed(draw(chart))
        assert svg.find(f"{SVG}title").text == chart.title
        assert svg.find(f"{SVG}desc").text == chart.sentence
        assert svg.get("aria-label") == f"{chart.title}. {chart.sentence}"

    def test_the_focus_is_never_inside_an_image(self, draw, chart):
        svg = parsed(draw(chart))
        stops = [e for e in svg.iter() if e.get("tabindex") is not None]
        assert svg.get("role") == ("group" if draw in (line, bars, periods) else "img")
        assert not stops or svg.get("role") == "group"
        for stop in stops:
            assert (stop.get("tabindex"), stop.get("role")) == ("0", "img")
            assert stop.find(f"{SVG}title").text == stop.get("aria-label") != ""

    def test_keeps_to_a_strict_content_security_policy(self, draw, chart):
        allowed = {"svg", "title", "desc", "g", "line", "polyline", "circle", "rect", "text"}
        for part in parsed(draw(chart)).iter():
            assert part.tag.removeprefix(SVG) in allowed
            assert not [k for k in part.attrib if k in ("style", "id") or k.startswith("on")]

    def test_colours_are_the_accent_or_follow_the_text(self, draw, chart):
        paints = {e.get(k) for e in parsed(draw(chart)).iter() for k in ("fill", "stroke")}
        assert paints <= {None, "none", "transparent", "currentColor", ACCENT}

    def test_stays_within_its_picture_in_both_directions(self, draw, chart):
        for rtl in (False, True):
            svg = parsed(draw(chart, rtl=rtl))
            width, height = map(float, svg.get("viewBox").split()[2:])
            for part in svg.iter():
                for key in ("x", "x1", "x2", "cx"):
                    assert 0 <= float(part.get(key, 0)) <= width
                for key in ("y", "y1", "y2", "cy"):
                    assert 0 <= float(part.get(key, 0)) <= height

    def test_has_a_table_as_wide_as_its_header(self, draw, chart):
        assert {len(row) for row in chart.table.rows} <= {len(chart.table.header)}
        assert chart.table.caption == chart.title

    def test_renders_as_a_figure(self, draw, chart):
        html = chart.render()
        assert html.startswith('<figure class="chart-figure"><figcaption>')
        assert draw not in (line, bars, ring) or draw(chart) in html
        assert "<script" not in html
        assert " style=" not in html

    def test_numbers_of_pixels_are_not_localised(self, draw, chart):
        with translation.override("de"):
            svg = parsed(draw(chart))
        numbers = [e.get(k) for e in svg.iter() for k in ("x", "cx", "y", "width") if e.get(k)]
        assert all(re.fullmatch(r"\d+(\.\d)?", number) for number in numbers)


class TestLine:
    def test_a_protected_point_is_a_gap_in_the_line(self):
        runs = [e.get("points").split() for e in found(line(TREND), "chart-series")]
        assert [len(run) for run in runs] == [2, 1]

    def test_each_point_says_its_value(self):
        said = [e.get("aria-label") for e in found(line(TREND), "chart-point")]
        assert said == [
            "January: 31",
            "February: 38",
            "March: protected",
            "April: 44.2 (after the summer)",
        ]

    def test_higher_values_stand_higher(self):
        ends = [float(e.get("cy")) for e in found(line(TREND), "chart-dot")]
        assert ends == sorted(ends, reverse=True)

    def test_the_target_is_a_line_at_its_value(self):
        on_target = Line("x", (Point("May", 40), Point("June", 10)), target=40)
        (target,) = found(line(on_target), "chart-target")
        assert target.get("y1") == found(line(on_target), "chart-dot")[0].get("cy")
        assert found(line(Line("x", (Point("May", 1),))), "chart-target") == []

    def test_labels_that_would_overlap_are_left_out_from_the_newest_back(self):
        months = Line("x", tuple(Point(f"September {n}", n) for n in range(24)))
        texts = [e.text for e in parsed(line(months)).iter(f"{SVG}text")]
        shown = [text for text in texts if text.startswith("September")]
        assert shown == [f"September {n}" for n in (2, 9, 16, 23)]

    def test_right_to_left_runs_from_the_right(self):
        there = [float(e.get("cx")) for e in found(line(TREND, rtl=False), "chart-dot")]
        back = [float(e.get("cx")) for e in found(line(TREND, rtl=True), "chart-dot")]
        assert back == pytest.approx([480 - x for x in there], abs=0.11)

    def test_the_language_decides_on_the_direction(self):
        with translation.override("ar"):
            assert parsed(line(TREND)).get("direction") == "rtl"
        assert parsed(line(TREND)).get("direction") == "ltr"

    def test_without_any_value_it_says_so(self):
        hidden = parsed(line(Line("x", (Point("May", None),), target=3)))
        assert [e.text for e in hidden.iter(f"{SVG}text")] == ["Protected", "–", "May"]
        nothing = parsed(line(Line("x", ())))
        assert [e.text for e in nothing.iter(f"{SVG}text")] == ["Nothing to show yet"]

    def test_its_table(self):
        assert TREND.table.header == ("Period", "Value", "Target")
        assert TREND.table.rows[2:] == (("March", "protected", "40"), ("April", "44.2", "40"))


class TestSparkline:
    def test_uses_its_whole_height(self):
        (run,) = found(sparkline(Line("x", (Point("a", 98), Point("b", 99)))), "chart-series")
        assert run.get("points") == "3.0,21.0 93.0,3.0"

    def test_a_level_trend_is_level(self):
        (run,) = found(sparkline(Line("x", (Point("a", 7), Point("b", 7)))), "chart-series")
        assert run.get("points") == "3.0,21.0 93.0,21.0"


class TestBars:
    def test_lengths_are_shares_of_the_maximum(self):
        assert [e.get("width") for e in found(bars(GROUPS), "chart-bar")] == ["393.6", "211.2"]

    def test_without_a_maximum_the_scale_ends_at_a_round_number(self):
        two = Bars("x", (Bar("a", 30), Bar("b", 75)))
        assert [e.get("width") for e in found(bars(two), "chart-bar")] == ["180", "450"]

    def test_a_target_mark_stands_in_each_row_at_the_bar_s_own_or_the_common_target(self):
        assert [e.get("x1") for e in found(bars(GROUPS), "chart-target")] == ["288", "336", "288"]

    def test_a_protected_bar_has_no_length(self):
        (row,) = found(bars(GROUPS), "chart-protected")
        assert row.get("aria-label") == "Legal: fewer than 5 people. The target is 60%."
        (track,) = row.iter(f"{SVG}rect")
        assert track.get("width") == "479"

    def test_a_long_name_is_cut_in_the_picture_and_whole_in_words(self):
        name = "Department of Very Long Names and Even Longer Descriptions of Them"
        drawn = bars(Bars("x", (Bar(name, 1),)))
        assert parsed(drawn).find(f".//{SVG}text").text == (
            "Department of Very Long Names and Even Longer Des…"
        )
        assert found(drawn, "chart-point")[0].get("aria-label") == f"{name}: 1"

    def test_its_table_has_the_targets(self):
        assert GROUPS.table.header == ("Group", "Value", "Target")
        assert GROUPS.table.rows == (
            ("R&D", "82%", "60%"),
            ("Sales", "44%", "70%"),
            ("Legal", "fewer than 5 people", "60%"),
        )


class TestShare:
    @pytest.mark.parametrize(
        ("value", "maximum", "part"),
        [(3, 8, 0.375), (9, 8, 1), (-1, 8, 0), (None, 8, 0), (3, 0, 0)],
    )
    def test_a_part_is_between_nothing_and_all(self, value, maximum, part):
        assert Share("x", value, maximum).part == part

    def test_the_arc_is_as_long_as_the_part(self):
        (arc,) = found(ring(PART), "chart-arc")
        assert (arc.get("pathLength"), arc.get("stroke-dasharray")) == ("100", "37.5 100")
        assert found(ring(Share("x", 0)), "chart-arc") == []

    def test_the_meter_starts_at_the_inline_start(self):
        (there,) = found(meter(PART, rtl=False), "chart-bar")
        (back,) = found(meter(PART, rtl=True), "chart-bar")
        assert (there.get("x"), there.get("width")) == ("0", "60")
        assert (back.get("x"), back.get("width")) == ("100", "60")
        assert found(meter(Share("x", None)), "chart-bar") == []

    def test_its_table(self):
        assert PART.table.rows == (("Milestones reached", "3\xa0milestones", "8\xa0milestones"),)
        assert Share("Hours", None).table.rows == (("Hours", "protected", "100"),)


def luminance(colour: str) -> float:
    """Relative luminance after WCAG 2.2."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("page", ["#ffffff", "#151b26"])
def test_the_accent_stands_out_on_light_and_dark(page):
    lighter, darker = sorted((luminance(ACCENT), luminance(page)), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) > 3


def test_drawing_needs_no_model():
    code = (
        "import sys; from django.conf import settings; settings.configure(USE_I18N=False)\n"
        "from core.charts import Line, Point, line; line(Line('x', (Point('a', 1),)))\n"
        "assert 'django.db.models' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[3])
