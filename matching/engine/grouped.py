"""A prepared problem solved as circles around its mentors, each with several mentees.

A mentor's capacity is the seats of their circle. What draws somebody to a circle is the quality of the
pair with its mentor, in tenths of a point, and the stickiness where they were there before; the second of
a function costs `MIXING`. Who says no function is counted as one of their own.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from matching.engine.beside import apart, secretly_apart
from matching.engine.circles import FORBIDDEN, Formed, Wish, form_circles
from matching.engine.explain import closest, explain_pairs
from matching.engine.features import Ints
from matching.engine.optimum import NOWHERE
from matching.engine.prepare import Prepared
from matching.engine.results import (
    Cause,
    Certificate,
    Change,
    Explanation,
    Issue,
    Remedy,
    Solution,
    UnmatchedReasons,
)
from matching.engine.seconds import ByHand, Led, led
from matching.engine.solve import solution_for
from matching.engine.types import Participant

SMALLEST, LARGEST = 4, 8
#: What the second of a function costs in a circle, in tenths of a point of quality.
MIXING = 100
NOBODY = ByHand()


@dataclass(frozen=True)
class Grouped:
    """The circles as a solution, how they were formed, and how many each circle has.

    `meets` are mentors whose circle goes on already: it takes whoever joins. `parted` are mentees who
    were both to be kept in one circle, where they must not sit together: the second is not kept.
    `led` says who leads a circle together with its mentor, if anybody does, and who could.
    """

    prepared: Prepared
    solution: Solution
    formed: Formed
    meets: frozenset[str]
    parted: tuple[tuple[str, str], ...] = ()
    led: Led = field(default_factory=Led)

    @property
    def sizes(self) -> dict[str, int]:
        """How many mentees each mentor gets, those without any left out."""
        return {load.mentor: load.used for load in self.solution.loads if load.used}


def solve_grouped(
    prepared: Prepared,
    meets: Collection[str] = (),
    *,
    two_lead: bool = False,
    hand: ByHand = NOBODY,
) -> Grouped:
    """The circles under all rules, vetoes and locks; with `two_lead`, seconds as far as there are any,
    or as people decided by `hand`.
    """
    columns = [prepared.cohort.column[key] for key in meets if key in prepared.cohort.column]
    wish = wish_of(prepared, frozenset(columns))
    formed = form_circles(wish)
    chosen = np.where(formed.circle_of < 0, NOWHERE, formed.circle_of)
    at_bound = (formed.matched, formed.value) == (formed.bound_matched, formed.bound)
    solution = solution_for(prepared, chosen)
    issues = tuple(sorted([*solution.issues, *few_seats(prepared, meets)], key=_order))
    solution = replace(solution, certificate=Certificate(at_bound), issues=issues)
    functions = _functions(prepared.cohort.mentors)
    both = led(prepared, wish, formed.circle_of, functions, hand) if two_lead else Led()
    parted = _parted(prepared, wish)
    return Grouped(prepared, solution, formed, frozenset(meets), parted, both)


def seconds_for(
    prepared: Prepared, assignment: Mapping[str, str], meets: Collection[str], hand: ByHand
) -> Led:
    """Who leads too in circles that stand already: for a decision that moves no member."""
    column, row = prepared.cohort.column, prepared.cohort.row
    wish = wish_of(prepared, frozenset(column[key] for key in meets if key in column))
    chosen = np.full(len(prepared.cohort.mentees), NOWHERE, np.int64)
    for mentee, mentor in assignment.items():
        if mentee in row and mentor in column:
            chosen[row[mentee]] = column[mentor]
    return led(prepared, wish, chosen, _functions(prepared.cohort.mentors), hand)


def _parted(prepared: Prepared, wish: Wish) -> tuple[tuple[str, str], ...]:
    """Of two locks that can't both be kept."""
    locked, mentees = prepared.locked, prepared.cohort.mentees
    both = (pair for pair in sorted(wish.apart) if _share(locked, pair))
    return tuple((mentees[one].id, mentees[other].id) for one, other in both)


