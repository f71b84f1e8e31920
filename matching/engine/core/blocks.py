"""All pairs of an instance in blocks, several at a time."""

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

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


class Source(Protocol):
    """All pairs' measures, in blocks."""

    @property
    def shape(self) -> tuple[int, int]: ...

    def tasks(self) -> Iterator[Any]:
        """What `block` takes, in order."""

    def block(self, task: Any) -> Block:
        """One block."""


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


def each_block(source: Source, work: Callable[[Block], T]) -> Iterable[T]:
    """`work` on every block of a source, in order; several at a time if there are several processors.

    NumPy lets go of the interpreter in its loops, so threads are enough.
    """
    tasks = list(source.tasks())
    threads = min(MOST_THREADS, os.cpu_count() or 1, len(tasks))
    if threads < 2:
        yield from (work(source.block(task)) for task in tasks)
        return
    with ThreadPoolExecutor(threads) as pool:
        yield from pool.map(lambda task: work(source.block(task)), tasks)
