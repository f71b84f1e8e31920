"""A problem turned into arrays: people in order, scores, rules applied, locks settled."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.engine.cohort import Cohort, cohort_of
from matching.engine.core.coded import NEVER
from matching.engine.features import Bools, Ints
from matching.engine.levels import Words, words_of
from matching.engine.locks import Places, settle
from matching.engine.nearest import Columns, Nearest, nearest
from matching.engine.results import Issue, Ruling
from matching.engine.rules import Eligibility, judge, rulings, rulings_with, vetoed
from matching.engine.rulings_among_peers import rulings_among_peers, with_vetoes
from matching.engine.score import Scores, score
from matching.engine.types import Lifting, Problem


@dataclass(frozen=True)
class Prepared:
    """A problem in arrays. `base` is the same without anybody's wishes, where these were put onto it."""

    problem: Problem
    cohort: Cohort
    scores: Scores
    eligibility: Eligibility
    locked: Places
    lock_issues: tuple[Issue, ...]
    base: "Prepared | None" = None

    @cached_property
    def free(self) -> Ints:
        """The rows that are left to solve once locks are kept."""
        free = np.ones(self.cohort.shape[0], bool)
        free[list(self.locked)] = False
        return np.flatnonzero(free)

    @cached_property
    def capacity(self) -> Ints:
        """The places that locks leave."""
        taken = np.array(list(self.locked.values()), np.int64)
        return self.places - np.bincount(taken, minlength=len(self.places))

    @cached_property
    def places(self) -> Ints:
        """All places."""
        if self.base:
            return self.base.places
        return np.array([max(0, mentor.capacity) for mentor in self.cohort.mentors], np.int64)

    @cached_property
    def codes(self) -> NDArray[Any]:
        """Each pair's score, NEVER where no rule allows it; vetoes may be missing, wishes are."""
        if self.base:
            return self.base.codes
        scores = self.scores.total.astype(self.words.kind)
        scores[~self.eligibility.allowed] = NEVER
        return scores

    def raised(self) -> NDArray[Any]:
        """A copy of the codes in which those of the reference's pairs are raised; vetoes may be missing."""
        return (self.base or self)._staying.codes(self.problem.reference).copy()

    def lifted(self, lifting: Lifting) -> "Prepared":
        """The same people and wishes, with the weakest lifted that far."""
        objective = replace(self.problem.objective, lifting=lifting)
        problem = replace(self.problem, objective=objective)
        return replace(self, problem=problem, base=self.base or self)

    def warm_up(self, reference: Mapping[str, str]) -> None:
        """Work out what is otherwise when first asked for, with this reference."""
        self.rulings, self.places, self.cohort.row, self.cohort.column  # noqa: B018 - to be kept
        self.cohort.row_hashes, self.cohort.column_hashes  # noqa: B018
        self._staying.codes(reference)

    @cached_property
    def _staying(self) -> "Staying":
        return Staying(self)

    @cached_property
    def rulings(self) -> tuple[Ruling, ...]:
        """Whom each rule removed."""
        if self.base and not self.base.problem.vetoes:
            vetoes = vetoed(self.problem, self.cohort)
            return rulings_with(self.base.rulings, self.cohort, self.eligibility, vetoes)
        return rulings(self.cohort, self.eligibility)

    @cached_property
    def rulings_among_peers(self) -> tuple[Ruling, ...]:
        """Whom each rule removed where there is one side."""
        if self.base and not self.base.problem.vetoes:
            vetoes = vetoed(self.problem, self.cohort)
            return with_vetoes(self.base.rulings_among_peers, self.eligibility, vetoes)
        return rulings_among_peers(self.eligibility)

    @cached_property
    def words(self) -> Words:
        """What pairs are worth, by code."""
        pairs = min(self.cohort.shape[0], int(self.places.sum()))
        return words_of(self.scores.weights, self.problem.objective, pairs)

    def nearest(self, rows: Ints) -> Columns:
        """The best columns that the rules allow each of these rows, NOBODY where there are fewer."""
        base = self.base or self
        columns = base._nearest.of(rows)
        if self.base:
            own = np.isin(rows, vetoed(self.problem, self.cohort)[0])
            columns[own] = nearest(self.scores.total, self.eligibility.allowed, rows[own])
        return columns

    @cached_property
    def _nearest(self) -> Nearest:
        return Nearest(self.scores.total, self.eligibility.allowed)

    def best_first(self, row: int, mask: Bools, count: int | None = None) -> Ints:
        """The columns marked, or the first so many of them, those with the best score for this row
        first; of equals the first.
        """
        columns = np.flatnonzero(mask)
        rank = columns - self.scores.total[row, columns] * np.int64(len(mask))  # no two the same
        if count is not None and count < len(columns):
            some = np.argpartition(rank, count)[:count]
            columns, rank = columns[some], rank[some]
        return columns[np.argsort(rank)]


class Staying:
    """Codes of a problem with a reference's pairs raised, kept for the last reference there was: in a
    review it is the same for each decision.
    """

    def __init__(self, prepared: Prepared) -> None:
        self.prepared = prepared
        self._last: tuple[Mapping[str, str], NDArray[Any]] | None = None

    def codes(self, reference: Mapping[str, str]) -> NDArray[Any]:
        """To be read only."""
        last = self._last
        if last is None or last[0] != reference:
            self._last = last = (reference, self._raised(reference))
        return last[1]

    def _raised(self, reference: Mapping[str, str]) -> NDArray[Any]:
        codes = self.prepared.codes.copy()
        rows, columns = self.prepared.cohort.at(reference.items())
        may = codes[rows, columns] != NEVER
        codes[rows[may], columns[may]] += self.prepared.words.kept
        return codes


def prepare(problem: Problem) -> Prepared:
    """Scores every pair, applies every rule and settles the locks."""
    cohort = cohort_of(problem)
    scores = score(problem, cohort)
    eligibility = judge(problem, cohort, scores)
    locked, issues = settle(problem, cohort, eligibility, scores.total)
    return Prepared(problem, cohort, scores, eligibility, locked, tuple(issues))
