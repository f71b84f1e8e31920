"""The whole timeline of a person for one reader: the picture, and the goals with what serves them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.charts import Lane, Mark, Periods, Stretch
from mentorship.timeline import coaching, goals, learning, mentoring, milestones, rotations
from mentorship.timeline.parts import Item, Pillar, Theme
from mentorship.timeline.reader import Reader

#: Who tells a part; each yields what its reader may see.
TELLERS: list[Callable[[Reader], Iterator[Item]]] = [
    mentoring.items,
    coaching.items,
    rotations.items,
    learning.items,
    milestones.items,
]
MARGIN = timedelta(days=30)


@dataclass(frozen=True)
class Timeline:
    """What a page shows."""

    items: list[Item]
    themes: list[Theme]
    others: list[Item]
    picture: Periods | None


def timeline_of(reader: Reader) -> Timeline:
    """Everything that the reader may know, in the order of its days."""
    items = sorted((one for tell in TELLERS for one in tell(reader)), key=_when)
    themes = goals.themes(reader)
    others = []
    for item in items:
        served = [theme for theme in themes if theme.serves(item)]
        for theme in served:
            theme.items.append(item)
        if not served:
            others.append(item)
    return Timeline(items, themes, others, _picture(items, reader) if items else None)


def _when(item: Item) -> tuple[date, str]:
    return item.start, str(item.title)


def _picture(items: list[Item], reader: Reader) -> Periods:
    days = [day for item in items for day in (item.start, item.end, *item.marks) if day]
    first, last = min([*days, reader.today]), max([*days, reader.today])
    lanes = tuple(lane for pillar in Pillar if (lane := _lane(pillar, items, reader)))
    return Periods(
        title=_("The line of %(name)s") % {"name": reader.person.name},
        lanes=lanes,
        first=(first - MARGIN).replace(day=1),
        last=last + MARGIN,
        today=reader.today,
    )


def _lane(pillar: Pillar, items: list[Item], reader: Reader) -> Lane | None:
    mine = [item for item in items if item.pillar == pillar]
    if not mine:
        return None
    stretches = tuple(
        Stretch(str(item.title), item.start, item.end, item.ahead) for item in mine if item.lasts
    )
    moments = [Mark(str(item.title), item.start, item.ahead) for item in mine if not item.lasts]
    met = [
        Mark(_("Met: %(title)s") % {"title": item.title}, day)
        for item in mine
        for day in item.marks
    ]
    said = _said(pillar, moments, met)
    return Lane(str(pillar.label), stretches, tuple(moments + met), said)


def _said(pillar: Pillar, moments: list[Mark], met: list[Mark]) -> str:
    """The marks of a lane in a few words."""
    done = sum(not one.hollow for one in moments)
    parts = []
    if moments:
        facts = {"done": done, "all": len(moments)}
        is_learning = pillar == Pillar.LEARNING
        words = _("%(done)d of %(all)d done") if is_learning else _("%(done)d of %(all)d reached")
        parts.append(words % facts)
    if met:
        parts.append(ngettext("met once", "met %(n)d times", len(met)) % {"n": len(met)})
    return ", ".join(parts)
