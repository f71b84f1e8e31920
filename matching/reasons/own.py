"""Why a pair, or why nobody, told to the people themselves."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matching import criteria
from matching.engine.rulings_among_peers import TWIN
from matching.reasons.words import Names, listed, turned


def for_participant(factor: Mapping[str, Any], known: Names, *, is_mentor: bool) -> str:
    """A reason in the second person, without levels or figures about the other; "" for none."""
    words = _TO_MENTOR if is_mentor else _TO_MENTEE
    if factor["criterion"] in criteria.TURNED and turned(factor):
        words = _TURNED_TO_MENTOR if is_mentor else _TURNED_TO_MENTEE
    sentence = words.get(factor["criterion"])
    if sentence is None:
        return ""
    return str(sentence) % {"names": listed(factor["shared"], known)}


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
_YOU_LIKE = gettext_lazy("You said that you would like them.")
#: That the other one said so is not told: nobody reads who chose them.
_TO_MENTOR = _TO_BOTH | {
    "competencies": _YOU_SHARE,
    f"competencies{TWIN}": _THEY_SHARE,
    "seniority": gettext_lazy("You know the steps that lie ahead of them."),
    "experience": gettext_lazy("Your years of experience can be of use to them."),
    f"wishes{TWIN}": _YOU_LIKE,
}
_TO_MENTEE = _TO_BOTH | {
    "competencies": _THEY_SHARE,
    f"competencies{TWIN}": _YOU_SHARE,
    "seniority": gettext_lazy("They know the steps that lie ahead of you."),
    "experience": gettext_lazy("They bring more years of experience."),
    "wishes": _YOU_LIKE,
}
_TURNED_TO_MENTOR = {
    "seniority": gettext_lazy("You see what is hard to see from where they stand."),
    "experience": gettext_lazy("You came to this more recently than they did."),
}
_TURNED_TO_MENTEE = {
    "seniority": gettext_lazy("They see what is hard to see from where you stand."),
    "experience": gettext_lazy("They came to this more recently than you did."),
}
#: Rules of the program, which whoever is left without a mentor may know.
_OWN_RULES = {
    "tier": gettext_lazy("a mentor has to be more senior than you"),
    "tier_reverse": gettext_lazy("a mentor has to be more junior than you"),
    "reporting_line": gettext_lazy("nobody mentors within their own reporting line"),
    "former": gettext_lazy("you have worked together before"),
    "below_tier": gettext_lazy("this track asks for mentors of a higher tier"),
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
    others_chose = peers and "criterion:wishes" in codes  # the wish that closed it may be theirs
    if others_chose or not told or not all(told):
        return str(words["not_available"])
    return str(words["rules"]) % {"rules": "; ".join(told)}


def _own_rule(code: str) -> str:
    """A rule in the second person, "" for one that tells of others."""
    measure = criteria.BY_KEY.get(code.removeprefix("criterion:"))
    if measure and code.startswith("criterion:"):
        return _("what has to be met is not: %(label)s") % {"label": measure.label}
    return str(_OWN_RULES.get(code, ""))
