"""A whole run solved, so that its review can go on from there."""

from collections.abc import Collection
from dataclasses import dataclass

from matching.adapter import STICKINESS
from matching.engine import Explanation, Problem, Solution
from matching.engine.explain import explain_prepared
from matching.engine.grouped import Grouped, explain_grouped, solve_grouped
from matching.engine.optimum import Optimum, least
from matching.engine.peers import explain_peers, solve_peers
from matching.engine.prepare import Prepared, prepare
from matching.engine.seconds import ByHand
from matching.engine.solve import solve_prepared
from matching.engine.wishes import with_wishes
from matching.services.start import columns_of, prices_kept


@dataclass(frozen=True)
class Found:
    """A problem in arrays and the best pairs; `circles` are how they make circles, where people meet in
    circles, and `peers` says that they are pairs of peers. `optimum` is the solution with its prices,
    where these are known: the least, if somebody has nobody.
    """

    prepared: Prepared
    solution: Solution
    circles: Grouped | None = None
    peers: bool = False
    optimum: Optimum | None = None


@dataclass(frozen=True)
class Solved(Found):
    """With the prices from which a review begins; circles and peers have none."""

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
    return Solved(prepared, solve_peers(prepared), peers=True)


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
    problem, there = prepared.problem, solution.assignment
    wishes = {"locks": problem.locks, "vetoes": problem.vetoes}
    close = with_wishes(prepared, reference=there, stickiness=STICKINESS, **wishes)
    return prices_kept(close, least(close, columns_of(close, there)))
