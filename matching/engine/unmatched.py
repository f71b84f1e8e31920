"""Why somebody has nobody, and the smallest change that would match them."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matching.engine.features import Bools
from matching.engine.optimum import NOWHERE, Optimum, least
from matching.engine.prepare import Prepared
from matching.engine.results import Alternative, Cause, Change, Remedy, Solution, UnmatchedReasons

FIRM = frozenset({"same_person", "reporting_line"})  # rules nobody should be advised to relax


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
    def everyone_full(self) -> bool:
        """Whether no place is left; those of somebody barred are nobody's."""
        return all(m.id in self.full or m.barred for m in self.prepared.cohort.mentors)


def situation_of(prepared: Prepared, solution: Solution, full: frozenset[str]) -> Situation:
    """Prices the solution again. Raises NotOptimal if it is not this problem's."""
    assignment, column = solution.assignment, prepared.cohort.column
    ids = [mentee.id for mentee in prepared.cohort.mentees]
    chosen = np.array(
        [column[assignment[i]] if i in assignment else NOWHERE for i in ids], np.int64
    )
    return Situation(prepared, solution, full, least(prepared, chosen))


def reasons_for(
    situation: Situation, row: int, closest: tuple[Alternative, ...]
) -> UnmatchedReasons:
    """Cause and remedy.

    If a confidential rule had a part in leaving nobody, no rule is named or counted at all.
    """
    prepared = situation.prepared
    barriers = {b.code: b.forbids[row] for b in prepared.eligibility.barriers}
    told = {code: int(forbids.sum()) for code, forbids in barriers.items() if forbids.any()}
    cause = _cause(situation, row, told)
    mentee = prepared.cohort.mentees[row].id
    if cause == Cause.NOT_AVAILABLE:
        return UnmatchedReasons(mentee, cause, {}, closest, Remedy(Change.MORE_MENTORS))
    return UnmatchedReasons(mentee, cause, told, closest, _remedy(situation, row))


def _cause(situation: Situation, row: int, told: dict[str, int]) -> Cause:
    prepared = situation.prepared
    if prepared.eligibility.allowed[row].any():
        return Cause.CAPACITY if situation.everyone_full else Cause.OUTBID
    if prepared.eligibility.openly_allowed[row].any():
        return Cause.NOT_AVAILABLE
    return Cause.CAPACITY if set(told) <= {"capacity"} else Cause.RULES


def _remedy(situation: Situation, row: int) -> Remedy:
    """A place more with a mentor they may have, else one rule less for one pair, else more mentors."""
    prepared = situation.prepared
    if prepared.cohort.mentees[row].barred:
        return Remedy(Change.RELAX_RULE, rule=prepared.cohort.mentees[row].barred)
    if (allowed := prepared.eligibility.allowed[row]).any():
        return _more_places(situation, row, allowed)
    candidates = prepared.best_first(row, ~prepared.eligibility.secret[row]).tolist()
    one_rule = [
        (c, codes[0]) for c in candidates if len(codes := prepared.eligibility.codes(row, c)) == 1
    ]
    ways = [_relax(situation, column, code) for column, code in one_rule if code not in FIRM]
    return min(ways, key=lambda way: way.places, default=Remedy(Change.MORE_MENTORS))


def _more_places(situation: Situation, row: int, allowed: Bools) -> Remedy:
    """One place more; where somebody else would get it, it has to be kept for this mentee, which
    harms nobody.
    """
    prepared, costless = situation.prepared, np.zeros(len(allowed), bool)
    costless[situation.priced.costless(row)] = True
    best = prepared.best_first(row, allowed & costless, 1)
    reserved = not len(best)
    if reserved:
        best = prepared.best_first(row, allowed, 1)
    mentor = prepared.cohort.mentors[int(best[0])].id
    return Remedy(Change.MORE_PLACES, mentor, places=1, reserved=reserved)


def _relax(situation: Situation, column: int, code: str) -> Remedy:
    mentor, only = (
        situation.prepared.cohort.mentors[column].id,
        len(situation.solution.unmatched) == 1,
    )
    if code == "capacity":
        return Remedy(Change.MORE_PLACES, mentor, places=1, reserved=not only)
    full = mentor in situation.full
    return Remedy(Change.RELAX_RULE, mentor, code, places=int(full), reserved=full and not only)
