"""What the reasons of the unmatched hang on: where everybody is, and what one more place would bring."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matching.engine.features import Bools, Ints
from matching.engine.optimum import NOWHERE, Optimum, least
from matching.engine.prepare import Prepared
from matching.engine.results import Solution


@dataclass(frozen=True)
class Situation:
    """A solution, the mentors whose places are all taken, and the least prices.

    If a pair of an unmatched mentee costs nothing in any word, then one place more with that mentor can
    go to this mentee and everybody else stay: the same prices prove the assignment with that pair added.
    """

    prepared: Prepared
    solution: Solution
    full: frozenset[str]
    priced: Optimum

    @cached_property
    def rows(self) -> Ints:
        """Those of the unmatched."""
        row = self.prepared.cohort.row
        return np.array([row[mentee] for mentee in self.solution.unmatched], np.int64)

    @cached_property
    def everyone_full(self) -> bool:
        """Whether no place is left; those of somebody barred are nobody's."""
        return all(m.id in self.full or m.barred for m in self.prepared.cohort.mentors)

    @cached_property
    def taken(self) -> Bools:
        """Whether all places are, by column."""
        return np.array([mentor in self.full for mentor in self.prepared.cohort.mentor_ids], bool)


def situation_of(
    prepared: Prepared, solution: Solution, full: frozenset[str], priced: Optimum | None = None
) -> Situation:
    """Prices the solution, unless that is done. Raises NotOptimal if it is not this problem's."""
    if priced is None:
        column, has = prepared.cohort.column, solution.assignment.get
        mentors = map(has, prepared.cohort.mentee_ids)
        chosen = [NOWHERE if mentor is None else column[mentor] for mentor in mentors]
        priced = least(prepared, np.array(chosen, np.int64))
    return Situation(prepared, solution, full, priced)
