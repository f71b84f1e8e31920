"""Numbers and sentences about charts, in the reader's language."""

from collections.abc import Sequence
from typing import Protocol

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class Valued(Protocol):
    """A label and its value; None is protected."""

    @property
    def label(self) -> str: ...
    @property
    def value(self) -> float | None: ...
    @property
    def note(self) -> str: ...


def number(value: float, unit: str = "") -> str:
    """The value to one decimal at most, in the active locale, with its unit."""
    rounded = round(value, 1) + 0.0
    text = number_format(rounded, 0 if rounded == int(rounded) else 1, use_l10n=True)
    return text + unit if unit in ("", "%") else f"{text}\N{NO-BREAK SPACE}{unit}"


def short_number(value: float, unit: str) -> str:
    """The number for a narrow place: without its unit where that is a word."""
    return number(value, unit if unit == "%" else "")


def value_text(item: Valued, unit: str) -> str:
    """The value in words: the number, or that it is protected and why."""
    if item.value is None:
        return item.note or _("protected")
    return number(item.value, unit)


def point_text(item: Valued, unit: str) -> str:
    """What a focused point says."""
    text = _("%(label)s: %(value)s") % {"label": item.label, "value": value_text(item, unit)}
    return f"{text} ({item.note})" if item.note and item.value is not None else text


def target_text(target: float, unit: str) -> str:
    """The target as a sentence."""
    return _("The target is %(target)s.") % {"target": number(target, unit)}


def trend(points: Sequence[Valued], target: float | None, unit: str) -> str:
    """One or more sentences on how the values went."""
    return _joined(points, _movement(points, unit), target, unit)


def comparison(bars: Sequence[Valued], target: float | None, unit: str) -> str:
    """One or more sentences on which group is highest and lowest."""
    return _joined(bars, _extremes(bars, unit), target, unit)


def share(value: float | None, maximum: float, unit: str, note: str) -> str:
    """A sentence on a part of a whole."""
    if value is None:
        return note or _("This figure is protected, because it is about too few people.")
    if unit == "%":
        return _("%(value)s.") % {"value": number(value, unit)}
    whole = {"value": number(value), "maximum": number(maximum, unit)}
    return _("%(value)s of %(maximum)s.") % whole


def nothing_known(items: Sequence[Valued]) -> str:
    """A word or two in place of a picture without a single value."""
    return _("Protected") if items else _("Nothing to show yet")


def _joined(items: Sequence[Valued], shown: str, target: float | None, unit: str) -> str:
    hidden = sum(item.value is None for item in items)
    sentences = [shown]
    if target is not None and hidden < len(items):
        sentences.append(target_text(target, unit))
    if 0 < hidden < len(items):
        text = ngettext(
            "%(count)s figure is protected.", "%(count)s figures are protected.", hidden
        )
        sentences.append(text % {"count": number(hidden)})
    return " ".join(sentences)


def _known(items: Sequence[Valued]) -> list[tuple[float, str]]:
    return [(item.value, item.label) for item in items if item.value is not None]


def _nothing(items: Sequence[Valued]) -> str:
    if items:
        return _("All figures are protected, because they are about too few people.")
    return _("There is nothing to show yet.")


def _one(value: float, label: str, unit: str) -> str:
    return _("%(value)s (%(label)s).") % {"value": number(value, unit), "label": label}


def _movement(points: Sequence[Valued], unit: str) -> str:
    known = _known(points)
    if not known:
        return _nothing(points)
    (first, start), (last, end) = known[0], known[-1]
    if len(known) == 1:
        return _one(last, end, unit)
    facts = {"first": number(first, unit), "start": start, "last": number(last, unit), "end": end}
    if facts["first"] == facts["last"]:
        return _("%(first)s at the start (%(start)s) and at the end (%(end)s).") % facts
    if last > first:
        return _("Rose from %(first)s (%(start)s) to %(last)s (%(end)s).") % facts
    return _("Fell from %(first)s (%(start)s) to %(last)s (%(end)s).") % facts


def _extremes(bars: Sequence[Valued], unit: str) -> str:
    known = _known(bars)
    if not known:
        return _nothing(bars)
    (most, top), (least, bottom) = max(known, key=_value), min(known, key=_value)
    if len(known) == 1:
        return _one(most, top, unit)
    facts = {"most": number(most, unit), "top": top, "least": number(least, unit), "bottom": bottom}
    if facts["most"] == facts["least"]:
        return _("All are at %(most)s.") % facts
    return _("Highest: %(top)s, %(most)s. Lowest: %(bottom)s, %(least)s.") % facts


def _value(pair: tuple[float, str]) -> float:
    return pair[0]
