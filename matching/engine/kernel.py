"""Scores of all pairs as products of small integers, block by block and the same on every machine.

A pair's score is the sum over features of the row's number times the column's number times the
feature's weight. With integers whose sums stay below 2**24, float32 holds every partial sum exactly,
so neither the order of summation, nor the size of a block, nor the number of threads can change a
bit of it; with fractions they would.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.engine.core.blocks import EXACT, Block, Priced, exact_kind, priced
from matching.engine.core.edges import FORBIDDEN
from matching.engine.features import Bools, Ints

BLOCK = 1 << 20  # pairs scored together: 4 MB, which stays in the cache


@dataclass(frozen=True)
class Kernel:
    """Rows × columns by features; `classes[i]` is a row's class, `open_to[class, j]` whether its rows
    may have column j, `barred` further pairs (rows, columns) that may not be.

    Raises ValueError where a score could reach 2**24 or is negative or broken.
    """

    row_features: NDArray[Any]
    column_features: NDArray[Any]
    weights: NDArray[Any]
    classes: Ints
    open_to: Bools
    barred: tuple[Ints, Ints] | None = None
    pairs_a_block: int = BLOCK
    _most: int = field(init=False)
    left: NDArray[np.float32] = field(init=False)
    right: NDArray[np.float32] = field(init=False)
    _exceptions: tuple[Ints, Ints] = field(init=False)

    def __post_init__(self) -> None:
        numbers = [
            np.asarray(part) for part in (self.row_features, self.column_features, self.weights)
        ]
        if any((part != np.floor(part)).any() or (part < 0).any() for part in numbers):
            raise ValueError("features and weights must be integers of 0 or more")
        rows, columns, weights = (part.astype(np.int64) for part in numbers)
        most = (rows.max(axis=0, initial=0) * weights * columns.max(axis=0, initial=0)).sum()
        if most >= EXACT:
            raise ValueError(f"a score may reach {most}; it must stay below {EXACT}")
        object.__setattr__(self, "_most", int(most))
        object.__setattr__(self, "left", (rows * weights).astype(np.float32))
        object.__setattr__(self, "right", columns.astype(np.float32))
        object.__setattr__(self, "_exceptions", self._sorted_exceptions())

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.row_features), len(self.column_features)

    def _sorted_exceptions(self) -> tuple[Ints, Ints]:
        if self.barred is None:
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        order = np.argsort(self.barred[0], kind="stable")
        return self.barred[0][order], self.barred[1][order]

    def tasks(self) -> "Iterator[Task]":
        """Rows of one class together with the columns open to it, a block's worth at a time."""
        return self._plain.tasks()

    def block(self, task: "Task") -> Block:
        """The scores of one task."""
        return self._plain.block(task)

    @property
    def _plain(self) -> "Products":
        return Products(self, self.left, self.right, FORBIDDEN)

    def priced(self, prices: NDArray[Any], floor: NDArray[Any] | None) -> "Products | Priced":
        """Prices and floors are two features more, so that the product itself takes them away."""
        floor = np.zeros(len(self.left), np.int64) if floor is None else floor
        kind = exact_kind(np.array([self._most]), prices, floor)
        if kind is np.int64:
            return priced(self, self._most, prices, floor)
        left = np.column_stack([self.left, np.ones(len(self.left)), -floor]).astype(kind)
        right = np.column_stack([self.right, -prices, np.ones(len(self.right))]).astype(kind)
        return Products(self, left, right, -np.inf)

    def open_groups(self) -> Iterator[tuple[Ints, Ints]]:
        """Each class's rows, and the columns open to it."""
        order = np.argsort(self.classes, kind="stable")
        ends = np.cumsum(np.bincount(self.classes, minlength=len(self.open_to)))
        for rows, is_open in zip(np.split(order, ends[:-1]), self.open_to, strict=True):
            yield rows, np.flatnonzero(is_open)

    def bar(self, rows: Ints, columns: Ints, values: NDArray[Any], never: float) -> None:
        """Writes `never` where single pairs are barred."""
        barred_rows, barred_columns = self._exceptions
        if not len(barred_rows):
            return
        first, last = (
            np.searchsorted(barred_rows, rows),
            np.searchsorted(barred_rows, rows, "right"),
        )
        for at in np.flatnonzero(last > first).tolist():
            out = barred_columns[first[at] : last[at]]
            place = np.searchsorted(columns, out)
            inside = (place < len(columns)) & (columns[np.minimum(place, len(columns) - 1)] == out)
            values[at, place[inside]] = never

    def measure(self, rows: Ints, columns: Ints) -> Ints:
        """The scores of some pairs, in int64 throughout; FORBIDDEN where they may not be."""
        found = np.einsum(
            "ij,ij->i", self.left[rows].astype(np.int64), self.right[columns].astype(np.int64)
        )
        found[~self.open_to[self.classes[rows], columns]] = FORBIDDEN
        barred = set(zip(*(part.tolist() for part in self._exceptions), strict=True))
        if barred:
            pairs = zip(rows.tolist(), columns.tolist(), strict=True)
            found[[pair in barred for pair in pairs]] = FORBIDDEN
        return found

    def table(self) -> NDArray[np.float32]:
        """All scores at once, for an instance that fits into memory."""
        values = np.full(self.shape, FORBIDDEN, np.float32)
        for task in self.tasks():
            block = self.block(task)
            values[np.ix_(block.rows, block.columns)] = block.values
        return values


@dataclass
class Open:
    """The columns open to a class, and their side of the product once it is asked for."""

    columns: Ints
    features: NDArray[Any]

    @cached_property
    def right(self) -> NDArray[Any]:
        """Features × columns, in the order in which they are multiplied."""
        return np.ascontiguousarray(self.features[self.columns].T)


Task = tuple[Ints, Open]


@dataclass(frozen=True)
class Products:
    """Products of `left` (rows × features) and `right` (columns × features) of a kernel's open pairs."""

    kernel: Kernel
    left: NDArray[Any]
    right: NDArray[Any]
    never: float

    @property
    def shape(self) -> tuple[int, int]:
        return self.kernel.shape

    def tasks(self) -> Iterator[Task]:
        for rows, columns in self.kernel.open_groups():
            side = Open(columns, self.right)
            step = max(1, self.kernel.pairs_a_block // max(1, len(columns)))
            for start in range(0, len(rows) if len(columns) else 0, step):
                yield rows[start : start + step], side

    def block(self, task: Task) -> Block:
        rows, side = task
        values = self.left[rows] @ side.right
        self.kernel.bar(rows, side.columns, values, self.never)
        return Block(rows, side.columns, values)
