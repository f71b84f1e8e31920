"""The block kernel equals plain int64 arithmetic, whatever the size of its blocks."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine.core.blocks import each_block
from matching.engine.core.columns import candidates
from matching.engine.kernel import Kernel
from tests.effort import examples


def oracle(rows, columns, weights, classes, open_to, barred):
    """The sum over features, one pair at a time."""
    table = np.full((len(rows), len(columns)), -1, np.int64)
    for row, column in zip(*np.nonzero(open_to[classes]), strict=True):
        table[row, column] = sum(
            int(a) * int(w) * int(b)
            for a, w, b in zip(rows[row], weights, columns[column], strict=True)
        )
    table[barred] = -1
    return table


@st.composite
def instances(draw):
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    n, m, features, kinds = (draw(st.integers(1, most)) for most in (20, 9, 5, 3))
    return (
        random.integers(0, 100, (n, features)),
        random.integers(0, 100, (m, features)),
        random.integers(0, 300, features),
        random.integers(0, kinds, n),
        random.random((kinds, m)) < 0.6,
        (random.integers(0, n, 5), random.integers(0, m, 5)),
    )


@settings(deadline=None, max_examples=examples(100))
@given(instances(), st.integers(1, 50))
def test_equals_int64_for_any_size_of_block(instance, size):
    table = oracle(*instance)
    kernel = Kernel(*instance, pairs_a_block=size)
    assert np.array_equal(kernel.table(), table)
    rows, columns = np.indices(table.shape).reshape(2, -1)
    assert np.array_equal(kernel.measure(rows, columns), table.ravel())


@settings(deadline=None, max_examples=examples(100))
@given(instances(), st.integers(1, 50), st.integers(1, 5))
def test_no_candidate_is_dropped(instance, size, count):
    """The best so many of each row, equals at the end in any choice."""
    kernel = Kernel(*instance, pairs_a_block=size)
    lists = candidates(kernel, np.zeros(kernel.shape[1]), count)
    for row, values in enumerate(oracle(*instance)):
        best = np.sort(values[values >= 0])[::-1][:count]
        found = np.sort(lists.values[row][lists.values[row] >= 0])[::-1]
        assert found.tolist() == best.tolist()


def test_threads_and_blocks_change_no_bit():
    """As large as sums may be: float32 holds every one of them."""
    random = np.random.default_rng(4)
    parts = random.integers(0, 512, (300, 64)), random.integers(0, 512, (200, 64))
    everybody = np.zeros(300, np.int64), np.ones((1, 200), bool)
    kernels = [
        Kernel(*parts, np.ones(64, np.int64), *everybody, pairs_a_block=size)
        for size in (200, 7_000, 1 << 20)
    ]
    exact = parts[0] @ parts[1].T
    assert exact.max() > 1 << 21
    for kernel in kernels:
        blocks = each_block(kernel, lambda block: block.values)
        assert np.array_equal(np.concatenate(list(blocks)), exact)


@pytest.mark.parametrize("wrong", [0.5, -1])
def test_refuses_fractions_and_negatives(wrong):
    with pytest.raises(ValueError, match="integers of 0 or more"):
        Kernel(
            np.array([[wrong]]),
            np.ones((1, 1)),
            np.ones(1),
            np.zeros(1, int),
            np.ones((1, 1), bool),
        )


def test_refuses_sums_that_float32_would_round():
    with pytest.raises(ValueError, match="must stay below 16777216"):
        Kernel(
            np.full((1, 1), 4096),
            np.full((1, 1), 4096),
            np.ones(1),
            np.zeros(1, int),
            np.ones((1, 1), bool),
        )
