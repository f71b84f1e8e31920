"""What must hold of every answer, on random small problems."""

import copy
import random
from collections import Counter
from dataclasses import replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from matching.engine import PairKey, Problem, Role, Solution, solve
from tests.effort import examples
from tests.matching.engine.oracle import best_rank, eligible, rank
from tests.matching.engine.strategies import problems

FAST = settings(deadline=None, max_examples=examples(60))


def with_some_locks(problem: Problem, solution: Solution, data: st.DataObject) -> Problem:
    chosen = [pair.key for pair in solution.pairs]
    locks = data.draw(st.frozensets(st.sampled_from(chosen))) if chosen else frozenset()
    return replace(problem, locks=locks)


def lockable(problem: Problem, data: st.DataObject) -> Problem:
    """Locks any eligible pairs that fit together, chosen by the solver or not."""
    places = {p.id: p.capacity for p in problem.participants if p.role == Role.MENTOR}
    locks: dict[str, str] = {}
    for mentee, mentor in data.draw(st.permutations(sorted(eligible(problem)))):
        if mentee not in locks and places[mentor] > 0 and data.draw(st.booleans()):
            locks[mentee] = mentor
            places[mentor] -= 1
    return replace(problem, locks=frozenset(PairKey(*lock) for lock in locks.items()))


@FAST
@given(problems(), st.data())
def test_equals_trying_everything(problem, data):
    problem = lockable(problem, data)
    solution = solve(problem)
    assert solution.totals.rank == best_rank(problem)
    assert solution.totals.rank == rank(problem, solution.assignment, eligible(problem))


@FAST
@given(problems(most=6), st.data())
def test_rules_capacity_locks_and_vetoes_hold(problem, data):
    problem = lockable(problem, data)
    solution = solve(problem)
    places = {p.id: p.capacity for p in problem.participants if p.role == Role.MENTOR}
    assert {pair.key for pair in solution.pairs} <= set(eligible(problem))
    assert {pair.key for pair in solution.pairs} >= problem.locks
    assert not {pair.key for pair in solution.pairs} & problem.vetoes
    assert all(
        used <= places[mentor] for mentor, used in Counter(p.mentor for p in solution.pairs).items()
    )
    mentees = [pair.mentee for pair in solution.pairs] + list(solution.unmatched)
    assert sorted(mentees) == sorted(p.id for p in problem.participants if p.role == Role.MENTEE)


@FAST
@given(problems(most=6), st.randoms(use_true_random=False))
def test_order_of_the_input_does_not_matter(problem, shuffler: random.Random):
    people, criteria = list(problem.participants), list(problem.criteria)
    shuffler.shuffle(people)
    shuffler.shuffle(criteria)
    shuffled = replace(problem, participants=tuple(people), criteria=tuple(criteria))
    assert solve(shuffled) == solve(problem)


@FAST
@given(problems())
def test_the_input_is_left_alone(problem):
    before = copy.deepcopy(problem)
    solve(problem)
    assert problem == before


@FAST
@given(problems(), st.data())
def test_one_more_place_never_worsens(problem, data):
    mentors = [p for p in problem.participants if p.role == Role.MENTOR]
    assume(mentors)
    lucky = data.draw(st.sampled_from(mentors))
    more = tuple(
        replace(p, capacity=p.capacity + 1) if p == lucky else p for p in problem.participants
    )
    assert solve(replace(problem, participants=more)).totals.rank >= solve(problem).totals.rank


@FAST
@given(problems(), st.data())
def test_one_veto_less_never_worsens_and_one_more_never_improves(problem, data):
    pairs = sorted(eligible(problem))
    assume(pairs)
    veto = PairKey(*data.draw(st.sampled_from(pairs)))
    vetoed = replace(problem, vetoes=problem.vetoes | {veto})
    assert solve(vetoed).totals.rank <= solve(problem).totals.rank


@FAST
@given(problems(most=6), st.data())
def test_locking_chosen_pairs_changes_nothing(problem, data):
    solution = solve(problem)
    again = solve(with_some_locks(problem, solution, data))
    assert (again.assignment, again.totals) == (solution.assignment, solution.totals)


@FAST
@given(problems(most=6))
def test_staying_with_the_best_changes_nothing(problem):
    solution = solve(problem)
    assert (
        solve(replace(problem, reference=solution.assignment)).totals.kept
        == solution.totals.matched
    )


@FAST
@given(problems(most=6))
def test_a_vetoed_pair_that_was_not_chosen_changes_nothing(problem):
    solution = solve(problem)
    others = frozenset(
        PairKey(*pair) for pair in set(eligible(problem)) - set(solution.assignment.items())
    )
    assert solve(replace(problem, vetoes=problem.vetoes | others)).assignment == solution.assignment
