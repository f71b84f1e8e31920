"""One answer, whichever way it was found: anew, from before, in other blocks, from a bad start."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine import NotOptimal, PairKey, solve
from matching.engine.core import blocks, coded, fall
from matching.engine.core.certificate import NotProven
from matching.engine.optimum import NOWHERE, Start, _Task, least, optimum
from matching.engine.prepare import prepare
from matching.engine.wishes import with_wishes
from tests.effort import examples
from tests.matching.engine.makers import mentee, mentor, problem
from tests.matching.engine.strategies import problems

FAST = settings(deadline=None, max_examples=examples(60))


def wished(base, data, reference):
    """The same people under other locks and vetoes."""
    pairs = [PairKey(e.id, m.id) for e in base.cohort.mentees for m in base.cohort.mentors]
    some = st.frozensets(st.sampled_from(pairs), max_size=3) if pairs else st.just(frozenset())
    return with_wishes(
        base, locks=data.draw(some), vetoes=data.draw(some), reference=reference, stickiness=5
    )


@FAST
@given(problems(most=6), st.data())
def test_a_sequence_of_wishes_ends_as_one_solve_from_nothing(case, data):
    none = replace(case, vetoes=frozenset(), reference={})
    base, reference = prepare(none), solve(none).assignment
    start = None
    for _ in range(4):
        prepared = wished(base, data, reference)
        found = optimum(prepared, start)
        assert found.chosen.tolist() == optimum(prepared).chosen.tolist()
        rows = st.lists(st.integers(0, len(found.chosen) - 1)) if len(found.chosen) else st.just([])
        told = st.none() | rows.map(lambda each: np.array(each, np.int64))
        start = Start(found.chosen, found.prices, data.draw(told, label="touched, or so it says"))


@FAST
@given(problems(most=6), st.integers(0, 2**32))
def test_a_bad_start_changes_nothing(case, seed):
    prepared, random = prepare(case), np.random.default_rng(seed)
    rows, columns = prepared.cohort.shape
    prices = tuple(random.integers(-9, 1 << 40, columns) for _ in prepared.words.words)
    start = Start(random.integers(NOWHERE, max(1, columns), rows).clip(max=columns - 1), prices)
    assert optimum(prepared, start).chosen.tolist() == optimum(prepared).chosen.tolist()


def crowd(count, vetoes=frozenset()):
    """Many who are alike, so that only ids tell them apart."""
    random = np.random.default_rng(count)
    topics = [" ".join(random.choice(list("vwxyz"), 2, replace=False)) for _ in range(2 * count)]
    people = [mentee(f"e{n:03}", topics[n]) for n in range(count)]
    people += [mentor(f"m{n:03}", topics[-n], capacity=1 + n % 3) for n in range(1, count // 2)]
    return problem(*people, vetoes=vetoes)


def test_neither_blocks_nor_threads_nor_the_order_change_a_pair(monkeypatch):
    case = crowd(60)
    before = solve(case)
    assert solve(replace(case, participants=case.participants[::-1])) == before
    monkeypatch.setattr(coded, "CHUNK", 100)
    assert solve(case) == before
    monkeypatch.setattr(blocks, "MOST_THREADS", 1)
    assert solve(case) == before


def test_many_edits_at_some_size_equal_from_nothing():
    base = prepare(crowd(120))
    found = optimum(base)
    mentees, mentors = base.cohort.mentees, base.cohort.mentors
    ids = [(e.id, mentors[c].id) for e, c in zip(mentees, found.chosen, strict=True) if c >= 0]
    vetoes, start = frozenset[PairKey](), None
    random = np.random.default_rng(1)
    for _ in range(12):
        vetoes |= {PairKey(*ids[random.integers(len(ids))])}
        lock = PairKey(*ids[random.integers(len(ids))])
        wishes = {"vetoes": vetoes, "locks": frozenset({lock} - vetoes)}
        prepared = with_wishes(base, reference=dict(ids), stickiness=5, **wishes)
        found = optimum(prepared, start)
        assert found.chosen.tolist() == optimum(prepared).chosen.tolist()
        start = Start(found.chosen, found.prices)


@FAST
@given(problems(most=5))
def test_prices_are_found_from_the_pairs_alone_and_prove_them(case):
    prepared = prepare(case)
    found = optimum(prepared)
    priced = least(prepared, found.chosen)
    assert priced.chosen.tolist() == found.chosen.tolist()
    assert all(
        (low <= other).all() for low, other in zip(priced.prices[:1], found.prices[:1], strict=True)
    )


def told(found):
    """All that an optimum says, in plain lists."""
    faces = [(f.rows, f.columns, f.may_leave, f.may_empty) for f in (found.face, found.first)]
    every = [found.chosen, *found.prices, *(each for face in faces for each in face)]
    return [each.tolist() for each in every]


def assert_priced(prepared, start):
    """Pairs and prices as from the pairs alone where somebody has nobody; what was found without."""
    found, priced = optimum(prepared, start), optimum(prepared, start, priced=True)
    left = (found.chosen == NOWHERE).any()
    assert told(priced) == told(least(prepared, found.chosen) if left else found)
    return found, told(priced) != told(found)


@FAST
@given(problems(most=6), st.data())
def test_prices_brought_down_are_the_least(case, data):
    base, start = prepare(replace(case, vetoes=frozenset(), reference={})), None
    for _ in range(3):
        found, _fell = assert_priced(wished(base, data, {}), start)
        start = Start(found.chosen, found.prices)


@pytest.mark.parametrize("most", [0, 1])
def test_so_they_are_after_many_edits_whether_few_fall_or_too_many(monkeypatch, most):
    monkeypatch.setattr(fall, "MOST", most)
    case = crowd(60)
    mentors = [each.id for each in case.participants if each.role == "mentor"]
    people = tuple(each for each in case.participants if each.id not in mentors[::3])
    base, random, start, fell = (
        prepare(replace(case, participants=people)), np.random.default_rng(2), None, 0,
    )  # fmt: skip
    for _ in range(15):
        at = zip(random.integers(0, 60, 6), random.choice(base.cohort.mentor_ids, 6), strict=True)
        pairs = [PairKey(f"e{n:03}", mentor) for n, mentor in at]
        wishes = {"vetoes": frozenset(pairs[:5]), "locks": frozenset(pairs[5:])}
        found, differ = assert_priced(
            with_wishes(base, reference={}, stickiness=0, **wishes), start
        )
        start, fell = Start(found.chosen, found.prices), fell + differ
    assert fell, "else this proves nothing"


def test_prices_that_prove_nothing_are_not_brought_down(monkeypatch):
    monkeypatch.setattr(fall, "MOST", 1)
    case = problem(mentee("a", "x"), mentee("b", "x y"), mentor("m", "x y"))
    task, none = _Task(prepare(case)), np.zeros(0, np.int64)
    found = task.refined(task.first(), ())
    cheap = (found.prices[0] - 1, *found.prices[1:])
    with pytest.raises(NotProven):
        task.lowered(
            replace(found, prices=cheap, first=replace(found.first, rows=none, columns=none))
        )


@FAST
@given(problems(most=5))
def test_a_worse_assignment_has_no_prices(case):
    prepared = prepare(case)
    worse = optimum(prepared).chosen.copy()
    if not (worse >= 0).any():
        return
    worse[np.flatnonzero(worse >= 0)[0]] = NOWHERE
    with pytest.raises(NotOptimal):
        least(prepared, worse)


def test_who_is_locked_elsewhere_has_no_prices():
    case = problem(mentee("a", "x"), mentor("m", "x"), mentor("n", "x"))
    prepared = prepare(replace(case, locks=frozenset({PairKey("a", "n")})))
    assert optimum(prepared).chosen.tolist() == [1]
    with pytest.raises(NotOptimal, match="wished"):
        least(prepared, np.array([0]))
