"""What a chart of periods shows: lanes with stretches and moments between two days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.charts.shapes import Table


@dataclass(frozen=True)
class Stretch:
    """Something that lasts, both days included; without an end it goes on. `faint`: not yet."""

    label: str
    start: date
    end: date | None = None
    faint: bool = False

    @property
    def when(self) -> str:
        """Its days in words."""
        facts = {"start": _day(self.start), "end": _day(self.end)}
        return (_("%(start)s to %(end)s") if self.end else _("since %(start)s")) % facts


@dataclass(frozen=True)
class Mark:
    """A moment; `hollow` where it lies ahead or was missed."""

    label: str
    on: date
    hollow: bool = False


@dataclass(frozen=True)
class Lane:
    """A row of the chart; `said` says its marks in a few words."""

    label: str
    stretches: tuple[Stretch, ...] = ()
    marks: tuple[Mark, ...] = ()
    said: str = ""


@dataclass(frozen=True)
class Periods:
    """Lanes below each other on one line of time, from `first` to `last`."""

    title: str
    lanes: tuple[Lane, ...]
    first: date
    last: date
    today: date
    said: str = ""

    @property
    def sentence(self) -> str:
        """Each lane in a sentence."""
        told = [_lane(lane) for lane in self.lanes if lane.stretches or lane.marks]
        return self.said or " ".join(told) or _("There is nothing to show yet.")

    @property
    def table(self) -> Table:
        """Every stretch and mark in the order of its days, lane by lane."""
        rows = tuple(row for lane in self.lanes for row in _rows(lane))
        return Table(self.title, (_("What"), _("When"), _("Kind")), rows)

    def render(self) -> SafeString:
        """The SVG, the sentence and the table as one `<figure>`."""
        from core.charts import figure, spans

        return figure.figure(self, spans.periods(self))


def _lane(lane: Lane) -> str:
    parts = [f"{stretch.label}, {stretch.when}" for stretch in lane.stretches]
    parts += [lane.said] if lane.said else []
    return _("%(lane)s: %(parts)s.") % {"lane": lane.label, "parts": "; ".join(parts)}


def _rows(lane: Lane) -> Iterator[tuple[str, ...]]:
    dated = [(one.start, one.label, one.when) for one in lane.stretches]
    dated += [(one.on, one.label, _day(one.on)) for one in lane.marks]
    for _on, label, when in sorted(dated):
        yield label, when, lane.label


def _day(day: date | None) -> str:
    return date_format(day, "SHORT_DATE_FORMAT") if day else ""
