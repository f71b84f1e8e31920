"""Wishes put onto a prepared problem come to the same as preparing it with them."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from matching.engine import PairKey, Problem
from matching.engine.explain import explain_prepared
from matching.engine.optimum import Start, optimum
from matching.engine.prepare import Prepared, prepare
from matching.engine.solve import solution_of, solve_prepared
from matching.engine.wishes import with_wishes
from tests.matching.engine.strategies import problems


def bare(problem: Problem) -> Problem:
    none = replace(problem.objective, stickiness=0)
    return replace(problem, locks=frozenset(), vetoes=frozenset(), reference={}, objective=none)


def wished(problem: Problem) -> Prepared:
    return with_wishes(
        prepare(bare(problem)),
        locks=problem.locks,
        vetoes=problem.vetoes,
        reference=problem.reference,
        stickiness=problem.objective.stickiness,
    )


@given(problem=problems())
def test_the_answer_is_the_same(problem: Problem) -> None:
    one, other = prepare(problem), wished(problem)
    assert other.problem == problem
    assert solve_prepared(other) == (solution := solve_prepared(one))
    assert explain_prepared(other, solution) == explain_prepared(one, solution)


@given(problem=problems(), data=st.data())
def test_reasons_after_one_wish_or_another_are_those_from_scratch(
    problem: Problem, data: st.DataObject
) -> None:
    """What is kept of a problem, and prices brought down from those found, change none of them."""
    base, start = prepare(bare(problem)), None
    pairs = [PairKey(e.id, m.id) for e in base.cohort.mentees for m in base.cohort.mentors]
    some = st.frozensets(st.sampled_from(pairs), max_size=3) if pairs else st.just(frozenset())
    for _ in range(3):
        wishes = {"locks": data.draw(some), "vetoes": data.draw(some), "reference": {}}
        prepared = with_wishes(base, stickiness=problem.objective.stickiness, **wishes)
        found = optimum(prepared, start, priced=True)
        one = prepare(replace(problem, **wishes))
        anew = explain_prepared(one, solve_prepared(one))
        assert explain_prepared(prepared, solution_of(prepared, found), None, found) == anew
        start = Start(found.chosen, found.prices)


@given(problem=problems())
def test_what_was_prepared_stays_as_it_was(problem: Problem) -> None:
    base = prepare(bare(problem))
    before = solve_prepared(base)
    with_wishes(base, locks=problem.locks, vetoes=problem.vetoes, reference={}, stickiness=3)
    assert solve_prepared(base) == before


@given(problem=problems(), data=st.data())
def test_some_pairs_are_explained_as_all_are(problem: Problem, data: st.DataObject) -> None:
    prepared = prepare(problem)
    solution = solve_prepared(prepared)
    everybody = explain_prepared(prepared, solution)
    some = data.draw(st.sets(st.sampled_from(sorted(everybody.pairs)))) if everybody.pairs else []
    found = explain_prepared(prepared, solution, some)
    assert found.pairs == {mentee: everybody.pairs[mentee] for mentee in some}
    assert found.unmatched == everybody.unmatched
