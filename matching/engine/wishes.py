"""What humans wish, put onto a problem that is prepared already: scoring and rules are not repeated."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from matching.engine.features import Ints
from matching.engine.locks import settle
from matching.engine.prepare import Prepared
from matching.engine.results import Issue
from matching.engine.rules import VETO, Barrier, Eligibility, vetoed
from matching.engine.types import PairKey


def with_wishes(
    base: Prepared,
    *,
    locks: frozenset[PairKey],
    vetoes: frozenset[PairKey],
    reference: Mapping[str, str],
    stickiness: int,
) -> Prepared:
    """`base`, prepared without wishes, as if it had been prepared with these; `base` stays as it is."""
    problem = replace(
        base.problem,
        locks=locks,
        vetoes=vetoes,
        reference=reference,
        objective=replace(base.problem.objective, stickiness=stickiness),
    )
    eligibility = _without(base.eligibility, vetoed(problem, base.cohort))
    locked, issues = settle(problem, base.cohort, eligibility, base.scores.total)
    return Prepared(
        problem, base.cohort, base.scores, eligibility, locked, tuple(issues), base.base or base
    )


def lock_issues(
    base: Prepared, locks: frozenset[PairKey], vetoes: frozenset[PairKey]
) -> list[Issue]:
    """What stands against these locks."""
    problem, eligibility = replace(base.problem, locks=locks, vetoes=vetoes), base.eligibility
    if vetoes != base.problem.vetoes:
        eligibility = _without(eligibility, vetoed(problem, base.cohort))
    return settle(problem, base.cohort, eligibility, base.scores.total)[1]


def _without(eligibility: Eligibility, pairs: tuple[Ints, Ints]) -> Eligibility:
    if not len(pairs[0]):
        return eligibility
    allowed, out = eligibility.allowed.copy(), np.zeros(eligibility.allowed.shape, bool)
    allowed[pairs], out[pairs] = False, True
    barriers = tuple(
        Barrier(VETO, out) if barrier.code == VETO else barrier for barrier in eligibility.barriers
    )
    return Eligibility(allowed, barriers, eligibility.secret)
