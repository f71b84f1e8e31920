"""What the engine answers: plain data with codes and parameters, no prose; the caller translates."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from matching.engine.types import Kind, PairKey

NOT_AVAILABLE = "not_available"


class Quality(StrEnum):
    """A match's quality in a word, by the thresholds of the `Objective`."""

    EXCELLENT = "excellent"
    GOOD = "good"
    ACCEPTABLE = "acceptable"
    WEAK = "weak"


class Verdict(StrEnum):
    """How far a pair meets one criterion: 100, between, 0, or not known."""

    MET = "met"
    PARTLY = "partly"
    MISSED = "missed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Factor:
    """One criterion's part in a score: `points` = `value` × `weight`; a pair's factors add up to its
    score.

        `shared` are the terms in common, `missing` what was wanted and is not offered. The two numbers
        are the features compared, or for RANKED the rank (from 1) that side gave the other.
    """

    criterion: str
    kind: Kind
    verdict: Verdict
    value: int
    weight: int
    shared: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    mentee_number: int | None = None
    mentor_number: int | None = None

    @property
    def points(self) -> int:
        return self.value * self.weight

    @property
    def lost(self) -> int:
        """Points short of a full match on this criterion."""
        return (100 - self.value) * self.weight


@dataclass(frozen=True, slots=True)
class Issue:
    """Something about the input to be told before a run: a code and the ids it concerns, sorted."""

    code: str
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ruling:
    """Whom a hard rule removed: pairs, pairs no other open rule removed too, and how many candidates of
    each person.

        All confidential rules together are one ruling, `not_available`, with no counts at all, always
        present.
    """

    code: str
    confidential: bool = False
    pairs: int | None = None
    alone: int | None = None
    mentees: Mapping[str, int] | None = None
    mentors: Mapping[str, int] | None = None


class Pair(NamedTuple):
    """A proposed match.

    `score` is in points (criteria's values × weights), `quality` from 0 to 100. A decision makes
    thousands of these anew, and a tuple is made in a tenth of the time.
    """

    mentee: str
    mentor: str
    score: int
    quality: int
    word: Quality
    locked: bool = False
    kept: bool = False

    @property
    def key(self) -> PairKey:
        return PairKey(self.mentee, self.mentor)


class Load(NamedTuple):
    """How many of a mentor's places are used; of somebody barred none can be, whatever the capacity."""

    mentor: str
    used: int
    capacity: int
    barred: bool = False

    @property
    def usable(self) -> int:
        """The places that there are for anybody."""
        return 0 if self.barred else self.capacity


@dataclass(frozen=True, slots=True)
class Price:
    """What one more place with this mentor would bring everybody together.

    `matched` more people, `lift` score points less missing under the soft floors where that comes first,
    `quality` more in quality points, those under the floors counting for more where these are within
    the total. The last two are None where a cohort is so large that they can't be told apart
    from the rest.
    """

    matched: int = 0
    lift: int | None = 0
    quality: int | None = 0


@dataclass(frozen=True, slots=True)
class Totals:
    """What an assignment comes to: more, less, more, more, more is better.

    `shortfall` under the soft floors and `score` are in score points; `merit` is ten times the score plus
    the stickiness of the pairs kept. `rank` has the objective's levels in their order and compares
    assignments of the same problem: the greater the better.
    """

    matched: int = 0
    shortfall: int = 0
    score: int = 0
    merit: int = 0
    kept: int = 0
    rank: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Duals:
    """The least prices that prove one word of the objective: `levels` packed into one integer by
    `scales`, highest first; a price may be negative where a later word finds a mentor's places must be
    taken.
    """

    levels: tuple[str, ...]
    scales: tuple[int, ...]
    mentors: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Certificate:
    """The proof of optimality, checked in exact integers after every solve, over all pairs."""

    optimal: bool


@dataclass(frozen=True, slots=True)
class Solution:
    """The answer to a Problem, sorted by mentee; `unmatched` are mentee ids.

    `prices` and `duals` are empty where only the pairs were asked for.
    """

    pairs: tuple[Pair, ...]
    unmatched: tuple[str, ...]
    loads: tuple[Load, ...]
    totals: Totals
    prices: Mapping[str, Price]
    duals: tuple[Duals, ...]
    certificate: Certificate
    rulings: tuple[Ruling, ...]
    issues: tuple[Issue, ...]

    @property
    def assignment(self) -> dict[str, str]:
        """Mentee → mentor: what a later problem takes as its `reference`."""
        return {pair.mentee: pair.mentor for pair in self.pairs}


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One pair, looked at by itself.

    `barriers` are the codes of the rules against it; empty if it may be.
    """

    mentee: str
    mentor: str
    score: int
    quality: int
    word: Quality
    factors: tuple[Factor, ...]
    barriers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another mentor the rules allow: `difference` in quality points to the one proposed (0 for the
    unmatched).
    """

    mentor: str
    score: int
    quality: int
    difference: int
    full: bool


@dataclass(frozen=True, slots=True)
class PairReasons:
    """Why this pair: all factors, the strongest three for it, the strongest against it, who else
    was close.
    """

    mentee: str
    mentor: str
    factors: tuple[Factor, ...]
    reasons: tuple[Factor, ...]
    counter: Factor | None
    alternatives: tuple[Alternative, ...]


class Cause(StrEnum):
    """Why somebody is unmatched."""

    RULES = "rules"  # hard rules leave nobody
    CAPACITY = "capacity"  # every place in the cohort is taken, or nobody offers one
    OUTBID = "outbid"  # places are free elsewhere, not with those who may guide them
    NOT_AVAILABLE = "not_available"  # nobody is available, and no more is said
    NO_CIRCLE = "no_circle"  # too few others fit to make a circle
    LEFT_OVER = "left_over"  # all peers whom the rules allow them are with somebody else


class Change(StrEnum):
    """The smallest change that would match somebody."""

    MORE_PLACES = "more_places"  # `places` more with `mentor`
    RELAX_RULE = (
        "relax_rule"  # `rule` for the pair with `mentor`, plus `places` more places if above 0
    )
    MORE_MENTORS = "more_mentors"
    MORE_PEERS = "more_peers"


@dataclass(frozen=True, slots=True)
class Remedy:
    """What to do for one unmatched mentee; the place is `reserved` if it has to be locked for them.

    Nobody else loses their match by it.
    """

    change: Change
    mentor: str | None = None
    rule: str | None = None
    places: int = 0
    reserved: bool = False


@dataclass(frozen=True, slots=True)
class UnmatchedReasons:
    """Why a mentee has nobody.

    `removed` counts candidates by open rule, empty where that would tell a secret.
    """

    mentee: str
    cause: Cause
    removed: Mapping[str, int]
    closest: tuple[Alternative, ...]
    remedy: Remedy


@dataclass(frozen=True, slots=True)
class Explanation:
    """Reasons for every pair and every unmatched mentee, by mentee id."""

    pairs: Mapping[str, PairReasons]
    unmatched: Mapping[str, UnmatchedReasons]
