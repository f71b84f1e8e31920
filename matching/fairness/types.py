"""What is asked about fairness, and what is found: counts, never names.

Everything is frozen. Counts are integers, so that the order of the people changes nothing; shares
and means are worked out from them where they are read.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

#: A group that reaches what is counted less than this often, compared with others, is spoken of.
#: The four-fifths rule: Uniform Guidelines on Employee Selection Procedures, 29 CFR 1607.4(D).
FOUR_FIFTHS = 0.8


@dataclass(frozen=True, slots=True)
class Subject:
    """One person at one step. `groups` maps a grouping ("unit") to the group ("Trade").

    Somebody who says nothing to a grouping has no entry there. `hit` is whether they reached what
    the step is about; `quality` (0–100) is what they got, where that can be measured.
    """

    id: str
    groups: Mapping[str, str]
    hit: bool
    quality: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """Something that some people reach and others don't: being selected, being matched.

    `after` names an earlier step that decided who came this far. A group that is protected there
    is protected here, because its size here is what it reached there.
    """

    key: str
    subjects: tuple[Subject, ...]
    after: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """One group of a grouping. Without figures where `reason` says why it is protected.

    `hits` of `n` people reached the step. `p` is the chance of a difference from everybody else as
    large as this, or larger, were there none. `points` is the sum of the quality of the `scored`;
    both None where quality isn't measured, or protected.
    """

    label: str
    reason: str = ""
    n: int | None = None
    hits: int | None = None
    p: float | None = None
    scored: int | None = None
    points: int | None = None

    @property
    def rate(self) -> float | None:
        """The share of the group that reached the step, 0–1."""
        return None if self.n is None or self.hits is None else self.hits / self.n

    @property
    def mean(self) -> float | None:
        """The mean quality, 0–100."""
        return None if not self.scored or self.points is None else self.points / self.scored


@dataclass(frozen=True, slots=True)
class Grouping:
    """Everybody by one attribute; `p` is the chance over all groups shown, None below two.

    `exact` is False where there were too many tables to go through and a sample stands for them.
    """

    key: str
    groups: tuple[Group, ...]
    p: float | None = None
    exact: bool = True

    @property
    def shown(self) -> tuple[Group, ...]:
        """The groups with figures, those that reach the step least often first."""
        return tuple(group for group in self.groups if not group.reason)

    @property
    def best(self) -> Group | None:
        """The group that reaches the step most often; the larger of two."""
        return max(
            self.shown, key=lambda group: (group.rate or 0, group.n or 0, group.label), default=None
        )


@dataclass(frozen=True, slots=True)
class Part:
    """One step. Without figures where fewer people than the minimum came this far."""

    key: str
    total: Group
    groupings: tuple[Grouping, ...] = ()


@dataclass(frozen=True, slots=True)
class Tail:
    """The worst-off tenth of `n`: `size` people whose quality adds up to `points`.

    Never fewer than the minimum. `median` is everybody's; `all_points` the sum over all `n`.
    """

    n: int
    size: int
    points: int
    median: float
    all_points: int

    @property
    def mean(self) -> float:
        """The mean quality of the worst-off tenth, 0–100."""
        return self.points / self.size

    @property
    def gap(self) -> float:
        """How far it lies under the median, in points of quality."""
        return self.median - self.mean


@dataclass(frozen=True, slots=True)
class Load:
    """How many guide how many: (mentees, mentors with that many), the fewest first.

    `gini` is 0 where all have the same number, and nears 1 where one has them all. `busiest` of the
    mentors, a tenth, have `theirs` of the mentees.
    """

    mentors: int
    mentees: int
    places: int
    spread: tuple[tuple[int, int], ...]
    gini: float
    busiest: int
    theirs: int


@dataclass(frozen=True, slots=True)
class Report:
    """All that is found. `tail` and `load` are None where too few people stand behind them."""

    minimum: int
    parts: tuple[Part, ...]
    tail: Tail | None = None
    load: Load | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """All that is asked: the steps in their order, groupings by name, mentees and places by mentor.

    The quality of the last step makes the worst-off tenth.
    """

    steps: tuple[Step, ...]
    groupings: tuple[str, ...]
    loads: tuple[int, ...] = ()
    places: int = 0
    minimum: int = field(default=5)
