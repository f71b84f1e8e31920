"""Why a pair, and what speaks against it, for those who match."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching import criteria
from matching.engine.rulings_among_peers import TWIN
from matching.reasons.words import Names, listed, turned


def speaks_for(factor: Mapping[str, Any], known: Names) -> str:
    """What a factor says in favour of a pair."""
    return _FOR[factor["criterion"]](factor, known)


def speaks_against(factor: Mapping[str, Any], known: Names) -> str:
    """What a factor says against a pair."""
    return _AGAINST[factor["criterion"]](factor, known)


def said(factor: Mapping[str, Any], known: Names) -> str:
    """A factor in the comparison, whichever way it points."""
    if factor["verdict"] == "unknown":
        return _("Not known: one of them says nothing about it")
    if factor["shared"] and factor["missing"] and factor["verdict"] == "partly":
        facts = {side: listed(factor[side], known) for side in ("shared", "missing")}
        return _("%(shared)s; not %(missing)s") % facts
    good = factor["verdict"] == "met" or factor["value"] >= 50
    return speaks_for(factor, known) if good else speaks_against(factor, known)


def _gap(factor: Mapping[str, Any]) -> int:
    return int(factor["mentor_number"] or 0) - int(factor["mentee_number"] or 0)


def _steps(n: int) -> str:
    return ngettext("%(n)d step", "%(n)d steps", n) % {"n": n}


def _hours_apart(factor: Mapping[str, Any]) -> str:
    minutes = abs(_gap(factor)) % criteria.DAY
    hours = round(min(minutes, criteria.DAY - minutes) / 60)
    return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}


def _senior(factor: Mapping[str, Any], known: Names) -> str:
    gap = -_gap(factor) if turned(factor) else _gap(factor)
    if gap == 0:
        return _("Stands at the same level")
    side = _("%(steps)s more senior") if gap > 0 else _("%(steps)s more junior")
    return side % {"steps": _steps(abs(gap))}


def _apart(factor: Mapping[str, Any], known: Names) -> str:
    gap = abs(_gap(factor))
    return _("%(steps)s apart in level") % {"steps": _steps(gap)} if gap else _("At the same level")


#: Under these keys `known` names the two of a pair where they are peers, whom no role tells apart.
FIRST, SECOND = "first of two", "second of two"


def of_two(known: Names, first: str, second: str) -> Names:
    """What is known, and what two peers are called."""
    return {**known, FIRST: first, SECOND: second}


def _gives(factor: Mapping[str, Any], known: Names, *, back: bool = False) -> str:
    """Which of two peers can share what with the other."""
    giver, taker = (FIRST, SECOND) if back else (SECOND, FIRST)
    if giver not in known:
        names = {"names": listed(factor["shared"], known)}
        return _("Wants what is shared: %(names)s") % names
    facts = {"giver": known[giver], "taker": known[taker]}
    return _("%(giver)s can share with %(taker)s: %(names)s") % (
        facts | {"names": listed(factor["shared"], known)}
    )


def _gives_not(factor: Mapping[str, Any], known: Names, *, back: bool = False) -> str:
    giver, taker = (FIRST, SECOND) if back else (SECOND, FIRST)
    names = {"names": listed(factor["missing"], known)}
    if giver not in known:
        return _("Wants what is not shared: %(names)s") % names
    facts = {"giver": known[giver], "taker": known[taker]}
    return _("%(giver)s does not share what %(taker)s wants: %(names)s") % (facts | names)


def _gives_back(factor: Mapping[str, Any], known: Names) -> str:
    return _gives(factor, known, back=True)


def _gives_not_back(factor: Mapping[str, Any], known: Names) -> str:
    return _gives_not(factor, known, back=True)


def _shares(factor: Mapping[str, Any], known: Names) -> str:
    if FIRST in known:
        return _gives(factor, known)
    return _("Shares what is wanted: %(names)s") % {"names": listed(factor["shared"], known)}


def _lacks(factor: Mapping[str, Any], known: Names) -> str:
    if FIRST in known:
        return _gives_not(factor, known)
    return _("Does not share: %(names)s") % {"names": listed(factor["missing"], known)}


def _hours(factor: Mapping[str, Any], known: Names) -> str:
    numbers = {"mentee": factor["mentee_number"], "mentor": factor["mentor_number"]}
    if FIRST in known:
        return _("Hours a month: %(mentee)s and %(mentor)s") % numbers
    return _("Hours a month: mentee %(mentee)s, mentor %(mentor)s") % numbers


def _years(factor: Mapping[str, Any], known: Names) -> str:
    gap = _gap(factor)
    if turned(factor):
        return _fewer_years(gap)
    if gap <= 0:
        return _("No more years of experience")
    return ngettext("%(n)d more year of experience", "%(n)d more years of experience", gap) % {
        "n": gap
    }


def _fewer_years(gap: int) -> str:
    if gap <= 0:
        return _("No fewer years of experience")
    words = ngettext("%(n)d year less of experience", "%(n)d years less of experience", gap)
    return words % {"n": gap}


def _wished(factor: Mapping[str, Any], known: Names) -> str:
    place = factor["mentee_number"]
    if FIRST in known:
        return _chose(place, known[FIRST], known[SECOND])
    if place is None:
        return _("Not among those whom the mentee would like")
    if place == 1:
        return _("The mentee's first choice")
    return _("The mentee's choice number %(n)d") % {"n": place}


def _wished_back(factor: Mapping[str, Any], known: Names) -> str:
    return _chose(factor["mentor_number"], known[SECOND], known[FIRST])


def _chose(place: int | None, who: str, whom: str) -> str:
    """How high one of two peers put the other."""
    facts = {"who": who, "whom": whom, "n": place}
    if place is None:
        return _("%(whom)s is not among those whom %(who)s would like") % facts
    if place == 1:
        return _("%(whom)s is the first choice of %(who)s") % facts
    return _("%(whom)s is choice number %(n)d of %(who)s") % facts


Say = Callable[[Mapping[str, Any], Names], str]


def _clocks(factor: Mapping[str, Any], known: Names) -> str:
    if _gap(factor) % criteria.DAY == 0:
        return _("On the same clock")
    return _("Clocks %(hours)s apart") % {"hours": _hours_apart(factor)}


_FOR: dict[str, Say] = {
    "competencies": _shares,
    f"competencies{TWIN}": _gives_back,
    "seniority": _senior,
    "reach": _apart,
    "other_unit": lambda factor, known: _("From another business unit"),
    "same_function": lambda factor, known: (
        _("Both in %(names)s") % {"names": listed(factor["shared"], known)}
    ),
    "languages": lambda factor, known: (
        _("Both speak %(names)s") % {"names": listed(factor["shared"], known)}
    ),
    "time_zone": _clocks,
    "experience": _years,
    "working_style": lambda factor, known: _("Like to work the same way"),
    "hours": _hours,
    "wishes": _wished,
    f"wishes{TWIN}": _wished_back,
}
_AGAINST: dict[str, Say] = _FOR | {
    "competencies": _lacks,
    f"competencies{TWIN}": _gives_not_back,
    "other_unit": lambda factor, known: (
        _("Both in %(names)s") % {"names": listed(factor["shared"], known)}
    ),
    "same_function": lambda factor, known: _("Works in another function"),
    "languages": lambda factor, known: _("No language in common"),
    "working_style": lambda factor, known: _("Like to work in different ways"),
}