def _share(locked: Mapping[int, int], pair: tuple[int, int]) -> bool:
    one, other = (locked.get(row) for row in pair)
    return one is not None and one == other


def few_seats(prepared: Prepared, meets: Collection[str]) -> list[Issue]:
    """Leaders who offer too few seats for a circle ever to begin."""
    mentors = prepared.cohort.mentors
    few = tuple(m.id for m in mentors if 0 < m.capacity < SMALLEST and m.id not in meets)
    return [Issue("few_seats", few)] if few else []


def _order(issue: Issue) -> tuple[str, tuple[str, ...]]:
    return issue.code, issue.ids


def wish_of(prepared: Prepared, meets: frozenset[int]) -> Wish:
    """What is asked of `form_circles`."""
    affinity = 10 * prepared.scores.quality.astype(np.int64)
    affinity[prepared.cohort.at(prepared.problem.reference.items())] += (
        prepared.problem.objective.stickiness
    )
    affinity[~prepared.eligibility.allowed] = FORBIDDEN
    kept_apart = apart(prepared, prepared.cohort.mentees)
    out = {pair[1] for pair in kept_apart if _share(prepared.locked, pair)}
    return Wish(
        affinity,
        _functions(prepared.cohort.mentees),
        SMALLEST,
        LARGEST,
        MIXING,
        seats=np.minimum(prepared.places, LARGEST),
        held={row: column for row, column in prepared.locked.items() if row not in out},
        meets=meets,
        apart=kept_apart,
    )


def _functions(people: tuple[Participant, ...]) -> Ints:
    """A number for each function, and one of their own for who says none."""
    said = [min(each.terms.get("function", ()), default=f"none {each.id}") for each in people]
    return np.unique(np.array(said, str), return_inverse=True)[1].astype(np.int64)


def explain_grouped(grouped: Grouped, only: Collection[str] | None = None) -> Explanation:
    """Why each is in their circle, and why somebody is in none."""
    prepared, solution = grouped.prepared, grouped.solution
    full = frozenset(load.mentor for load in solution.loads if load.used >= load.capacity)
    unmatched = {key: _left(grouped, key, full) for key in solution.unmatched}
    return Explanation(explain_pairs(prepared, solution, full, only), unmatched)


def _left(grouped: Grouped, mentee: str, full: frozenset[str]) -> UnmatchedReasons:
    """If a confidential rule had a part in leaving nobody, no rule is named or counted at all."""
    prepared = grouped.prepared
    row = prepared.cohort.row[mentee]
    near, cause = closest(prepared, row, None, full), _cause(grouped, row, full)
    barriers = {each.code: int(each.forbids[row].sum()) for each in prepared.eligibility.barriers}
    told = {code: n for code, n in barriers.items() if n}
    if cause == Cause.NOT_AVAILABLE:
        return UnmatchedReasons(mentee, cause, {}, near, Remedy(Change.MORE_MENTORS))
    remedy = Remedy(Change.MORE_MENTORS)
    if cause == Cause.CAPACITY and _can_grow(prepared, near[0].mentor):
        remedy = Remedy(Change.MORE_PLACES, near[0].mentor, places=1, reserved=True)
    return UnmatchedReasons(mentee, cause, told, near, remedy)


def _can_grow(prepared: Prepared, mentor: str) -> bool:
    return int(prepared.places[prepared.cohort.column[mentor]]) < LARGEST


def _cause(grouped: Grouped, row: int, full: frozenset[str]) -> Cause:
    prepared = grouped.prepared
    eligibility, mentors = prepared.eligibility, prepared.cohort.mentors
    allowed = {mentors[c].id for c in np.flatnonzero(eligibility.allowed[row]).tolist()}
    if allowed:
        if any(row in pair for pair in secretly_apart(prepared, prepared.cohort.mentees)):
            return Cause.NOT_AVAILABLE
        return Cause.CAPACITY if allowed <= full else Cause.NO_CIRCLE
    if eligibility.openly_allowed[row].any():
        return Cause.NOT_AVAILABLE
    return Cause.RULES
