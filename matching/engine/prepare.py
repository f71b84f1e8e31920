"""A problem turned into arrays: people in order, scores, rules applied, locks settled."""

from dataclasses import dataclass

import numpy as np

from matching.engine.cohort import Cohort, cohort_of
from matching.engine.features import Bools, Ints
from matching.engine.levels import Level, levels_of
from matching.engine.locks import Places, settle
from matching.engine.results import Issue
from matching.engine.rules import Eligibility, judge
from matching.engine.score import Scores, score
from matching.engine.types import Problem


@dataclass(frozen=True)
class Prepared:
    """What is left to solve once locks are kept: `free` rows, `capacity` left; nothing else is
    allowed for them.
    """

    problem: Problem
    cohort: Cohort
    scores: Scores
    eligibility: Eligibility
    locked: Places
    lock_issues: tuple[Issue, ...]

    @property
    def free(self) -> Ints:
        return np.array(
            [row for row in range(self.cohort.shape[0]) if row not in self.locked], np.int64
        )

    @property
    def capacity(self) -> Ints:
        places = np.array([max(0, mentor.capacity) for mentor in self.cohort.mentors], np.int64)
        taken = np.array(list(self.locked.values()), np.int64)
        return places - np.bincount(taken, minlength=len(places))

    @property
    def allowed(self) -> Bools:
        return self.eligibility.allowed[self.free]

    def levels(self) -> list[Level]:
        """The objective's levels over the free rows."""
        levels = levels_of(self.problem, self.cohort, self.scores, self.eligibility.allowed)
        return [Level(lv.name, lv.values[self.free], lv.unit, lv.shift) for lv in levels]


def prepare(problem: Problem) -> Prepared:
    """Scores every pair, applies every rule and settles the locks."""
    cohort = cohort_of(problem)
    scores = score(problem, cohort)
    eligibility = judge(problem, cohort, scores)
    locked, issues = settle(problem, cohort, eligibility, scores.total)
    return Prepared(problem, cohort, scores, eligibility, locked, tuple(issues))
