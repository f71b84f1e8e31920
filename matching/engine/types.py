"""What the engine is asked: people as plain features, criteria, hard rules, an objective.

Everything is frozen and nothing here is ever changed by the engine. Ids are strings; a pair is
always written `PairKey(mentee, mentor)`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import NamedTuple


class Role(StrEnum):
    """In which role somebody signed up."""

    MENTOR = "mentor"
    MENTEE = "mentee"


class Kind(StrEnum):
    """What a criterion measures; the value is always an integer from 0 to 100."""

    OVERLAP = (
        "overlap"  # how much of what the mentee wants the mentor offers; by `side`, turned round
    )
    SAME = "same"  # they have a term in common
    DIFFERENT = "different"  # they have no term in common
    AT_LEAST = "at_least"  # the mentor's number is the mentee's plus `distance`, or more
    NEAR = "near"  # the two numbers lie within `distance` of each other
    RANKED = "ranked"  # how high they ranked each other


class Importance(IntEnum):
    """Weights in words."""

    IGNORE = 0
    HELPFUL = 1
    IMPORTANT = 3
    MUST = 9


class Lifting(StrEnum):
    """How far the weakest pairs are lifted, once as many people as possible are matched."""

    FLOORS = "floors"  # a point counts for more under "good", and for more still under "acceptable"
    FIRST = "first"  # what is missing there comes wholly before the total
    NONE = "none"  # the total alone


class Side(StrEnum):
    """Whose ranking a RANKED criterion reads; with MENTOR, OVERLAP asks what of the mentor's terms the
    mentee has.
    """

    MENTEE = "mentee"
    MENTOR = "mentor"
    BOTH = "both"


class PairKey(NamedTuple):
    """The ids of a mentee and a mentor, in this order."""

    mentee: str
    mentor: str


@dataclass(frozen=True, slots=True)
class Participant:
    """One sign-up in one role. Somebody who is both has two, with the same `person`.

    `capacity` is the number of mentees a mentor may still take; it means nothing for a mentee.
    `barred` is a code ("not_certified") that keeps this person out of every pair. `rankings` names
    ids of the other role, best first.
    """

    id: str
    role: Role
    capacity: int = 1
    person: str = ""
    terms: Mapping[str, frozenset[str]] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    rankings: tuple[str, ...] = ()
    barred: str = ""

    @property
    def who(self) -> str:
        """The person behind the sign-up; the sign-up itself where none is named."""
        return self.person or self.id


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that makes a pair good.

    `mentee_key` and `mentor_key` name the feature read on either side and default to `key`. For
    numbers, the value is 100 within `distance` and falls to 0 over the next `scale` units (at once
    if `scale` is 0); `period` makes NEAR cyclic (1440 for minutes of a day). `minimum` above 0
    turns the criterion into a hard rule too: pairs whose known value lies under it are removed.
    """

    key: str
    kind: Kind
    weight: int = Importance.IMPORTANT
    mentee_key: str = ""
    mentor_key: str = ""
    distance: int = 0
    scale: int = 0
    period: int = 0
    side: Side = Side.BOTH
    minimum: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.weight <= 1000:
            raise ValueError(f"{self.key}: a weight is from 0 to 1000, not {self.weight}")
        if not 0 <= self.minimum <= 100:
            raise ValueError(f"{self.key}: a minimum is from 0 to 100, not {self.minimum}")
        if min(self.scale, self.period) < 0:
            raise ValueError(f"{self.key}: scale and period can't be negative")

    @property
    def reads(self) -> tuple[str, str]:
        """The feature read on the mentee's and on the mentor's side."""
        return self.mentee_key or self.key, self.mentor_key or self.key


@dataclass(frozen=True, slots=True)
class Tier:
    """The mentor's number `key` must be the mentee's plus `distance` or more; turned round for
    reverse mentoring.
    """

    key: str
    distance: int = 1
    reverse: bool = False


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Hard rules. People are named by `Participant.person`; pairs of people are unordered.

    `managers` maps a person to their manager and may name people outside the cohort. `blocks` and
    `exclusions` are confidential: they read "not available" and are never counted.
    """

    reporting_line: bool = True
    managers: Mapping[str, str] = field(default_factory=dict)
    blocks: frozenset[tuple[str, str]] = frozenset()
    exclusions: frozenset[tuple[str, str]] = frozenset()
    repeats: frozenset[tuple[str, str]] = frozenset()
    former: frozenset[tuple[str, str]] = frozenset()
    tier: Tier | None = None
    quality_floor: int = 0


@dataclass(frozen=True, slots=True)
class Objective:
    """Where the soft floors lie (quality 0–100), and how much more a point weighs below each.

    A pair below `good` costs `below_good` for each point missing, and below `acceptable` a further
    `below_acceptable`. By FLOORS that is taken off `everywhere` times what the pair is worth; by FIRST
    it counts before that. `stickiness` is what a pair of the reference assignment is worth, in tenths
    of a quality point; at 0 the reference only decides between assignments that are otherwise
    equal.
    """

    excellent: int = 80
    good: int = 60
    acceptable: int = 40
    below_good: int = 1
    below_acceptable: int = 2
    stickiness: int = 0
    lifting: Lifting = Lifting.FLOORS
    everywhere: int = 3

    def __post_init__(self) -> None:
        if not 0 <= self.acceptable <= self.good <= self.excellent <= 100:
            raise ValueError("0 ≤ acceptable ≤ good ≤ excellent ≤ 100 must hold")
        if min(self.below_good, self.below_acceptable, self.stickiness) < 0:
            raise ValueError("slopes and stickiness can't be negative")
        if self.everywhere < 1:
            raise ValueError("a point has to weigh something everywhere")


@dataclass(frozen=True, slots=True)
class Problem:
    """A cohort to match. The order of anything in it does not matter.

    `locks` are pairs that must stay, `vetoes` pairs that must not be, `reference` the pairs (mentee
    → mentor) to stay close to.
    """

    participants: tuple[Participant, ...]
    criteria: tuple[Criterion, ...] = ()
    rules: RuleSet = RuleSet()
    objective: Objective = Objective()
    locks: frozenset[PairKey] = frozenset()
    vetoes: frozenset[PairKey] = frozenset()
    reference: Mapping[str, str] = field(default_factory=dict)
