"""The same problem solved by trying everything: slow, simple, and sharing nothing with the solver
but one pair's score.
"""

from collections.abc import Iterator

from matching.engine import Lifting, Participant, Problem, Role, evaluate_pair

Assignment = dict[str, str]
Rank = tuple[int, ...]


def eligible(problem: Problem) -> dict[tuple[str, str], int]:
    """The score of every pair without a barrier."""
    people = problem.participants
    mentees = [p.id for p in people if p.role == Role.MENTEE]
    mentors = [p.id for p in people if p.role == Role.MENTOR]
    pairs = {(e, m): evaluate_pair(problem, m, e) for e in mentees for m in mentors}
    return {key: pair.score for key, pair in pairs.items() if not pair.barriers}


def rank(problem: Problem, assignment: Assignment, scores: dict[tuple[str, str], int]) -> Rank:
    """The objective's levels, the greater the better, written out from their definition."""
    objective, weights = problem.objective, sum(c.weight for c in problem.criteria)
    chosen = [scores[pair] for pair in assignment.items()]
    good, acceptable = objective.good * weights, objective.acceptable * weights
    missing = sum(
        objective.below_good * max(0, good - s)
        + objective.below_acceptable * max(0, acceptable - s)
        for s in chosen
    )
    kept = sum(problem.reference.get(mentee) == mentor for mentee, mentor in assignment.items())
    total = 10 * sum(chosen) + objective.stickiness * weights * kept
    quality = {
        Lifting.FLOORS: (objective.everywhere * total - 10 * missing,),
        Lifting.FIRST: (-missing, total),
        Lifting.NONE: (total,),
    }
    return len(chosen), *quality[objective.lifting], kept


def best_rank(problem: Problem) -> Rank:
    """The best rank of any assignment that keeps rules, capacities and locks (which must fit
    together).
    """
    scores = eligible(problem)
    return max(
        rank(problem, assignment, scores) for assignment in _assignments(problem, set(scores))
    )


def _assignments(problem: Problem, pairs: set[tuple[str, str]]) -> Iterator[Assignment]:
    mentees = [p for p in problem.participants if p.role == Role.MENTEE]
    places = {p.id: p.capacity for p in problem.participants if p.role == Role.MENTOR}
    return _extend({}, mentees, places, pairs, {lock[0]: lock[1] for lock in problem.locks})


def _extend(
    done: Assignment,
    mentees: list[Participant],
    places: dict[str, int],
    pairs: set,
    locks: Assignment,
) -> Iterator[Assignment]:
    if not mentees:
        yield dict(done)
        return
    mentee, rest = mentees[0].id, mentees[1:]
    if mentee not in locks:
        yield from _extend(done, rest, places, pairs, locks)
    for mentor in [locks[mentee]] if mentee in locks else list(places):
        if places[mentor] > 0 and (mentee, mentor) in pairs:
            yield from _extend(
                {**done, mentee: mentor}, rest, {**places, mentor: places[mentor] - 1}, pairs, locks
            )
