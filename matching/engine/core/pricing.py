"""All pairs looked at after prices: the best of each row, and those that are worth more than they cost.

Nearly all pairs are turned down by one comparison, so that this takes little more than working out what
they are worth.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.engine.core.blocks import EXACT, Block, Source, each_block, lowest
from matching.engine.core.edges import FORBIDDEN, Lists
from matching.engine.core.exchange import Book
from matching.engine.core.lists import lists_of
from matching.engine.features import Floats, Ints

MORE = 16  # that one pass over all pairs may add to a row
SAMPLE = 16  # one column in so many tells where about the best of a row begin

Found = tuple[Ints, Ints, Ints]


def typical(source: Source) -> Floats:
    """What a column is worth on average to the rows that may have it."""
    total, count = np.zeros(source.shape[1]), np.zeros(source.shape[1], np.int64)
    for columns, sums, counts in each_block(source, _sums):
        total[columns] += sums
        count[columns] += counts
    return total / np.maximum(count, 1)


def _sums(block: Block) -> tuple[Ints, Floats, Ints]:
    allowed = block.values != FORBIDDEN
    sums = block.values.sum(axis=0, where=allowed, dtype=np.float64)
    return block.columns, sums, np.count_nonzero(allowed, axis=0)


def candidates(source: Source, prices: Floats, count: int) -> Lists:
    """For each row the `count` columns worth most after these prices, equals at the end in any choice."""
    every = np.rint(prices).astype(np.int64)
    parts = each_block(source.priced(every, None), lambda block: _best(block, every, count))
    return lists_of(*_together(parts), source.shape)


def _best(block: Block, prices: Ints, count: int) -> Found:
    rows, columns, worth = _good(block.values, count)
    rows, columns, worth = _first(rows, columns, worth, count, block.values.shape[1])
    columns = block.columns[columns]
    return block.rows[rows], columns, worth.astype(np.int64) + prices[columns]


def _good(net: NDArray[Any], count: int) -> tuple[Ints, Ints, NDArray[Any]]:
    """The best `count` of each row and perhaps some more, row by row: rows, columns, worths."""
    height, width = net.shape
    if width <= count:
        return _hits(net, np.full(height, lowest(net.dtype)))
    level = np.maximum(_levels(net, count), lowest(net.dtype))
    hits = _hits(net, level)
    lacking = np.flatnonzero(np.bincount(hits[0], minlength=height) < count)
    if not len(lacking):
        return hits
    exact = np.partition(net[lacking], width - count, axis=1)[:, width - count]
    level[lacking] = np.maximum(exact, lowest(net.dtype))
    lack = np.isin(np.arange(height), lacking)[hits[0]]
    rows, columns, worth = _hits(net[lacking], level[lacking])
    again = lacking[rows], columns, worth
    rows, columns, worth = (
        np.concatenate([one[~lack], other]) for one, other in zip(hits, again, strict=True)
    )
    return rows, columns, worth


def _hits(net: NDArray[Any], level: NDArray[Any]) -> tuple[Ints, Ints, NDArray[Any]]:
    hits = np.flatnonzero(net >= level[:, None])
    rows = hits // max(1, net.shape[1])
    return rows, hits - rows * net.shape[1], net.ravel()[hits]


def _levels(net: NDArray[Any], count: int) -> NDArray[Any]:
    """A level for each row that about twice as many as `count` reach, by a sample of its columns."""
    sample = net[:, ::SAMPLE]
    rank = min(sample.shape[1], 2 + 3 * count // (2 * SAMPLE))
    return np.sort(sample, axis=1)[:, sample.shape[1] - rank]


def _first(
    rows: Ints, columns: Ints, worth: NDArray[Any], count: int, width: int
) -> tuple[Ints, Ints, NDArray[Any]]:
    """The `count` of each row that are worth most; of equals other columns for each row."""
    columns = (columns + rows) % max(1, width)
    if worth.dtype == np.float32 and max(rows.max(initial=0), width) < 1 << 18:
        # All three in one integer: sorting such is many times quicker than sorting by three.
        key = (rows << 44) | ((EXACT - worth.astype(np.int64)) << 18) | columns
        key.sort()
        rows, columns = key >> 44, key & ((1 << 18) - 1)
        worth = EXACT - ((key >> 18) & ((1 << 26) - 1))
    else:
        order = np.lexsort((columns, -worth, rows))
        rows, columns, worth = rows[order], columns[order], worth[order]
    size = np.bincount(rows)
    keep = np.arange(len(rows)) < (np.cumsum(size) - size + count)[rows]
    rows, columns, worth = rows[keep], columns[keep], worth[keep]
    return rows, (columns - rows) % max(1, width), worth


def violations(source: Source, book: Book) -> Found:
    """Pairs worth more than their row has now and the column costs; at most `MORE` of each row, the
    largest of them.
    """
    floor = book.worth - np.append(book.prices, 0)[book.chosen] - book.bonus
    prices = book.prices[:-1]
    blocks = each_block(source.priced(prices, floor), lambda block: _over(block, prices, floor))
    return _together(blocks)


def _over(block: Block, prices: Ints, floor: Ints) -> Found:
    net = block.values
    hits = np.flatnonzero(net > 0)
    rows = hits // max(1, net.shape[1])
    rows, columns, gain = _first(
        rows, hits - rows * net.shape[1], net.ravel()[hits], MORE, net.shape[1]
    )
    rows, columns = block.rows[rows], block.columns[columns]
    return rows, columns, gain.astype(np.int64) + prices[columns] + floor[rows]


def _together(parts: Iterable[Found]) -> Found:
    nothing = np.zeros(0, np.int64)
    rows, columns, values = zip((nothing, nothing, nothing), *parts, strict=True)
    return np.concatenate(rows), np.concatenate(columns), np.concatenate(values)
