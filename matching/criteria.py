"""What may count when people are matched, what each criterion measures, and by what.

The list is closed: nothing here tells of anybody's origin, sex, age, faith, health or family, and
a test holds it to that.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from matching.engine import Criterion, Importance, Kind, Participant, Role, Side
from matching.engine.rulings_among_peers import TWIN
from matching.enums import Weight
from programs.enums import Format

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

DAY = 24 * 60
#: These compare terms, all others numbers.
TERMS = (Kind.OVERLAP, Kind.SAME, Kind.DIFFERENT)
#: A pair that is known to miss what it must meet falls under this.
LEAST = 1


@dataclass(frozen=True)
class Measure:
    """One criterion: its name, what it looks at, how the engine reads it, how much it counts first."""

    key: str
    label: "_StrPromise"
    meaning: "_StrPromise"
    reads: Criterion
    first: Weight


CATALOGUE = (
    Measure(
        "competencies",
        _("Shares what the mentee wants to grow in"),
        _("How many of the competencies that the mentee wants to grow in the mentor can share."),
        Criterion("competencies", Kind.OVERLAP, mentee_key="wanted", mentor_key="offered"),
        Weight.IMPORTANT,
    ),
    Measure(
        "seniority",
        _("More experienced in the organisation"),
        _("Whether the mentor stands higher than the mentee. In a reverse track, lower."),
        Criterion(
            "seniority", Kind.AT_LEAST, mentee_key="rank", mentor_key="rank", distance=1, scale=3
        ),
        Weight.IMPORTANT,
    ),
    Measure(
        "reach",
        _("Within reach"),
        _("Whether the two stand within three steps of each other, so that advice still fits."),
        Criterion("reach", Kind.NEAR, mentee_key="rank", mentor_key="rank", distance=3, scale=5),
        Weight.HELPFUL,
    ),
    Measure(
        "other_unit",
        _("From another business unit"),
        _("Whether the two work in different business units: an outside view, and no shared boss."),
        Criterion("other_unit", Kind.DIFFERENT, mentee_key="unit", mentor_key="unit"),
        Weight.HELPFUL,
    ),
    Measure(
        "same_function",
        _("Same function"),
        _("Whether the two work in the same function or profession."),
        Criterion("same_function", Kind.SAME, mentee_key="function", mentor_key="function"),
        Weight.IMPORTANT,
    ),
    Measure(
        "languages",
        _("A language in common"),
        _("Whether there is a language that both like to talk in."),
        Criterion("languages", Kind.SAME),
        Weight.IMPORTANT,
    ),
    Measure(
        "time_zone",
        _("Working hours that meet"),
        _("How far apart their clocks are: fully met up to two hours, not met from eight."),
        Criterion("time_zone", Kind.NEAR, distance=120, scale=360, period=DAY),
        Weight.HELPFUL,
    ),
    Measure(
        "experience",
        _("More years of experience"),
        _(
            "Whether the mentor has at least three years of experience more than the mentee. In a"
            " reverse track, three years less."
        ),
        Criterion("experience", Kind.AT_LEAST, distance=3, scale=6),
        Weight.HELPFUL,
    ),
    Measure(
        "working_style",
        _("Same working style"),
        _("Whether both describe the way they like to work in the same words."),
        Criterion("working_style", Kind.SAME),
        Weight.IGNORE,
    ),
    Measure(
        "hours",
        _("Similar time to give"),
        _("How close the hours a month are that both have for it: fully met within two."),
        Criterion("hours", Kind.NEAR, distance=2, scale=6),
        Weight.HELPFUL,
    ),
    Measure(
        "wishes",
        _("Whom the mentee would like"),
        _(
            "How high the mentee put the mentor, where mentees choose; among peers, how high each put"
            " the other. Who chose nobody loses nothing."
        ),
        Criterion("wishes", Kind.RANKED, side=Side.MENTEE),
        Weight.IMPORTANT,
    ),
)
BY_KEY = {measure.key: measure for measure in CATALOGUE}
#: What is read instead where the junior mentors the senior.
TURNED = {"seniority": "rank_down", "experience": "experience_down"}
TURNED_LABELS = {
    "seniority": _("Stands lower in the organisation"),
    "experience": _("Fewer years of experience"),
}
POINTS = {
    Weight.MUST: Importance.MUST,
    Weight.IMPORTANT: Importance.IMPORTANT,
    Weight.HELPFUL: Importance.HELPFUL,
    Weight.IGNORE: Importance.IGNORE,
}


#: Seen from one of two peers, whom others are compared for.
PEER_LABELS = {
    "competencies": _("Shares what they want to grow in"),
    f"competencies{TWIN}": _("Wants to grow in what they can share"),
    "wishes": _("Whom they would like"),
    f"wishes{TWIN}": _("Who would like them"),
}


def label(reads: Criterion, *, peers: bool = False) -> "_StrPromise":
    """What a criterion is called as it is read: turned round, it says so."""
    if reads.key in PEER_LABELS and peers:
        return PEER_LABELS[reads.key]
    turned = reads.reads[0] == TURNED.get(reads.key)
    return TURNED_LABELS[reads.key] if turned else BY_KEY[reads.key].label


def first_weights() -> dict[str, str]:
    """What each criterion counts before anybody has chosen otherwise."""
    return {measure.key: measure.first.value for measure in CATALOGUE}


def criterion(key: str, weight: str, *, minimum: int = 0, reverse: bool = False) -> Criterion:
    """The criterion as the engine reads it. What a pair must meet is a hard rule as well.

    `reverse` turns round what asks the mentor to stand higher or to have more years. Raises KeyError.
    """
    reads = BY_KEY[key].reads
    if reverse and key in TURNED:
        reads = replace(reads, mentee_key=TURNED[key], mentor_key=TURNED[key])
    floor = LEAST if weight == Weight.MUST else 0
    return replace(reads, weight=int(POINTS[Weight(weight)]), minimum=max(minimum, floor))


#: What asks one of the two to stand higher tells nothing between peers.
ONE_WAY = ("seniority", "experience")
#: What each of two says or has for the other, which is not the same seen from the other one.
MUTUAL = (Kind.OVERLAP, Kind.RANKED)


def read_in(format_: str, key: str, weight: str, *, minimum: int = 0) -> list[Criterion]:
    """The criterion as it is read where people meet like this.

    Among peers it is the same both ways: what each can share with the other, and how high each put the
    other, counts once from either side, and all else double; what asks one of them to stand higher is
    left out. Raises KeyError.
    """
    one = criterion(key, weight, minimum=minimum, reverse=format_ == Format.REVERSE)
    if format_ != Format.PEER:
        return [one]
    if key in ONE_WAY:
        return []
    if one.kind not in MUTUAL:
        return [replace(one, weight=2 * one.weight)]
    mentee_key, mentor_key = one.reads
    turned = {"mentee_key": mentor_key, "mentor_key": mentee_key, "side": Side.MENTOR}
    return [one, replace(one, key=f"{key}{TWIN}", **turned)]  # type: ignore[arg-type]


@dataclass(frozen=True)
class Heard:
    """Whether anybody of either side says what a criterion reads, and whether all say one number."""

    mentees: bool
    mentors: bool
    alike: bool

    @property
    def tells(self) -> bool:
        """Whether it tells pairs apart; else it would only blur the rest."""
        return self.mentees and self.mentors and not self.alike


def heard(reads: Criterion, people: Iterable[Participant]) -> Heard:
    """What these people say about a criterion. Terms never count as alike."""
    if reads.kind == Kind.RANKED:
        said_some = any(person.rankings for person in people)
        return Heard(said_some, said_some, alike=False)
    by_terms = reads.kind in TERMS
    keys = dict(zip((Role.MENTEE, Role.MENTOR), reads.reads, strict=True))
    said: dict[Role, set[object]] = {role: set() for role in keys}
    for person in people:
        features: Mapping[str, object] = person.terms if by_terms else person.numbers
        said[person.role].add(features.get(keys[person.role]))
    known = {role: values - {None} for role, values in said.items()}
    alike = not by_terms and len(set().union(*known.values())) == 1
    return Heard(bool(known[Role.MENTEE]), bool(known[Role.MENTOR]), alike)
