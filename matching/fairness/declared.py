"""What may be told by groups that people declare, where belonging to one is itself the secret.

Readers may list who applied, who was taken in, who is matched and how well: they know these sets, and
only not who of them declared what. So a count of women among the matched is a sum of unknowns over
a set that they know, and two such counts over two sets that differ by one person give that person
away, in whichever group they are. Three things hold a figure back, beside the gateway's rules for the
groups themselves:

1. the sets that are known, of this step and of all that was told before, must leave no difference of
   fewer people than the minimum, whoever declared what;
2. nobody's group may follow from a count: where all but one of such a set, or of the difference of two,
   are in one group, the grouping isn't told;
3. a mean of quality is rounded, told only where nobody's or enough people's quality has changed since
   it was told before, and where each member could be somebody else.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from core.privacy.cells import Cell, Reason
from core.privacy.gateway import decide
from matching.fairness.audit import compared, grouped
from matching.fairness.types import Group, Grouping, Part, Step, Subject

#: People outside a group, in each set that readers know: one alone would know all others'.
OUTSIDE = 2
#: Means of quality are told to the nearest of these points.
COARSE = 5
EVERYBODY = ("", "")
People = frozenset[str]


class Why(StrEnum):
    """Why a step isn't told; empty where it is."""

    TOLD = ""
    FEW = "few"  # too few people altogether
    SIDE = "side"  # too few who reached it, or who didn't
    CLOSE = "close"  # too little has changed since it was told before
    GROUPS = "groups"  # no group that could be told


@dataclass(frozen=True)
class Known:
    """Who stood behind the figures told before: sets that readers know, groups, and scores."""

    sets: Sequence[People] = ()
    groups: Sequence[People] = ()
    scores: Sequence[People] = ()


@dataclass(frozen=True)
class Told:
    """What may be told of a step, and who stands behind it, for the memory."""

    why: Why
    part: Part | None = None
    sets: tuple[Cell, ...] = ()
    cells: tuple[Cell, ...] = ()
    scores: People = frozenset()

    @property
    def shown(self) -> int:
        """How many groups have figures."""
        if self.part is None:
            return 0
        return sum(len(grouping.shown) for grouping in self.part.groupings)


def tell(step: Step, groupings: Iterable[str], known: Known, *, minimum: int) -> Told:
    """How often each group reached the step, as far as it may be told."""
    asked = frozenset(subject.id for subject in step.subjects)
    reached = frozenset(subject.id for subject in step.subjects if subject.hit)
    sides = [side for side in (reached, asked - reached) if side]
    if len(asked) < minimum:
        return Told(Why.FEW)
    if min(map(len, sides)) < minimum:
        return Told(Why.SIDE)
    sets = [Cell("asked", step.key, asked)]
    if len(sides) > 1:
        sets += [Cell("reached", step.key, reached), Cell("missed", step.key, asked - reached)]
    return _told(step, groupings, sets, known, minimum)


def tell_quality(step: Step, groupings: Iterable[str], known: Known, *, minimum: int) -> Told:
    """How well each group did, of those whose quality is known."""
    scored = tuple(subject for subject in step.subjects if subject.quality is not None)
    ids = frozenset(subject.id for subject in scored)
    if len(ids) < minimum:
        return Told(Why.FEW)
    scores = frozenset(f"{subject.id}:{subject.quality}" for subject in scored)
    if any(0 < _changed(scores, before) < minimum for before in known.scores):
        return Told(Why.CLOSE)
    if decide([Cell("scores", "", scores)], minimum=minimum, memory=known.scores).withheld:
        return Told(Why.CLOSE)
    sets = [Cell("scored", step.key, ids)]
    told = _told(replace(step, subjects=scored), groupings, sets, known, minimum, means=True)
    return replace(told, scores=scores) if told.part else told


def _changed(scores: People, before: People) -> int:
    """How many people have another quality now than they had."""
    now, then = (dict(_split(each) for each in found) for found in (scores, before))
    return sum(now[key] != then[key] for key in now.keys() & then.keys())


def _split(score: str) -> tuple[str, str]:
    key, _colon, quality = score.rpartition(":")
    return key, quality


