"""From a prepared problem to a proven solution."""

from collections.abc import Iterable
from dataclasses import replace
from operator import eq

import numpy as np

from matching.engine.check import issues_of
from matching.engine.features import Ints
from matching.engine.optimum import NOWHERE, Optimum, least, optimum
from matching.engine.prepare import Prepared
from matching.engine.results import Certificate, Duals, Load, Pair, Price, Solution, Totals
from matching.engine.score import in_words, shortfall
from matching.engine.types import Lifting, Objective


def solve_prepared(prepared: Prepared) -> Solution:
    """The best assignment with its proof and the least prices.

    Raises NotOptimal if the proof fails, which would be a defect.
    """
    return solution_of(prepared, least(prepared, optimum(prepared).chosen), priced=True)


def solution_of(prepared: Prepared, found: Optimum, *, priced: bool = False) -> Solution:
    """An optimum in people's ids. With `priced`, what places are worth as well."""
    solution = solution_for(prepared, found.chosen)
    if not priced:
        return solution
    prices, duals = _prices(prepared, found), tuple(_duals(prepared, found))
    return replace(solution, prices=prices, duals=duals)


def solution_for(prepared: Prepared, chosen: Ints) -> Solution:
    """Whoever is chosen for each row, in people's ids; it is for the caller to know that it is best."""
    pairs = _pairs(prepared, chosen)
    return Solution(
        pairs=pairs,
        unmatched=tuple(
            prepared.cohort.mentees[row].id for row in np.flatnonzero(chosen == NOWHERE)
        ),
        loads=_loads(prepared, chosen),
        totals=_totals(prepared, chosen, pairs),
        prices={},
        duals=(),
        certificate=Certificate(True),
        rulings=prepared.rulings,
        issues=issues_of(prepared),
    )


def _pairs(prepared: Prepared, chosen: Ints) -> tuple[Pair, ...]:
    scores, problem = prepared.scores, prepared.problem
    rows = np.flatnonzero(chosen != NOWHERE)
    at = rows, chosen[rows]
    quality = scores.quality[at].tolist()
    words = {n: in_words(n, problem.objective) for n in set(quality)}
    mentees = list(map(prepared.cohort.mentee_ids.__getitem__, rows.tolist()))
    mentors = list(map(prepared.cohort.mentor_ids.__getitem__, at[1].tolist()))
    locked = np.zeros(len(chosen), bool)
    locked[list(prepared.locked)] = True
    kept = map(eq, map(problem.reference.get, mentees), mentors)
    told = (scores.total[at].tolist(), quality, map(words.__getitem__, quality))
    return tuple(map(Pair, mentees, mentors, *told, locked[rows].tolist(), kept))


def _loads(prepared: Prepared, chosen: Ints) -> tuple[Load, ...]:
    mentors, places = prepared.cohort.mentor_ids, prepared.places
    used = np.bincount(chosen[chosen != NOWHERE], minlength=len(mentors))
    barred = (bool(mentor.barred) for mentor in prepared.cohort.mentors)
    return tuple(map(Load, mentors, used.tolist(), places.tolist(), barred))


def _totals(prepared: Prepared, chosen: Ints, pairs: tuple[Pair, ...]) -> Totals:
    problem, scores = prepared.problem, prepared.scores
    rows = np.flatnonzero(chosen != NOWHERE)
    score = scores.total[rows, chosen[rows]].astype(np.int64)
    missing = int(shortfall(score, scores.weights, problem.objective).sum())
    kept = sum(pair.kept for pair in pairs)
    total = int(score.sum())
    merit = 10 * total + problem.objective.stickiness * scores.weights * kept
    found = Totals(len(rows), missing, total, merit, kept)
    return replace(found, rank=_rank(found, problem.objective))


def _rank(found: Totals, objective: Objective) -> tuple[int, ...]:
    """The levels of the objective, as `levels` has them."""
    worth: tuple[int, ...] = (found.merit,)
    if objective.lifting == Lifting.FIRST:
        worth = (-found.shortfall, found.merit)
    elif objective.lifting == Lifting.FLOORS:
        worth = (objective.everywhere * found.merit - 10 * found.shortfall,)
    return (found.matched, *worth, found.kept)


def _prices(prepared: Prepared, found: Optimum) -> dict[str, Price]:
    mentors, word = prepared.cohort.mentors, prepared.words.words[0]
    return {
        m.id: _price(prepared, word.digits(price))
        for m, price in zip(mentors, found.prices[0].tolist(), strict=True)
    }


def _price(prepared: Prepared, digits: dict[str, int]) -> Price:
    """Merit is ten times the score, the score a hundred points of quality times the weights."""
    weights, objective = prepared.scores.weights, prepared.problem.objective
    merit, point = digits.get("merit"), 10 * weights
    if objective.lifting == Lifting.FLOORS:
        merit, point = digits.get("worth"), point * objective.everywhere
    quality = None if merit is None else (2 * merit + point) // (2 * point) if point else 0
    lift = digits.get("lift") if objective.lifting == Lifting.FIRST else 0
    return Price(digits.get("matched", 0), lift, quality)


def _duals(prepared: Prepared, found: Optimum) -> Iterable[Duals]:
    mentors = [mentor.id for mentor in prepared.cohort.mentors]
    for word, prices in zip(prepared.words.words, found.prices, strict=True):
        names = tuple(level.name for level in word.levels)
        yield Duals(names, word.scales, dict(zip(mentors, prices.tolist(), strict=True)))
