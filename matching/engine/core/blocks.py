"""All pairs of an instance in blocks, several at a time."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from matching.engine.core.edges import FORBIDDEN
from matching.engine.features import Ints

EXACT = 1 << 24  # float32 holds every integer up to here
MOST_THREADS = 8
T = TypeVar("T")


@dataclass(frozen=True)
class Block:
    """`values[a, b]` is the measure of rows[a] with columns[b], FORBIDDEN where it may not be."""

    rows: Ints
    columns: Ints
    values: NDArray[Any]


class Blocks(Protocol):
    """Numbers of all pairs, in blocks."""

    @property
    def shape(self) -> tuple[int, int]: ...

    def tasks(self) -> Iterator[Any]:
        """What `block` takes, in order."""

    def block(self, task: Any) -> Block:
        """One block."""


class Source(Blocks, Protocol):
    """All pairs' measures."""

    def priced(self, prices: NDArray[Any], floor: NDArray[Any] | None) -> Blocks:
        """What pairs are worth after the columns' prices, and over each row's floor where one is given;
        exact, and under all else where a pair may not be.
        """


def exact_kind(*parts: NDArray[Any]) -> Any:
    """The quickest numbers that hold all of these, which are integers, and their sums."""
    most = sum(float(np.abs(part).max(initial=0)) for part in parts)
    return np.float32 if most < EXACT else np.float64 if most < 1 << 52 else np.int64


def never(kind: Any) -> Any:
    """Under anything a pair can be worth."""
    return np.iinfo(kind).min if np.issubdtype(kind, np.integer) else -np.inf


def lowest(kind: Any) -> Any:
    """Over `never`, and under or equal to anything a pair can be worth."""
    return np.iinfo(kind).min + 1 if np.issubdtype(kind, np.integer) else np.finfo(kind).min


@dataclass(frozen=True)
class Priced:
    """Any source's blocks after prices; `most` is its largest measure."""

    source: Blocks
    prices: NDArray[Any]
    floor: NDArray[Any] | None

    @property
    def shape(self) -> tuple[int, int]:
        return self.source.shape

    def tasks(self) -> Iterator[Any]:
        return self.source.tasks()

    def block(self, task: Any) -> Block:
        block, kind = self.source.block(task), self.prices.dtype
        net = block.values.astype(kind, copy=False) - self.prices[block.columns]
        if self.floor is not None:
            net -= self.floor[block.rows][:, None]
        np.copyto(net, never(kind), where=block.values == FORBIDDEN)
        return Block(block.rows, block.columns, net)


def priced(source: Blocks, most: int, prices: NDArray[Any], floor: NDArray[Any] | None) -> Priced:
    """`Source.priced` for measures up to `most`."""
    kind = exact_kind(np.array([most]), prices, np.zeros(0) if floor is None else floor)
    return Priced(source, prices.astype(kind), None if floor is None else floor.astype(kind))


@dataclass(frozen=True)
class TableSource:
    """A table of measures, FORBIDDEN where a pair may not be, in blocks of rows."""

    values: NDArray[Any]
    pairs_a_block: int = 1 << 19

    @property
    def shape(self) -> tuple[int, int]:
        return self.values.shape[0], self.values.shape[1]

    def tasks(self) -> Iterator[Ints]:
        rows, columns = self.shape
        step = max(1, self.pairs_a_block // max(1, columns))
        for start in range(0, rows, step):
            yield np.arange(start, min(rows, start + step))

    def block(self, task: Ints) -> Block:
        values = self.values[task[0] : task[-1] + 1]
        return Block(task, np.arange(self.shape[1]), values)

    def priced(self, prices: NDArray[Any], floor: NDArray[Any] | None) -> Priced:
        return priced(self, int(self.values.max(initial=0)), prices, floor)


def table_of(source: Source) -> NDArray[Any]:
    """All measures together, for an instance that fits into memory."""
    if isinstance(source, TableSource):
        return source.values
    table = np.full(source.shape, FORBIDDEN, np.int64)
    for task in source.tasks():
        block = source.block(task)
        table[np.ix_(block.rows, block.columns)] = block.values
    return table


def each_block(source: Blocks, work: Callable[[Block], T]) -> Iterable[T]:
    """`work` on every block of a source, in order; several at a time if there are several processors.

    NumPy lets go of the interpreter in its loops, so threads are enough.
    """
    threads = min(MOST_THREADS, os.cpu_count() or 1)
    tasks = source.tasks()
    early = list(islice(tasks, 2))
    if threads < 2 or len(early) < 2:
        yield from (work(source.block(task)) for task in chain(early, tasks))
        return
    with ThreadPoolExecutor(threads) as pool:
        ahead: deque[Future[T]] = deque()
        for task in chain(early, tasks):
            ahead.append(pool.submit(_worked, source, work, task))
            if len(ahead) > 2 * threads:  # what tasks share is let go of in time
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()


def _worked(source: Blocks, work: Callable[[Block], T], task: Any) -> T:
    return work(source.block(task))
