"""A chart with everything that belongs to it, as HTML."""

from typing import Protocol

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.charts.shapes import Table


class Described(Protocol):
    """A chart that can put itself into a sentence and a table."""

    @property
    def sentence(self) -> str: ...
    @property
    def table(self) -> Table: ...


def figure(chart: Described, picture: SafeString) -> SafeString:
    """What the picture shows in a sentence, the picture, and its numbers to unfold."""
    return format_html(
        '<figure class="chart-figure"><figcaption>{}</figcaption>{}'
        '<details class="chart-data"><summary>{}</summary>{}</details></figure>',
        chart.sentence,
        picture,
        _("The numbers as a table"),
        table(chart.table),
    )


def table(data: Table) -> SafeString:
    """The numbers as a `<table>` with a caption for screen readers."""
    return format_html(
        '<table class="table table-sm"><caption class="visually-hidden">{}</caption>'
        "<thead><tr>{}</tr></thead><tbody>{}</tbody></table>",
        data.caption,
        format_html_join("", '<th scope="col">{}</th>', ((head,) for head in data.header)),
        format_html_join("", "<tr>{}</tr>", ((_row(row),) for row in data.rows)),
    )


def _row(row: tuple[str, ...]) -> SafeString:
    cells = format_html_join("", "<td>{}</td>", ((cell,) for cell in row[1:]))
    return format_html('<th scope="row">{}</th>{}', row[0], cells)
