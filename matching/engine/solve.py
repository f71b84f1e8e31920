"""From a prepared problem to a proven solution."""

import numpy as np

from matching.engine.assign import assign
from matching.engine.certificate import Stage, certify
from matching.engine.check import issues_of
from matching.engine.features import Ints
from matching.engine.levels import reference_mask
from matching.engine.prepare import Prepared
from matching.engine.prices import NOWHERE
from matching.engine.results import Certificate, Duals, Load, Pair, Price, Solution, Totals
from matching.engine.rules import rulings
from matching.engine.score import in_words, shortfall


def solve_prepared(prepared: Prepared) -> Solution:
    """The best assignment with its proof.

    Raises NotOptimal if the proof fails, which would be a defect.
    """
    levels = prepared.levels()
    found = assign(levels, prepared.allowed, prepared.capacity)
    stages = certify(levels, prepared.allowed, prepared.capacity, found)
    chosen = with_locks(prepared, found)
    return Solution(
        pairs=_pairs(prepared, chosen),
        unmatched=tuple(
            prepared.cohort.mentees[row].id for row in np.flatnonzero(chosen == NOWHERE)
        ),
        loads=_loads(prepared, chosen),
        totals=_totals(prepared, chosen),
        prices=_prices(prepared, stages[0]),
        duals=tuple(_duals(prepared, stage) for stage in stages),
        certificate=Certificate(True, min(stage.smallest for stage in stages)),
        rulings=rulings(prepared.cohort, prepared.eligibility),
        issues=issues_of(prepared),
    )


def with_locks(prepared: Prepared, found: Ints) -> Ints:
    """Each mentee's column: the locked ones', and what was found for the free ones."""
    chosen = np.full(prepared.cohort.shape[0], NOWHERE, np.int64)
    chosen[prepared.free] = found
    for row, column in prepared.locked.items():
        chosen[row] = column
    return chosen


def _pairs(prepared: Prepared, chosen: Ints) -> tuple[Pair, ...]:
    cohort, scores, reference = prepared.cohort, prepared.scores, prepared.problem.reference
    pairs = []
    for row, column in enumerate(chosen.tolist()):
        if column == NOWHERE:
            continue
        mentee, mentor = cohort.mentees[row].id, cohort.mentors[column].id
        quality = int(scores.quality[row, column])
        word = in_words(quality, prepared.problem.objective)
        locked, kept = row in prepared.locked, reference.get(mentee) == mentor
        pairs.append(
            Pair(mentee, mentor, int(scores.total[row, column]), quality, word, locked, kept)
        )
    return tuple(pairs)


def _loads(prepared: Prepared, chosen: Ints) -> tuple[Load, ...]:
    mentors = prepared.cohort.mentors
    used = np.bincount(chosen[chosen != NOWHERE], minlength=len(mentors)).tolist()
    return tuple(Load(m.id, n, max(0, m.capacity)) for m, n in zip(mentors, used, strict=True))


def _totals(prepared: Prepared, chosen: Ints) -> Totals:
    objective, scores = prepared.problem.objective, prepared.scores
    rows = np.flatnonzero(chosen != NOWHERE)
    at = rows, chosen[rows]
    kept = int(reference_mask(prepared.problem, prepared.cohort)[at].sum())
    total = int(scores.total[at].sum())
    merit = 10 * total + objective.stickiness * scores.weights * kept
    return Totals(len(rows), int(shortfall(scores, objective)[at].sum()), total, merit, kept)


def _prices(prepared: Prepared, stage: Stage) -> dict[str, Price]:
    mentors = prepared.cohort.mentors
    packed = stage.prices.mentors.tolist()
    return {
        m.id: _price(stage.word.digits(price), prepared.scores.weights)
        for m, price in zip(mentors, packed, strict=True)
    }


def _price(digits: dict[str, int], weights: int) -> Price:
    """Merit is ten times the score, the score a hundred points of quality times the weights."""
    merit = digits.get("merit")
    quality = None if merit is None else (merit + 5 * weights) // (10 * weights) if weights else 0
    return Price(digits.get("matched", 0), digits.get("lift"), quality)


def _duals(prepared: Prepared, stage: Stage) -> Duals:
    mentees = (prepared.cohort.mentees[row].id for row in prepared.free)
    return Duals(
        levels=tuple(level.name for level in stage.word.levels),
        scales=stage.word.scales,
        mentees=dict(zip(mentees, stage.prices.mentees.tolist(), strict=True)),
        mentors=dict(
            zip((m.id for m in prepared.cohort.mentors), stage.prices.mentors.tolist(), strict=True)
        ),
    )
