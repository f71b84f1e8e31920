"""The figures of a scorecard as lines of a table."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from core.privacy.models import Figure
from metrics import words
from metrics.enums import Dimension
from metrics.selectors.names import names_of
from metrics.selectors.releases import Published
from metrics.selectors.scorecard import Reading, Scorecard


def lines(card: Scorecard) -> Iterator[list[str]]:
    """A header, then one line for each figure of each month; protected ones say why."""
    names = {dimension: names_of(card.program, dimension) for dimension in list(Dimension)[1:]}
    names[Dimension.TOTAL] = {"": _("Everyone"), "gone": ""}
    yield [
        _("Metric"),
        _("Month"),
        _("Released"),
        _("Part"),
        _("Group"),
        _("Figure"),
        _("Unit"),
        _("Target"),
        _("Numerator"),
        _("Denominator"),
        _("People"),
        _("Why it is not shown"),
    ]
    for reading in card.readings:
        for release in reading.releases:
            for figure in release.figures:
                named = names[Dimension(figure.partition)]
                group = named.get(figure.label, named["gone"])
                yield [*_where(reading, release), figure.partition, group, *_what(reading, figure)]


def _where(reading: Reading, release: Published) -> list[str]:
    return [str(reading.definition.name), release.month.key, f"{release.released_at:%Y-%m-%d}"]


def _what(reading: Reading, figure: Figure) -> list[str]:
    shown = figure.value or {}
    numbers = [_plain(shown.get(name)) for name in ("numerator", "denominator")]
    unit, target = str(reading.definition.measure), _plain(reading.target)
    people = _plain(figure.n)
    return [_plain(shown.get("figure")), unit, target, *numbers, people, words.why_hidden(figure)]


def _plain(value: float | None) -> str:
    """The number as spreadsheets read it."""
    return "" if value is None else f"{value:g}"
