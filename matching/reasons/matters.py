"""What stands in the way: of somebody without a match, of the input, and of a decision."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from matching.reasons.words import MANY, Names, rule

_CAUSES = {
    "rules": gettext_lazy("The rules leave nobody."),
    "capacity": gettext_lazy("Every mentor's places are taken."),
    "outbid": gettext_lazy("Every mentor the rules allow is needed by others who have no other."),
    "not_available": gettext_lazy("Nobody is available."),
    "no_circle": gettext_lazy("Too few others fit the same leaders to make a circle."),
    "left_over": gettext_lazy("All peers the rules allow are with somebody else."),
}


def cause(code: str) -> str:
    """Why somebody has nobody."""
    return str(_CAUSES[code])


def remedy(found: Mapping[str, Any], mentors: Names) -> str:
    """The smallest change that would match somebody."""
    change, name = found["change"], mentors.get(found.get("mentor") or "", "")
    if change == "more_places" and name:
        places = int(found["places"])
        words = ngettext(
            "One place more with %(name)s would match them.",
            "%(n)d places more with %(name)s would match them.",
            places,
        )
        return words % {"name": name, "n": places}
    if change == "relax_rule":
        return _relaxed(found, name)
    if change == "more_peers":
        return _("One more peer whom the rules allow would help.")
    return _("One more mentor would help.")


#: What is done rather than lifted.
_DONE = {
    "not_certified": gettext_lazy("Once %(name)s has done the training, they could be matched."),
    "below_tier": gettext_lazy("With a higher tier for %(name)s they could be matched."),
}


def _relaxed(found: Mapping[str, Any], name: str) -> str:
    facts = {"rule": rule(found["rule"]), "name": name}
    if name and found["rule"] in _DONE:
        return str(_DONE[found["rule"]]) % facts
    if not name:
        return _("Lifting this would help: %(rule)s.") % facts
    if found["places"]:
        return _("Lifting “%(rule)s” for %(name)s, and one place more there.") % facts
    return _("Lifting “%(rule)s” for %(name)s would match them.") % facts


_ISSUES = {
    "no_mentees": gettext_lazy("No mentee waits to be matched."),
    "no_mentors": gettext_lazy("There is no mentor."),
    "no_places": gettext_lazy("No mentor has a free place."),
    "mentors_without_places": gettext_lazy("Without a free place: %(names)s."),
    "no_peers": gettext_lazy("No peer waits to be matched."),
    "no_peer_for": gettext_lazy("The rules leave no peer for %(names)s."),
    "peers_contradict": gettext_lazy("Not all of these can be kept together: %(names)s."),
    "no_criteria": gettext_lazy(
        "No criterion counts, or nobody has said anything that one could go by: all pairs are alike."
    ),
    "no_candidates": gettext_lazy("The rules leave no mentor for %(names)s."),
    "lock_unknown": gettext_lazy("A pair to be kept is gone: one of them takes no part any more."),
    "veto_unknown": gettext_lazy("A pair that was ruled out is gone anyway."),
    "locks_contradict": gettext_lazy("Two mentors are to be kept for one mentee: %(names)s."),
    "few_seats": gettext_lazy("Too few seats for a circle, which needs four: %(names)s."),
    "circle_small": gettext_lazy(
        "The circle of %(names)s would have fewer than four members: there is nobody else for it."
    ),
    "circle_apart": gettext_lazy("%(names)s in one circle: this is not available."),
    "locks_over_capacity": gettext_lazy(
        "More pairs are to be kept than there are places: %(names)s."
    ),
}


def issue(found: Mapping[str, Any], people: Names) -> str:
    """Something about the input that those who match should know."""
    code, ids = found["code"], found["ids"]
    if code == "rule_removes_everyone":
        return _("This rule leaves no pair at all: %(rule)s.") % {"rule": rule(ids[0])}
    facts = {"names": _people(ids, people)}
    if code.startswith("barred:"):
        return f"{rule(code.partition(':')[2])}: {facts['names']}."
    if code.startswith("lock_breaks:"):
        why = {"rule": rule(code.partition(":")[2])}
        return _("%(names)s can't be kept together: %(rule)s.") % (facts | why)
    return str(_ISSUES[code]) % facts


def contradiction(code: str, ids: Sequence[str], people: Names) -> str:
    """Why a decision can't be, for who has just made it."""
    if code != "held":
        return issue({"code": code, "ids": ids}, people)
    facts = {"mentor": _people(ids[:1], people), "names": _people(ids[1:], people)}
    if not ids[1:]:
        return _("%(mentor)s has no place for it.") % facts
    words = _(
        "%(mentor)s has no place left: you have kept or reviewed %(names)s there. Take that back"
        " first, or swap the two."
    )
    return words % facts


def _people(ids: Iterable[str], people: Names) -> str:
    words = [people.get(key, _("somebody who has left")) for key in ids]
    more = len(words) - MANY * 2
    shown = ", ".join(words[: MANY * 2])
    return shown + (_(" and %(n)d more") % {"n": more} if more > 0 else "")
