"""A whole run solved, so that its review can go on from there."""

from collections.abc import Collection
from dataclasses import dataclass

from matching.adapter import STICKINESS
from matching.engine import Explanation, Problem, Solution
from matching.engine.explain import explain_prepared
from matching.engine.grouped import Grouped, explain_grouped, solve_grouped
from matching.engine.optimum import least
from matching.engine.peers import explain_peers, solve_peers
from matching.engine.prepare import Prepared, prepare
from matching.engine.solve import solve_prepared
from matching.engine.wishes import with_wishes
from matching.services.start import columns_of, prices_kept


@dataclass(frozen=True)
class Solved:
    """A problem in arrays, the best pairs, and the prices from which a review begins.

    `circles` are how the pairs make circles, where people meet in circles: these have no prices, nor
    have pairs of `peers`.
    """

    prepared: Prepared
    solution: Solution
    prices: bytes
    circles: Grouped | None = None
    peers: bool = False


def solve_circles(problem: Problem, meets: Collection[str], *, two_lead: bool) -> Solved:
    """Circles around the mentors; some may meet already, some may have two. Raises ValueError."""
    prepared = prepare(problem)
    circles = solve_grouped(prepared, meets, two_lead=two_lead)
    return Solved(prepared, circles.solution, b"", circles)


def solve_among_peers(problem: Problem) -> Solved:
    """The best pairs of peers. Raises NotOptimal, ValueError."""
    prepared = prepare(problem)
    return Solved(prepared, solve_peers(prepared), b"", peers=True)


def solve(problem: Problem) -> Solved:
    """The best pairs. Raises NotOptimal, ValueError."""
    prepared = prepare(problem)
    solution = solve_prepared(prepared)
    return Solved(prepared, solution, _prices(prepared, solution))


def explain(solved: Solved) -> Explanation:
    """Why each pair, and why somebody has none."""
    if solved.circles:
        return explain_grouped(solved.circles)
    if solved.peers:
        return explain_peers(solved.prepared, solved.solution)
    return explain_prepared(solved.prepared, solved.solution)


def _prices(prepared: Prepared, solution: Solution) -> bytes:
    """The prices once everybody is kept close to this very solution, as they are in the review."""
    problem, there = prepared.problem, solution.assignment
    wishes = {"locks": problem.locks, "vetoes": problem.vetoes}
    close = with_wishes(prepared, reference=there, stickiness=STICKINESS, **wishes)
    return prices_kept(close, least(close, columns_of(close, there)))
