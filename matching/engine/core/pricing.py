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
from matching.engine.features import Bools, Floats, Ints

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
    best = _Best(source.shape, np.rint(prices).astype(np.int64), count)
    length = max(each_block(source.priced(best.prices, None), best.look), default=1)
    length = max(1, length)
    return Lists(best.columns[:, :length], best.values[:, :length], source.shape[1])


class _Best:
    """The best of each row; every block writes those of its rows, which are in no other."""

    def __init__(self, shape: tuple[int, int], prices: Ints, count: int) -> None:
        self.prices, self.count, self.width = prices, count, shape[1]
        length = max(1, min(count, self.width))
        self.columns = np.full((shape[0], length), self.width, np.int32)
        self.values = np.full((shape[0], length), FORBIDDEN, np.int64)

    def look(self, block: Block) -> int:
        """The most that a row of the block has."""
        net, (height, width) = block.values, block.values.shape
        low, every = lowest(net.dtype), np.arange(height)
        if width <= self.count:
            return self._write(block, every, _hits(net, np.full(height, low)))
        hits = _hits(net, np.maximum(_levels(net, self.count), low))
        length = self._write(block, every, hits)
        lacking = np.flatnonzero(np.bincount(hits[0], minlength=height) < self.count)
        if len(lacking):
            net = net[lacking]
            exact = np.partition(net, width - self.count, axis=1)[:, width - self.count]
            length = max(length, self._write(block, lacking, _hits(net, np.maximum(exact, low))))
        return length

    def _write(self, block: Block, rows: Ints, hits: Found) -> int:
        """Where `hits` are of these rows of the block, row by row."""
        width, turn = max(1, block.values.shape[1]), rows % max(1, block.values.shape[1])
        columns, worth, there = _ranked(hits, turn, width, self.count)
        columns -= turn[:, None]
        columns += width * (columns < 0)
        columns = block.columns[np.where(there, columns, 0)] if columns.size else columns
        at, length = block.rows[rows], columns.shape[1]
        self.columns[at, :length] = np.where(there, columns, self.width)
        self.values[at, :length] = np.where(there, worth + self.prices[columns], FORBIDDEN)
        return length


def _ranked(hits: Found, turn: Ints, width: int, count: int) -> tuple[Ints, Ints, Bools]:
    """Of each row up to `count` hits, the best first, in tables: turned columns, worths, whether
    there is one. Columns are turned so that of equals each row gets others.
    """
    rows, columns, worth = hits
    if not len(rows):
        nothing = np.zeros((len(turn), 0), np.int64)
        return nothing, nothing, nothing == 0
    columns = columns + turn[rows]
    columns -= width * (columns >= width)
    size = np.bincount(rows, minlength=len(turn))
    place = np.arange(len(rows)) - np.repeat(np.cumsum(size) - size, size)
    top, bits = int(worth.max()), width.bit_length()
    most = top - int(worth.min()) + 1 << bits
    if most < 1 << 63:  # both in one integer: sorting such is many times quicker
        kind: Any = np.uint32 if most < 1 << 32 else np.uint64
        keys = (top - worth).astype(kind) << bits | columns.astype(kind)
    else:
        kind, order = np.uint64, np.lexsort((columns, -worth, rows))
        keys = np.empty(len(rows), kind)
        keys[order] = np.arange(len(rows))
    table = np.full((len(turn), size.max()), np.iinfo(kind).max, kind)
    table[rows, place] = keys
    table.sort(axis=1)
    table = table[:, :count]
    there = table != np.iinfo(kind).max
    if most < 1 << 63:
        turned = (table & ((1 << bits) - 1)).astype(np.int64)
        return turned, top - (table >> bits).astype(np.int64), there
    at = order[np.where(there, table, 0)]
    return columns[at], worth[at].astype(np.int64), there


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
