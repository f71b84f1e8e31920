"""Charts as SVG, drawn on the server: the same picture on a page, in print, in a PDF and in mail.

Describe a chart by a frozen dataclass, then draw it:

    chart = Line(
        title="Sessions held",
        points=(Point("January", 31), Point("February", None), Point("March", 44)),
        target=40,
    )
    line(chart)       # the SVG as a SafeString
    chart.table       # the same numbers: Table(caption, header, rows), all strings
    chart.sentence    # what it shows: "Rose from 31 (January) to 44 (March). …"
    chart.render()    # <figure> with the SVG, the sentence and the table in <details>

| dataclass | drawn by | shows |
|---|---|---|
| `Line(title, points, target, unit, …)` | `line` | a trend; a gap where a figure is protected |
| `Bars(title, bars, target, unit, …)` | `bars` | groups compared, each against a target mark |
| `Line` | `sparkline` | the same trend within a line of text, without axes |
| `Periods(title, lanes, first, last, today)` | `periods` | what lasts and what happens along the months |
| `Share(title, value, maximum, unit, …)` | `ring`, `meter` | a part of a whole |

A value of None is a protected figure: it is drawn as a gap, named in words, and says `note` if
one is given. `unit` follows each number ("%" closely, a word after a space). Give `said` to
replace the generated sentence. Each function takes `rtl=`; by default the active language decides.

No script, no style attribute and no id, so a strict Content-Security-Policy and two charts on a
page are no trouble. Colours are presentation attributes that any CSS rule overrides, and text and
lines follow `currentColor`, so it reads on dark pages and stands alone. Classes for a style sheet:
`chart` with `chart-line`, `chart-bars`, `chart-periods`, `chart-spark`, `chart-ring` or `chart-meter` on the SVG;
inside it `chart-series` (the line), `chart-point`, `chart-dot`, `chart-hollow`, `chart-faint`, `chart-bar`, `chart-arc`,
`chart-track`, `chart-target`, `chart-grid`, `chart-label`, `chart-value`, `chart-protected`;
around it `chart-figure`, `chart-data`. A page wants at least

    .chart { font: inherit; inline-size: 100%; block-size: auto; }
    .chart-series { stroke: var(--accent); } .chart-bar, .chart-dot { fill: var(--accent); }
"""

from core.charts.compared import bars
from core.charts.parts import meter, ring
from core.charts.periods import Lane, Mark, Periods, Stretch
from core.charts.shapes import Bar, Bars, Line, Point, Share, Table
from core.charts.spans import periods
from core.charts.trend import line, sparkline

__all__ = [
    "Bar",
    "Bars",
    "Lane",
    "Line",
    "Mark",
    "Periods",
    "Point",
    "Share",
    "Stretch",
    "Table",
    "bars",
    "line",
    "meter",
    "periods",
    "ring",
    "sparkline",
]
