"""The engine's codes in sentences: why a pair, what speaks against it, why nobody, which rules.

The only module that turns codes into words. What is confidential never gets here: the engine says
"not available" and counts nothing.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from matching import criteria
from matching.engine import Factor, Quality, UnmatchedReasons
from matching.engine.peers import TWIN
from participants.models import Competency, Unit
from programs.answers import LANGUAGES

Names = Mapping[str, str]
MANY = 3


@dataclass(frozen=True)
class Word:
    """A quality in a word, and the tone of its badge."""

    text: Any
    tone: str
    icon: str


WORDS = {
    Quality.EXCELLENT: Word(gettext_lazy("Excellent"), "success", "star"),
    Quality.GOOD: Word(gettext_lazy("Good"), "success", "check-circle"),
    Quality.ACCEPTABLE: Word(gettext_lazy("Acceptable"), "info", "minus-circle"),
    Quality.WEAK: Word(gettext_lazy("Weak"), "warning", "exclamation-triangle"),
}


def names() -> Names:
    """What ids and codes in reasons are called; two queries."""
    known = dict(LANGUAGES)
    for model in (Competency, Unit):
        known |= {str(key): name for key, name in model.objects.values_list("pk", "name")}
    return known


def stored(factor: Factor) -> dict[str, Any]:
    """A factor as JSON: ids, codes and numbers, no words."""
    plain = asdict(factor) | {"kind": str(factor.kind), "verdict": str(factor.verdict)}
    return plain | {"shared": list(factor.shared), "missing": list(factor.missing)}


def stored_unmatched(why: UnmatchedReasons) -> dict[str, Any]:
    """Cause, rules and remedy as JSON."""
    plain = asdict(why)
    plain["cause"], plain["removed"] = str(why.cause), dict(why.removed)
    plain["remedy"]["change"] = str(why.remedy.change)
    plain["closest"] = [asdict(each) for each in why.closest]
    return plain


# Why a pair, for those who match ------------------------------------------------------------


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
        facts = {side: _listed(factor[side], known) for side in ("shared", "missing")}
        return _("%(shared)s; not %(missing)s") % facts
    good = factor["verdict"] == "met" or factor["value"] >= 50
    return speaks_for(factor, known) if good else speaks_against(factor, known)


def _listed(keys: Iterable[str], known: Names) -> str:
    words = [known.get(key, _("something since removed")) for key in keys]
    more = len(words) - MANY
    shown = sorted(words)[:MANY]
    return ", ".join(shown) + (_(" and %(n)d more") % {"n": more} if more > 0 else "")


def _gap(factor: Mapping[str, Any]) -> int:
    return int(factor["mentor_number"] or 0) - int(factor["mentee_number"] or 0)


def _turned(factor: Mapping[str, Any]) -> bool:
    """Whether the junior mentors the senior: then the numbers are turned round, and under 0."""
    return any((factor[side] or 0) < 0 for side in ("mentor_number", "mentee_number"))


def _steps(n: int) -> str:
    return ngettext("%(n)d step", "%(n)d steps", n) % {"n": n}


def _hours_apart(factor: Mapping[str, Any]) -> str:
    minutes = abs(_gap(factor)) % criteria.DAY
    hours = round(min(minutes, criteria.DAY - minutes) / 60)
    return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}


def _senior(factor: Mapping[str, Any], known: Names) -> str:
    gap = -_gap(factor) if _turned(factor) else _gap(factor)
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
        names = {"names": _listed(factor["shared"], known)}
        return _("Wants what is shared: %(names)s") % names
    facts = {"giver": known[giver], "taker": known[taker]}
    return _("%(giver)s can share with %(taker)s: %(names)s") % (
        facts | {"names": _listed(factor["shared"], known)}
    )


def _gives_not(factor: Mapping[str, Any], known: Names, *, back: bool = False) -> str:
    giver, taker = (FIRST, SECOND) if back else (SECOND, FIRST)
    names = {"names": _listed(factor["missing"], known)}
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
    return _("Shares what is wanted: %(names)s") % {"names": _listed(factor["shared"], known)}


def _lacks(factor: Mapping[str, Any], known: Names) -> str:
    if FIRST in known:
        return _gives_not(factor, known)
    return _("Does not share: %(names)s") % {"names": _listed(factor["missing"], known)}


def _hours(factor: Mapping[str, Any], known: Names) -> str:
    numbers = {"mentee": factor["mentee_number"], "mentor": factor["mentor_number"]}
    if FIRST in known:
        return _("Hours a month: %(mentee)s and %(mentor)s") % numbers
    return _("Hours a month: mentee %(mentee)s, mentor %(mentor)s") % numbers


def _years(factor: Mapping[str, Any], known: Names) -> str:
    gap = _gap(factor)
    if _turned(factor):
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
    if place is None:
        return _("Not among those whom the mentee would like")
    if place == 1:
        return _("The mentee's first choice")
    return _("The mentee's choice number %(n)d") % {"n": place}


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
        _("Both in %(names)s") % {"names": _listed(factor["shared"], known)}
    ),
    "languages": lambda factor, known: (
        _("Both speak %(names)s") % {"names": _listed(factor["shared"], known)}
    ),
    "time_zone": _clocks,
    "experience": _years,
    "working_style": lambda factor, known: _("Like to work the same way"),
    "hours": _hours,
    "wishes": _wished,
}
_AGAINST: dict[str, Say] = _FOR | {
    "competencies": _lacks,
    f"competencies{TWIN}": _gives_not_back,
    "other_unit": lambda factor, known: (
        _("Both in %(names)s") % {"names": _listed(factor["shared"], known)}
    ),
    "same_function": lambda factor, known: _("Works in another function"),
    "languages": lambda factor, known: _("No language in common"),
    "working_style": lambda factor, known: _("Like to work in different ways"),
}


# Why a pair, for the two themselves ---------------------------------------------------------


def for_participant(factor: Mapping[str, Any], known: Names, *, is_mentor: bool) -> str:
    """A reason in the second person, without levels or figures about the other; "" for none."""
    words = _TO_MENTOR if is_mentor else _TO_MENTEE
    if factor["criterion"] in criteria.TURNED and _turned(factor):
        words = _TURNED_TO_MENTOR if is_mentor else _TURNED_TO_MENTEE
    sentence = words.get(factor["criterion"])
    if sentence is None:
        return ""
    return str(sentence) % {"names": _listed(factor["shared"], known)}


def for_participants(
    factors: Iterable[Mapping[str, Any]], known: Names, *, is_mentor: bool
) -> tuple[str, ...]:
    """All reasons that there are words for."""
    said = (for_participant(each, known, is_mentor=is_mentor) for each in factors)
    return tuple(sentence for sentence in said if sentence)


_TO_BOTH = {
    "other_unit": gettext_lazy("You work in different business units: an outside view."),
    "same_function": gettext_lazy("You both work in %(names)s."),
    "languages": gettext_lazy("You both speak %(names)s."),
    "time_zone": gettext_lazy("Your working hours meet."),
    "working_style": gettext_lazy("You like to work the same way."),
    "hours": gettext_lazy("You have a similar amount of time for it."),
    "reach": gettext_lazy("You are close enough for the advice to fit."),
}
_YOU_SHARE = gettext_lazy("You can share what they want to grow in: %(names)s.")
_THEY_SHARE = gettext_lazy("They can share what you want to grow in: %(names)s.")
_TO_MENTOR = _TO_BOTH | {
    "competencies": _YOU_SHARE,
    f"competencies{TWIN}": _THEY_SHARE,
    "seniority": gettext_lazy("You know the steps that lie ahead of them."),
    "experience": gettext_lazy("Your years of experience can be of use to them."),
}
_TO_MENTEE = _TO_BOTH | {
    "competencies": _THEY_SHARE,
    f"competencies{TWIN}": _YOU_SHARE,
    "seniority": gettext_lazy("They know the steps that lie ahead of you."),
    "experience": gettext_lazy("They bring more years of experience."),
    "wishes": gettext_lazy("You said that you would like them."),
}


_TURNED_TO_MENTOR = {
    "seniority": gettext_lazy("You see what is hard to see from where they stand."),
    "experience": gettext_lazy("You came to this more recently than they did."),
}
_TURNED_TO_MENTEE = {
    "seniority": gettext_lazy("They see what is hard to see from where you stand."),
    "experience": gettext_lazy("They came to this more recently than you did."),
}


# Rules, and people without a match ----------------------------------------------------------

_RULES = {
    "capacity": gettext_lazy("Mentor without a free place"),
    "same_person": gettext_lazy("Mentor and mentee are the same person"),
    "reporting_line": gettext_lazy("Within one reporting line"),
    "former": gettext_lazy("Have worked together before"),
    "repeat": gettext_lazy("Have worked together, or one of them said no before"),
    "veto": gettext_lazy("Ruled out in the review"),
    "tier": gettext_lazy("Mentor is not more senior"),
    "tier_reverse": gettext_lazy("Mentor is not more junior"),
    "quality_floor": gettext_lazy("Too weak a match"),
    "not_available": gettext_lazy("Not available"),
}


def rule(code: str) -> str:
    """What a rule is called."""
    if code in _RULES:
        return str(_RULES[code])
    measure = criteria.BY_KEY.get(code.removeprefix("criterion:"))
    return _("Must be met: %(label)s") % {"label": measure.label} if measure else _("Another rule")


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


#: Rules of the program, which whoever is left without a mentor may know.
_OWN_RULES = {
    "tier": gettext_lazy("a mentor has to be more senior than you"),
    "tier_reverse": gettext_lazy("a mentor has to be more junior than you"),
    "reporting_line": gettext_lazy("nobody mentors within their own reporting line"),
    "former": gettext_lazy("you have worked together before"),
    "capacity": gettext_lazy("their places are taken"),
    "quality_floor": gettext_lazy("nobody left fits what you look for well enough"),
}
_OWN_CAUSES = {
    "rules": gettext_lazy("No mentor of this round could be yours: %(rules)s."),
    "capacity": gettext_lazy("More people look for a mentor than mentors have places."),
    "outbid": gettext_lazy(
        "The mentors who could be yours are needed by others, who have nobody else."
    ),
    "not_available": gettext_lazy("No mentor is available for you at the moment."),
    "no_circle": gettext_lazy("Too few others look for the same to make a circle."),
    "left_over": gettext_lazy(
        "Everybody who could be your peer is with somebody else: with an odd number one is left over."
    ),
}
#: What reads otherwise where all are peers.
_OWN_CAUSES_OF_PEERS = _OWN_CAUSES | {
    "rules": gettext_lazy("Nobody of this round could be your peer: %(rules)s."),
    "not_available": gettext_lazy("No peer is available for you at the moment."),
}


def own_cause(found: Mapping[str, Any], *, peers: bool = False) -> str:
    """Why somebody has nobody, told to themselves.

    What others said or decided about them is not for them to read, nor to guess from a reason that
    is missing: wherever it had a part, nobody is available.
    """
    words = _OWN_CAUSES_OF_PEERS if peers else _OWN_CAUSES
    cause, codes = found["cause"], set(found["removed"]) - {"same_person"}
    if cause != "rules":
        return str(words[cause])
    told = [_own_rule(code) for code in sorted(codes)]
    if not told or not all(told):
        return str(words["not_available"])
    return str(words["rules"]) % {"rules": "; ".join(told)}


def _own_rule(code: str) -> str:
    """A rule in the second person, "" for one that tells of others."""
    measure = criteria.BY_KEY.get(code.removeprefix("criterion:"))
    if measure and code.startswith("criterion:"):
        return _("what has to be met is not: %(label)s") % {"label": measure.label}
    return str(_OWN_RULES.get(code, ""))


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


def _relaxed(found: Mapping[str, Any], name: str) -> str:
    facts = {"rule": rule(found["rule"]), "name": name}
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
