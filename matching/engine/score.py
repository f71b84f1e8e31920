"""A pair's score: the criteria's values times their weights, in integers; and its quality from 0 to
100.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.engine.cohort import Cohort
from matching.engine.features import Feature, Ints, measure
from matching.engine.results import Quality
from matching.engine.types import Objective, Problem

Scored = NDArray[np.int32]
BLOCK = 1 << 17  # pairs


@dataclass(frozen=True)
class Scores:
    """`features` by criterion key; `total` in points and `quality` 0–100, mentees × mentors;
    `weights` summed.
    """

    features: dict[str, Feature]
    total: Scored
    quality: NDArray[np.int16]
    weights: int


def score(problem: Problem, cohort: Cohort) -> Scores:
    """Every pair's score, eligible or not."""
    criteria = sorted(problem.criteria, key=lambda criterion: criterion.key)
    if len({criterion.key for criterion in criteria}) < len(criteria):
        raise ValueError("two criteria have the same key")
    features = {criterion.key: measure(criterion, cohort) for criterion in criteria}
    weights = sum(criterion.weight for criterion in criteria)
    parts = [(features[criterion.key].value, criterion.weight) for criterion in criteria]
    total, quality = np.zeros(cohort.shape, np.int32), np.zeros(cohort.shape, np.int16)
    step = max(1, BLOCK // max(1, cohort.shape[1]))
    for start in range(0, cohort.shape[0], step):  # a few rows at a time stay in the cache
        some = slice(start, start + step)
        for value, weight in parts:
            total[some] += np.multiply(value[some], weight, dtype=np.int32)
        quality[some] = quality_of(total[some], weights)
    return Scores(features, total, quality, weights)


def quality_of(total: Scored, weights: int) -> NDArray[np.int16]:
    """The score as a share of the most possible, 0–100, rounded half up; 0 if nothing weighs
    anything.
    """
    quality = (2 * total + weights) // (2 * weights) if weights else np.zeros_like(total)
    return quality.astype(np.int16)


def in_words(quality: int, objective: Objective) -> Quality:
    """A quality in a word."""
    if quality >= objective.excellent:
        return Quality.EXCELLENT
    if quality >= objective.good:
        return Quality.GOOD
    return Quality.ACCEPTABLE if quality >= objective.acceptable else Quality.WEAK


def shortfall(total: Ints, weights: int, objective: Objective) -> Ints:
    """How far each score lies under the soft floors, in score points, steeper below the lower."""
    under_good = np.maximum(objective.good * weights - total, 0)
    under_acceptable = np.maximum(objective.acceptable * weights - total, 0)
    return objective.below_good * under_good + objective.below_acceptable * under_acceptable
