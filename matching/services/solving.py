"""A whole run solved, so that its review can go on from there."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from matching.adapter import STICKINESS
from matching.engine import Explanation, Problem, Solution
from matching.engine.core.blossoms import Nest
from matching.engine.explain import explain_prepared
from matching.engine.grouped import Grouped, explain_grouped, solve_grouped
from matching.engine.optimum import Optimum, least
from matching.engine.peers import both_ways, explain_peers, peers_again, solve_peers
from matching.engine.prepare import Prepared, prepare
from matching.engine.seconds import ByHand
from matching.engine.solve import solve_prepared
from matching.engine.types import PairKey
from matching.engine.wishes import with_wishes
from matching.services.start import columns_of, prices_kept
from matching.services.start_of_peers import nest_kept


@dataclass(frozen=True)
class Found:
    """A problem in arrays and the best pairs; `circles` are how they make circles, where people meet in
    circles, and `peers` says that they are pairs of peers. `optimum` is the solution with its prices,
    where these are known: the least, if somebody has nobody. `nest` is how peers stand.
    """

    prepared: Prepared
    solution: Solution
    circles: Grouped | None = None
    peers: bool = False
    optimum: Optimum | None = None
    nest: Nest | None = None


@dataclass(frozen=True)
class Solved(Found):
    """With the prices from which a review begins; circles have none."""

    prices: bytes = b""


def solve_circles(
    problem: Problem, meets: Collection[str], *, two_lead: bool, hand: ByHand
) -> Solved:
    """Circles around the mentors; some may meet already, some may have two. Raises ValueError."""
    prepared = prepare(problem)
    circles = solve_grouped(prepared, meets, two_lead=two_lead, hand=hand)
    return Solved(prepared, circles.solution, circles)


def solve_among_peers(problem: Problem) -> Solved:
    """The best pairs of peers. Raises NotOptimal, ValueError."""
    prepared = prepare(problem)
    solution = solve_peers(prepared)
    close = _close(prepared, dict(both_ways(map(PairKey._make, solution.assignment.items()))))
    again, nest = peers_again(close, None)
    kept = nest_kept(close, nest) if again.assignment == solution.assignment else b""
    return Solved(prepared, solution, peers=True, prices=kept)


def solve(problem: Problem) -> Solved:
    """The best pairs. Raises NotOptimal, ValueError."""
    prepared = prepare(problem)
    solution = solve_prepared(prepared)
    return Solved(prepared, solution, prices=_prices(prepared, solution))


def explain(found: Found, only: Collection[str] | None = None) -> Explanation:
    """Why each pair (or those whose mentee is in `only`), and why somebody has none."""
    if found.circles:
        return explain_grouped(found.circles, only)
    if found.peers:
        return explain_peers(found.prepared, found.solution, only)
    return explain_prepared(found.prepared, found.solution, only, found.optimum)


def _prices(prepared: Prepared, solution: Solution) -> bytes:
    """The prices once everybody is kept close to this very solution, as they are in the review."""
    close = _close(prepared, solution.assignment)
    return prices_kept(close, least(close, columns_of(close, solution.assignment)))


def _close(prepared: Prepared, there: Mapping[str, str]) -> Prepared:
    """The same problem in which everybody is kept close to where they are."""
    wishes = {"locks": prepared.problem.locks, "vetoes": prepared.problem.vetoes}
    return with_wishes(prepared, reference=there, stickiness=STICKINESS, **wishes)
