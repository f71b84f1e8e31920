"""The pairs of an assignment: a full table, or for each row a list of candidates."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from matching.engine.features import Ints

FORBIDDEN = -1  # the measure of a pair that may not be
UNREACHED = 1 << 61  # further than any chain of moves
CHUNK = 1 << 19  # pairs looked at together, so that temporary arrays stay in the cache


Reached = tuple[Ints, Ints, Ints]


@dataclass(frozen=True)
class Offers:
    """Labels that are better than the columns' prices: who goes where, and the label."""

    rows: Ints
    columns: Ints
    labels: Ints


class Edges(Protocol):
    """What the exchange needs to know of the pairs."""

    @property
    def shape(self) -> tuple[int, int]:
        """Rows × columns."""

    def measure(self, rows: Ints, columns: Ints) -> Ints:
        """The pairs' measures, FORBIDDEN where they may not be."""

    def offers(self, rows: Ints, base: Ints, prices: Ints) -> Iterator[Offers]:
        """Pairs of these rows with base + measure above the column's price, a chunk at a time.

        `prices` may be raised by the caller between two chunks.
        """

    def reach(self, rows: Ints, base: Ints, below: Ints | None) -> Iterator[Reached]:
        """Columns (none twice), base less measure, and the row: where a few rows could go at best.

        With `below` the best row for each column is enough, where no sibling stands against it, and
        columns whose number is not below it may be left out.
        """


def nearest(labels: Ints, rows: Ints, below: Ints) -> Reached:
    """The lowest of each column's labels, a row of them for each of `rows`, where it is below."""
    least = labels.min(axis=0)
    (columns,) = (least < below).nonzero()
    return columns, least[columns], rows[labels[:, columns].argmin(axis=0)]


@dataclass
class Table:
    """Every pair's measure in one array (any integer type, or float32 holding integers)."""

    values: NDArray[Any]
    turned: NDArray[Any] | None = None

    @cached_property
    def _every(self) -> Ints:
        return np.arange(self.shape[1])

    @property
    def shape(self) -> tuple[int, int]:
        return self.values.shape[0], self.values.shape[1]

    def measure(self, rows: Ints, columns: Ints) -> Ints:
        return self.values[rows, columns].astype(np.int64)

    def column(self, column: int) -> Ints:
        """A column's measures; quick where a turned copy is kept, which `put` keeps up to date."""
        return (self.values[:, column] if self.turned is None else self.turned[column]).astype(
            np.int64
        )

    def turn(self) -> None:
        """Keeps a copy whose columns lie together in memory."""
        self.turned = np.ascontiguousarray(self.values.T)

    def put(self, rows: Any, columns: Any, values: Any) -> None:
        """Writes measures into both copies."""
        self.values[rows, columns] = values
        if self.turned is not None:
            self.turned[columns, rows] = np.asarray(values).T

    def offers(self, rows: Ints, base: Ints, prices: Ints) -> Iterator[Offers]:
        width = self.shape[1]
        step = max(1, CHUNK // max(1, width))
        for start in range(0, len(rows), step):
            part = rows[start : start + step]
            labels = self.values[part].astype(np.int64, copy=False)
            labels += base[start : start + step, None]
            found = np.flatnonzero(labels > prices[:width])
            where, columns = np.divmod(found, max(1, width))
            may = self.values[part[where], columns] != FORBIDDEN
            if may.any():
                labels = labels.ravel()[found[may]]
                yield Offers(part[where[may]], columns[may], labels)

    def reach(self, rows: Ints, base: Ints, below: Ints | None) -> Iterator[Reached]:
        if below is not None and len(rows):
            values = self.values[rows]
            labels = base[:, None] - values
            np.putmask(labels, values == FORBIDDEN, UNREACHED)
            yield nearest(labels, rows, below)
            return
        for row, start in zip(rows.tolist(), base.tolist(), strict=True):
            values = self.values[row]
            labels = np.where(values == FORBIDDEN, UNREACHED, start - values.astype(np.int64))
            yield self._every, labels, np.broadcast_to(np.int64(row), len(labels))


@dataclass
class Lists:
    """For each row `columns` (rows × k, the number of columns where there is none) and `values`."""

    columns: NDArray[np.int32]
    values: NDArray[Any]
    width: int

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.columns), self.width

    def measure(self, rows: Ints, columns: Ints) -> Ints:
        hit = self.columns[rows] == columns[:, None]
        found = np.where(hit, self.values[rows], FORBIDDEN)
        return found.max(axis=1, initial=FORBIDDEN).astype(np.int64)

    def offers(self, rows: Ints, base: Ints, prices: Ints) -> Iterator[Offers]:
        length = self.columns.shape[1]
        step = max(1, CHUNK // max(1, length))
        for start in range(0, len(rows), step):
            part = rows[start : start + step]
            values, columns = self.values[part], self.columns[part]
            labels = values + base[start : start + step, None]
            found = np.flatnonzero(labels > prices[columns])
            found = found[values.ravel()[found] != FORBIDDEN]
            if len(found):
                labels = labels.ravel()[found].astype(np.int64)
                yield Offers(part[found // length], columns.ravel()[found].astype(np.int64), labels)

    def reach(self, rows: Ints, base: Ints, below: Ints | None) -> Iterator[Reached]:
        for row, start in zip(rows.tolist(), base.tolist(), strict=True):
            there = self.values[row] != FORBIDDEN
            columns = self.columns[row][there].astype(np.int64)
            yield (
                columns,
                start - self.values[row][there].astype(np.int64),
                np.full(len(columns), row),
            )
