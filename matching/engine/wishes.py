"""What humans wish, put onto a problem that is prepared already: scoring and rules are not repeated."""

from collections.abc import Mapping
from dataclasses import replace

from matching.engine.features import Bools
from matching.engine.locks import settle
from matching.engine.prepare import Prepared
from matching.engine.rules import Barrier, Eligibility, vetoed
from matching.engine.types import PairKey

VETO = "veto"


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


def _without(eligibility: Eligibility, out: Bools) -> Eligibility:
    barriers = tuple(
        Barrier(VETO, out) if barrier.code == VETO else barrier for barrier in eligibility.barriers
    )
    return Eligibility(eligibility.allowed & ~out, barriers, eligibility.secret)
