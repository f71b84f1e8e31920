"""Decides which figures about groups of people may be published together.

Each person's value is an unknown; each published figure is a sum (or a mean) over its people, so it
is a vector of zeros and ones over the unknowns. Whoever reads the figures can add and subtract
them: what they can learn is the span of those vectors. A cell is released only if the span then
holds no sum of values, and no difference between two such sums, that is about fewer than `minimum`
people. A difference counts because it is what two periods leave of a few joiners and leavers, and
because of two yes-or-no answers it often gives away both.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence

from core.privacy.cells import MINIMUM, Cell, Decision, Reason, Verdict, coarse_first
from core.privacy.span import Span, membership_matrix


def decide(
    cells: Sequence[Cell], *, minimum: int = MINIMUM, memory: Iterable[frozenset[Hashable]] = ()
) -> Decision:
    """Returns which of the cells may be released together, and for each other one the reason.

    `memory` holds the people of every cell the same readers have already seen for this metric:
    other views of this period, and earlier periods where a person's value carries over. Looks at
    membership only; the same cells in any order within their partitions give the same answer.
    Raises ValueError if two cells share partition and label, or if `minimum` is below 1.
    """
    if minimum < 1:
        raise ValueError("The minimum group size must be at least 1.")
    if len({cell.key for cell in cells}) != len(cells):
        raise ValueError("Two cells have the same partition and label.")
    claimants = [cell for cell in coarse_first(cells) if len(cell.people) >= minimum]
    near = _connected(memory, frozenset().union(*(cell.people for cell in claimants)))
    remembered = sorted(dict.fromkeys(near), key=len, reverse=True)
    matrix, weights = membership_matrix([*remembered, *(cell.people for cell in claimants)])
    span = Span(weights, minimum, known=matrix[: len(remembered)])
    admitted = {
        cell.key
        for cell, row in zip(claimants, matrix[len(remembered) :], strict=True)
        if span.admit(row)
    }
    return Decision(tuple(Verdict(cell, _reason(cell, admitted, minimum)) for cell in cells))


def _connected(
    memory: Iterable[frozenset[Hashable]], people: frozenset[Hashable]
) -> list[frozenset[Hashable]]:
    """The remembered vectors that share people with these, straight or through one another.

    The others span a space of their own: no combination with them makes a vector smaller.
    """
    left, found, reach = list(memory), list[frozenset[Hashable]](), set(people)
    while near := [each for each in left if not reach.isdisjoint(each)]:
        found += near
        left = [each for each in left if reach.isdisjoint(each)]
        reach.update(*near)
    return found


def _reason(cell: Cell, admitted: set[tuple[str, str]], minimum: int) -> Reason | None:
    if len(cell.people) < minimum:
        return Reason.TOO_FEW
    return None if cell.key in admitted else Reason.SUBTRACTION


def settled(
    people: frozenset[Hashable], before: frozenset[Hashable], *, minimum: int = MINIMUM
) -> frozenset[Hashable]:
    """The population to count this period, so that its total can be published every period.

    Joiners wait until there are `minimum` of them, and leavers stay counted (with their last
    value) until as many have left. `before` is what this function returned last period.
    """
    joiners, leavers = people - before, before - people
    stay = before if len(leavers) < minimum else before - leavers
    return stay if len(joiners) < minimum else stay | joiners
