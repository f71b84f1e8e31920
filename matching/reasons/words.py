"""What every sentence is made of: names, words of quality, and what the rules are called."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matching import criteria
from matching.engine import Alternative, Factor, Quality, Remedy, UnmatchedReasons
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
    return {
        "mentee": why.mentee,
        "cause": str(why.cause),
        "removed": dict(why.removed),
        "closest": [_plain(each) for each in why.closest],
        "remedy": _plain(why.remedy) | {"change": str(why.remedy.change)},
    }


def _plain(each: Alternative | Remedy) -> dict[str, Any]:
    """`asdict` of what holds nothing but plain values, in a tenth of the time: there are thousands."""
    return {name: getattr(each, name) for name in each.__slots__}


def listed(keys: Iterable[str], known: Names) -> str:
    """The names of the first of them, and how many more there are."""
    words = [known.get(key, _("something since removed")) for key in keys]
    more = len(words) - MANY
    shown = sorted(words)[:MANY]
    return ", ".join(shown) + (_(" and %(n)d more") % {"n": more} if more > 0 else "")


def turned(factor: Mapping[str, Any]) -> bool:
    """Whether the junior mentors the senior: then the numbers are turned round, and under 0."""
    return any((factor[side] or 0) < 0 for side in ("mentor_number", "mentee_number"))


_RULES = {
    "capacity": gettext_lazy("Mentor without a free place"),
    "same_person": gettext_lazy("Mentor and mentee are the same person"),
    "reporting_line": gettext_lazy("Within one reporting line"),
    "former": gettext_lazy("Have worked together before"),
    "repeat": gettext_lazy("Have worked together, or one of them said no before"),
    "veto": gettext_lazy("Ruled out in the review"),
    "tier": gettext_lazy("Mentor is not more senior"),
    "tier_reverse": gettext_lazy("Mentor is not more junior"),
    "not_certified": gettext_lazy("The mentor’s training is not done"),
    "below_tier": gettext_lazy("The mentor is below the tier that the track wants"),
    "quality_floor": gettext_lazy("Too weak a match"),
    "not_available": gettext_lazy("Not available"),
}


def rule(code: str) -> str:
    """What a rule is called."""
    if code in _RULES:
        return str(_RULES[code])
    measure = criteria.BY_KEY.get(code.removeprefix("criterion:"))
    return _("Must be met: %(label)s") % {"label": measure.label} if measure else _("Another rule")
