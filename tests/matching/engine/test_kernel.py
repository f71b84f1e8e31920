"""The block kernel equals plain int64 arithmetic, whatever the size of its blocks."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine.core.blocks import TableSource, each_block
from matching.engine.core.exchange import Book
from matching.engine.core.pricing import SAMPLE, candidates, violations
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
@given(
    instances(), st.integers(1, 50), st.integers(1, 5), st.sampled_from([1, 50, 1 << 23, 1 << 40])
)
def test_no_candidate_is_dropped(instance, size, count, dear):
    """The best so many of each row after prices, equals at the end in any choice; the prices are of a
    size for each way of counting.
    """
    kernel = Kernel(*instance, pairs_a_block=size)
    prices = np.random.default_rng(size).integers(0, dear, kernel.shape[1])
    lists = candidates(kernel, prices.astype(float), count)
    for row, values in enumerate(oracle(*instance)):
        net = np.sort((values - prices)[values >= 0])[::-1][:count]
        there = lists.columns[row] < lists.width
        columns, found = lists.columns[row][there], lists.values[row][there]
        assert np.array_equal(values[columns], found)
        assert len(set(columns.tolist())) == len(columns)
        assert np.array_equal(np.sort(found - prices[columns])[::-1], net)


def test_a_sample_tells_where_the_best_begin_and_who_has_too_few_is_looked_at_again():
    """Wide enough that levels come from a sample; rows whose best all lie outside it, and equals."""
    random = np.random.default_rng(8)
    table = random.integers(0, 50, (40, 900))
    table[:10, ::SAMPLE] = 60  # the sample promises too much
    table[10:20] = 7
    table[20:30] = -1
    table[20:30, :12] = 3
    for kind, unit in ((np.float32, 1), (np.int64, 1), (np.int64, 1 << 40), (np.int64, 1 << 56)):
        worths = np.where(table < 0, -1, table * unit)
        lists = candidates(TableSource(worths.astype(kind)), np.zeros(900), 30)
        for row, values in enumerate(worths):
            found = lists.values[row][lists.values[row] >= 0]
            best = np.sort(values[values >= 0])[::-1][:30]
            assert np.array_equal(np.sort(found)[::-1], best)


@settings(deadline=None, max_examples=examples(50))
@given(instances(), st.integers(1, 50), st.sampled_from([50, 1 << 23, 1 << 40]))
def test_every_pair_that_violates_its_prices_is_found(instance, size, dear):
    table, random = oracle(*instance), np.random.default_rng(size)
    kernel = Kernel(*instance, pairs_a_block=size)
    prices = np.append(random.integers(0, dear, kernel.shape[1]), 0)
    some = np.flatnonzero(random.random(kernel.shape[1]) < 0.5)
    prices[some] = np.maximum(table[0, some], 0) + dear - random.integers(0, 2, len(some))
    nobody = np.full(len(table), kernel.shape[1])
    book = Book(kernel, np.ones(kernel.shape[1], int), dear, nobody, prices)
    rows, columns, values = violations(kernel, book)
    assert np.array_equal(table[rows, columns], values)
    over = (table >= 0) & (table + dear > prices[:-1])
    assert sorted(zip(rows, columns, strict=True)) == sorted(zip(*np.nonzero(over), strict=True))


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
