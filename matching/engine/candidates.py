"""Whom one mentee could have, each by themselves: no assignment, nobody else's wishes."""

from dataclasses import dataclass

import numpy as np

from matching.engine.factors import factors_of, strongest
from matching.engine.prepare import Prepared
from matching.engine.results import Factor


@dataclass(frozen=True)
class Candidates:
    """`mentors` are the ids of all whom the rules allow one mentee, the best first."""

    mentors: tuple[str, ...]
    prepared: Prepared
    row: int

    def strengths(self, mentor: str) -> tuple[Factor, ...]:
        """What speaks most for the two. Raises KeyError if there is no such mentor."""
        column = self.prepared.cohort.column[mentor]
        return strongest(factors_of(self.prepared, self.row, column))

    def quality(self, mentor: str) -> int:
        """What the two would be worth, from 0 to 100. Raises KeyError if there is no such mentor."""
        return int(self.prepared.scores.quality[self.row, self.prepared.cohort.column[mentor]])


def candidates_of(prepared: Prepared, mentee: str) -> Candidates:
    """Those of one mentee. Raises KeyError if there is no such mentee."""
    row = prepared.cohort.row[mentee]
    columns = np.flatnonzero(prepared.eligibility.allowed[row]).tolist()
    total = prepared.scores.total[row]
    best = sorted(columns, key=lambda column: (-total[column], column))
    return Candidates(tuple(prepared.cohort.mentors[column].id for column in best), prepared, row)