def _told(
    step: Step,
    groupings: Iterable[str],
    sets: list[Cell],
    known: Known,
    minimum: int,
    *,
    means: bool = False,
) -> Told:
    if decide(sets, minimum=minimum, memory=known.sets).withheld:
        return Told(Why.CLOSE)
    members = _members(step.subjects, groupings)
    known_now = [frozenset(map(str, cell.people)) for cell in sets]
    open_ = {
        key
        for key, groups in members.items()
        if not _gives_away(groups, known_now, known.sets)
        and (not means or _all_deniable(groups, step))
    }
    cells = [Cell(*EVERYBODY, frozenset(subject.id for subject in step.subjects))]
    cells += [
        Cell(key, label, frozenset(subject.id for subject in people))
        for key in sorted(open_)
        for label, people in sorted(members[key].items())
    ]
    decision = decide(cells, minimum=minimum, memory=known.groups)
    reasons = {each.cell.key: str(each.reason or "") for each in decision.verdicts}
    if reasons[EVERYBODY]:
        return Told(Why.CLOSE)
    part = _part(step, members, reasons, means)
    if not any(grouping.shown for grouping in part.groupings):
        return Told(Why.GROUPS)
    return Told(Why.TOLD, part, tuple(sets), tuple(cells))


def _members(
    subjects: Iterable[Subject], groupings: Iterable[str]
) -> dict[str, dict[str, list[Subject]]]:
    """Who is in which group, of what anybody has said something to."""
    found: dict[str, dict[str, list[Subject]]] = {key: {} for key in groupings}
    for subject in subjects:
        for key, groups in found.items():
            groups.setdefault(subject.groups.get(key, ""), []).append(subject)
    return {key: groups for key, groups in found.items() if groups.keys() - {""}}


def _gives_away(
    groups: Mapping[str, list[Subject]], sets: Iterable[People], before: Iterable[People]
) -> bool:
    """Whether somebody's group follows from a count. That they declared nothing tells nothing.

    A set's count is as high as it can be, or one less, where all but one are in one group. So is
    the difference of two counts where all whom only one set has are in it, and none whom only the
    other has.
    """
    nobody: People = frozenset()
    earlier = [nobody, *before]
    pairs = [(one, other) for one in sets for other in earlier if one != other]
    for label, people in groups.items():
        inside = frozenset(subject.id for subject in people if label)
        for one, other in pairs if label else ():
            more, less = one - other, other - one
            if more and len(more - inside) + len(less & inside) < OUTSIDE:
                return True
            if less and len(less - inside) + len(more & inside) < OUTSIDE:
                return True
    return False


def _all_deniable(groups: Mapping[str, list[Subject]], step: Step) -> bool:
    """Whether each member of each group could be somebody outside, by the mean that is told."""
    for label, people in groups.items():
        inside = {subject.id for subject in people}
        outside = [subject for subject in step.subjects if subject.id not in inside]
        points, told = sum(s.quality or 0 for s in people), _coarse(people)
        for one in people if label else ():
            others = (points - (one.quality or 0) + (other.quality or 0) for other in outside)
            if not any(_rounded(each, len(people)) == told for each in others):
                return False
    return True


def _coarse(people: Sequence[Subject]) -> int:
    return _rounded(sum(subject.quality or 0 for subject in people), len(people))


def _rounded(points: int, n: int) -> int:
    return COARSE * round(points / n / COARSE)


def _part(
    step: Step,
    members: Mapping[str, Mapping[str, list[Subject]]],
    reasons: Mapping[tuple[str, str], str],
    means: bool,
) -> Part:
    total = _group("", step.subjects, "", means)
    made = []
    for key, groups in members.items():
        rows = [
            _group(label, people, reasons.get((key, label), Reason.SUBTRACTION), means)
            for label, people in groups.items()
        ]
        if means:
            made.append(
                Grouping(key, tuple(sorted(rows, key=lambda row: (bool(row.reason), row.label))))
            )
        else:
            made.append(grouped(key, [compared(row, total) for row in rows]))
    return Part(step.key, total, tuple(made))


def _group(label: str, people: Sequence[Subject], why: str, means: bool) -> Group:
    if why:
        return Group(label, str(why))
    n = len(people)
    if means:
        return Group(label, n=n, scored=n, points=n * _coarse(people))
    return Group(label, n=n, hits=sum(subject.hit for subject in people))
