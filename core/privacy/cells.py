"""What goes into the gateway and what comes out: plain data, no Django, no values looked at."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

MINIMUM = 5
"""People a figure must be about."""

FREE_TEXT_MINIMUM = 10
"""People a set of free-text answers must come from: wording gives more away than a number."""


class Reason(StrEnum):
    """Why a cell is withheld. An empty cell counts as too few: that nobody is there is news too."""

    TOO_FEW = "too_few"
    SUBTRACTION = "subtraction"


@dataclass(frozen=True)
class Cell:
    """One figure somebody would like to publish.

    `people` is the population the figure is about: for a rate, its denominator. `value` is carried
    along for whoever publishes and never read by the gateway, so that a decision can't betray a
    value.
    """

    partition: str
    label: str
    people: frozenset[Hashable]
    value: Any = None

    @property
    def key(self) -> tuple[str, str]:
        return self.partition, self.label


@dataclass(frozen=True)
class Verdict:
    """A cell with its fate: `reason` is None where it may be released."""

    cell: Cell
    reason: Reason | None

    @property
    def released(self) -> bool:
        return self.reason is None


@dataclass(frozen=True)
class Decision:
    """One verdict for each cell, in the order the cells were given."""

    verdicts: tuple[Verdict, ...]

    @property
    def released(self) -> tuple[Cell, ...]:
        return tuple(verdict.cell for verdict in self.verdicts if verdict.released)

    @property
    def withheld(self) -> tuple[Verdict, ...]:
        return tuple(verdict for verdict in self.verdicts if not verdict.released)


def coarse_first(cells: Sequence[Cell]) -> list[Cell]:
    """Returns the cells in the order in which they may claim a place.

    Partitions keep the order of their first cell (give the total first), bigger cells go before
    smaller ones, and labels break ties: the cells of a partition may come in any order.
    """
    rank: dict[str, int] = {}
    for cell in cells:
        rank.setdefault(cell.partition, len(rank))
    return sorted(cells, key=lambda cell: (rank[cell.partition], -len(cell.people), cell.label))
