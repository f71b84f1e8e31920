"""Figures in words: what they are compared with, and why one is not shown."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.charts import words
from core.privacy.cells import MINIMUM, Reason
from core.privacy.models import Figure
from metrics.definitions import Definition
from metrics.enums import Measure


def amount(definition: Definition, value: float) -> str:
    """Such as "72%" or "4.0"."""
    return number_format(value, definition.digits, use_l10n=True) + definition.unit


def difference(definition: Definition, value: float) -> str:
    """The size of a difference: "4 points", or "0.3"."""
    rounded = abs(round(value, definition.digits))
    if definition.measure is Measure.SCALE:
        return words.number(rounded)
    count = int(rounded)
    return ngettext("%(n)s point", "%(n)s points", count) % {"n": number_format(count)}


def against_target(definition: Definition, value: float, target: float) -> str:
    """Such as "4 points above target"."""
    gap = round(value - target, definition.digits)
    if not gap:
        return _("exactly on target")
    said = _("%(gap)s above target") if gap > 0 else _("%(gap)s below target")
    return said % {"gap": difference(definition, gap)}


def against_before(definition: Definition, value: float, before: float, when: str) -> str:
    """Such as "up 3 points since November"."""
    change = round(value - before, definition.digits)
    if not change:
        return _("the same as in %(month)s") % {"month": when}
    said = (
        _("up %(change)s since %(month)s") if change > 0 else _("down %(change)s since %(month)s")
    )
    return said % {"change": difference(definition, change), "month": when}


def counted(definition: Definition, figure: Figure) -> str:
    """What the figure was made of: "96 held, 118 due"."""
    parts = {
        name: number_format(round(figure.value[name]), use_l10n=True)
        for name in ("numerator", "denominator")
    }
    return str(definition.counted) % parts


def hidden(figure: Figure) -> str:
    """A word or two in the place of a protected figure; empty for one that is shown."""
    if figure.reason is Reason.TOO_FEW:
        return _("Protected")
    return _("Withheld") if figure.reason else ""


def why_hidden(figure: Figure) -> str:
    """The reason in full; empty for a figure that is shown."""
    if figure.reason is Reason.TOO_FEW:
        return _("protected: fewer than %(minimum)d people") % {"minimum": MINIMUM}
    if figure.reason:
        return _("withheld so that nobody can be worked out")
    return ""
