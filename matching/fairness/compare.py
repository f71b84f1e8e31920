"""Comparisons as an auditor reads them, worked out from what is shown."""

from matching.fairness.audit import others
from matching.fairness.types import FOUR_FIFTHS, Group, Grouping, Part


def impact(group: Group, grouping: Grouping) -> float | None:
    """The group's rate over that of the group that does best: the impact ratio of 29 CFR 1607.4(D).

    None where the group is protected, is the only one shown, or nobody reaches the step.
    """
    best = grouping.best
    if group.rate is None or best is None or not best.rate or len(grouping.shown) < 2:
        return None
    return group.rate / best.rate


def as_often(group: Group, part: Part) -> float | None:
    """The group's rate over that of everybody else; None where there is nobody to compare with."""
    rest = others(group, part.total)
    if group.rate is None or rest is None or not rest[0]:
        return None
    return group.rate / (rest[0] / rest[1])


def behind(part: Part, grouping: Grouping) -> tuple[Group, ...]:
    """The groups under four fifths of everybody else, or of the group that does best."""
    return tuple(
        group
        for group in grouping.shown
        if any(
            ratio is not None and ratio < FOUR_FIFTHS
            for ratio in (as_often(group, part), impact(group, grouping))
        )
    )


def comparable(part: Part, grouping: Grouping) -> bool:
    """Whether some group can be compared with others at all."""
    return any(others(group, part.total) is not None for group in grouping.shown)
