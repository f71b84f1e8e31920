"""All pairs of a large instance in two bytes each: a small code, and what each code is worth.

Few different worths occur among millions of pairs, since a score is a sum of a few small numbers. So
a pair keeps its code alone, and an exact worth of any size is looked up when it is needed. A code of
-1 is a pair that may not be: it looks up the last entry, which is FORBIDDEN.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.engine.core.blocks import Block, Priced, priced
from matching.engine.core.edges import CHUNK, FORBIDDEN, UNREACHED, Offers, Reached, nearest
from matching.engine.features import Bools, Ints

NEVER = -1


@dataclass(frozen=True)
class Coded:
    """`codes` (rows × columns, NEVER where a pair may not be) and `worths` by code, FORBIDDEN last."""

    codes: NDArray[Any]
    worths: Ints

    @property
    def shape(self) -> tuple[int, int]:
        return self.codes.shape[0], self.codes.shape[1]

    def read(self, at: Any) -> Ints:
        """The worths at any index of rows and columns."""
        return self.worths[self.codes[at]]

    def allowed(self) -> Bools:
        """Which pairs may be."""
        return self.codes != NEVER

    def reaching(self, floor: Ints, group: Ints) -> Iterator[tuple[Ints, Ints, Ints]]:
        """The pairs that are worth at least the floor of their row for their column's group (rows ×
        groups): rows, columns, worths, in order.

        Codes are compared, two bytes each, with the lowest that may reach the floor; what is worth more
        has mostly a higher one. So only what is left need be looked up.
        """
        most, width = np.maximum.accumulate(self.worths[:-1]), max(1, self.shape[1])
        least = np.searchsorted(most, floor).astype(self.codes.dtype)
        for task in self.tasks():
            bound = least[task] if least.shape[1] == 1 else least[task][:, group]
            found = np.flatnonzero(self.codes[task] >= bound)
            rows = found // width
            columns = found - rows * width
            rows += task.start
            worths = self.read((rows, columns))
            enough = worths >= floor[rows, group[columns]]
            yield rows[enough], columns[enough], worths[enough]

    # What the search for an assignment asks (matching.engine.core.edges.Edges).

    def measure(self, rows: Ints, columns: Ints) -> Ints:
        return self.read((rows, columns))

    def column(self, column: int) -> Ints:
        """A column's measures."""
        return self.read((slice(None), column))

    def offers(self, rows: Ints, base: Ints, prices: Ints) -> Iterator[Offers]:
        width = self.shape[1]
        step = max(1, CHUNK // max(1, width))
        for start in range(0, len(rows), step):
            part = rows[start : start + step]
            labels = self.read(part)
            labels += base[start : start + step, None]
            found = np.flatnonzero(labels > prices[:width])
            where, columns = np.divmod(found, max(1, width))
            may = self.codes[part[where], columns] != NEVER
            if may.any():
                labels = labels.ravel()[found[may]]
                yield Offers(part[where[may]], columns[may], labels)

    def reach(self, rows: Ints, base: Ints, below: Ints | None) -> Iterator[Reached]:
        if not len(rows):
            return
        values = self.read(rows)
        labels = base[:, None] - values
        np.putmask(labels, values == FORBIDDEN, UNREACHED)
        if below is not None:
            yield nearest(labels, rows, below)
            return
        every = np.arange(self.shape[1])
        for row, each in zip(rows.tolist(), labels, strict=True):
            yield every, each, np.full(len(every), row)

    # What the pricing of all pairs asks (matching.engine.core.blocks.Source).

    def tasks(self) -> Iterator[slice]:
        rows, columns = self.shape
        step = max(1, CHUNK // max(1, columns))
        for start in range(0, rows, step):
            yield slice(start, min(rows, start + step))

    def block(self, task: slice) -> Block:
        return Block(np.arange(task.start, task.stop), np.arange(self.shape[1]), self.read(task))

    def priced(self, prices: NDArray[Any], floor: NDArray[Any] | None) -> Priced:
        return priced(self, int(self.worths.max(initial=0)), prices, floor)
