"""Who should work with whom: a whole cohort matched at once, proven best, and explained.

Frozen dataclasses in, plain data out. Nothing here knows of Django, Celery or the rest of the
project, reads a clock, or draws a random number; the same problem gives the same answer, in
whatever order its people come.

**What is best.** Among all ways to pair mentees with mentors that keep every hard rule, every
mentor's capacity, every veto and every lock, the engine finds one that is best at each level in
turn, a level counting only where all levels before it are equal:

1. *matched*: as many mentees as possible have a mentor;
2. *worth*: the total score, three times, plus `stickiness` for each pair of the reference assignment,
   less what the weak pairs lack: points missing below "good" count once, points missing below
   "acceptable" twice more, so that a point given to a weak pair is worth more than the same point given
   to a nearly good one, and that again more than one given to a good pair (soft floors);
3. *kept*: as many pairs of the reference assignment as possible;
4. *tie*: a fixed number per pair made from the two ids, so that equals are always decided the same
   way.

`Objective.lifting` may put what the weak lack wholly before the total, as two levels, *lift* and *merit*,
or leave it out, so that *merit* alone counts.

A score is the sum over criteria of an integer value (0–100, 50 where not known) times an integer
weight, and quality is that sum as a share of the most possible. All of it is integer arithmetic, so
nothing depends on rounding.

**How.** Levels are packed into as few integers as exactness allows: mostly two, of which the first
counts before the second. An auction finds a good assignment, circles of changes make it the best, and
an edited problem takes up the one of before (`matching.engine.core`); only pairs that cost nothing under
the prices found go on to the next integer. All pairs are priced at the end: none may be worth more than
its row has and its column costs. `prices` say what one more place with a mentor would bring.

**Hard rules.** Capacity, people barred, same person, reporting line up and down, former pairs, repeats, vetoes,
tier, criteria's minimums, quality floor; and, confidentially, blocks and exclusions. The
confidential ones read "not available" wherever they are the only reason, and are never counted.

Sources: Shapley and Shubik, "The assignment game I: the core", 1971 (prices); Ahuja, Magnanti and
Orlin, "Network Flows", 1993, chapters 9 and 12 (optimality conditions, residual graph); Mulmuley,
Vazirani and Vazirani, "Matching is as easy as matrix inversion", 1987 (random tie-breaks leave one
optimum). docs/matching.md has those of the core.

Entry points: `check`, `solve`, `explain`, `evaluate_pair`, `candidates`.
"""

from dataclasses import replace

from matching.engine.candidates import Candidates, candidates_of
from matching.engine.check import issues_of
from matching.engine.explain import evaluate_prepared, explain_prepared
from matching.engine.optimum import NotOptimal
from matching.engine.prepare import prepare
from matching.engine.results import (
    NOT_AVAILABLE,
    Alternative,
    Cause,
    Certificate,
    Change,
    Duals,
    Evaluation,
    Explanation,
    Factor,
    Issue,
    Load,
    Pair,
    PairReasons,
    Price,
    Quality,
    Remedy,
    Ruling,
    Solution,
    Totals,
    UnmatchedReasons,
    Verdict,
)
from matching.engine.solve import solve_prepared
from matching.engine.types import (
    Criterion,
    Importance,
    Kind,
    Lifting,
    Objective,
    PairKey,
    Participant,
    Problem,
    Role,
    RuleSet,
    Side,
    Tier,
)

__all__ = [
    "NOT_AVAILABLE",
    "Alternative",
    "Candidates",
    "Cause",
    "Certificate",
    "Change",
    "Criterion",
    "Duals",
    "Evaluation",
    "Explanation",
    "Factor",
    "Importance",
    "Issue",
    "Kind",
    "Lifting",
    "Load",
    "NotOptimal",
    "Objective",
    "Pair",
    "PairKey",
    "PairReasons",
    "Participant",
    "Price",
    "Problem",
    "Quality",
    "Remedy",
    "Role",
    "RuleSet",
    "Ruling",
    "Side",
    "Solution",
    "Tier",
    "Totals",
    "UnmatchedReasons",
    "Verdict",
    "candidates",
    "check",
    "evaluate_pair",
    "explain",
    "solve",
]


def candidates(problem: Problem, mentee_id: str) -> Candidates:
    """Every mentor the rules allow one mentee, whatever else is decided.

    Raises KeyError if there is no such mentee.
    """
    return candidates_of(prepare(problem), mentee_id)


def check(problem: Problem) -> tuple[Issue, ...]:
    """What is wrong with the problem, sorted; `solve` still matches the rest.

    Raises ValueError on duplicate ids.
    """
    return issues_of(prepare(problem))


def solve(problem: Problem) -> Solution:
    """The best assignment, with its proof. Raises ValueError on duplicate ids or criterion keys."""
    return solve_prepared(prepare(problem))


def explain(problem: Problem, solution: Solution) -> Explanation:
    """Reasons for each pair and each unmatched mentee.

    Raises NotOptimal if the solution is of another problem.
    """
    return explain_prepared(prepare(problem), solution)


def evaluate_pair(problem: Problem, mentor_id: str, mentee_id: str) -> Evaluation:
    """One pair's score, factors and barriers, whatever else is decided.

    Raises KeyError if there is no such person.
    """
    wanted = {(Role.MENTOR, mentor_id), (Role.MENTEE, mentee_id)}
    two = tuple(person for person in problem.participants if (person.role, person.id) in wanted)
    return evaluate_prepared(prepare(replace(problem, participants=two)), mentor_id, mentee_id)
