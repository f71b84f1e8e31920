"""An assignment that people edit: after each edit it is the best again, by a few chains of moves.

Solving from scratch would do the same; an edit touches little, so the prices of before are nearly right.
Whatever is edited comes down to four steps, each leaving an assignment that is proven: a row steps out,
a row comes in, a place closes, a place opens.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.engine.core.augment import insert, open_place
from matching.engine.core.blocks import TableSource
from matching.engine.core.columns import solve_source
from matching.engine.core.edges import FORBIDDEN, Table
from matching.engine.core.exchange import Book
from matching.engine.features import Bools, Ints

UNLOCKED = -1


@dataclass
class State:
    """Measures (rows × columns, FORBIDDEN where a pair may not be), capacities, vetoes and locks.

    A pair of `reference` (each row's column, or -1) is worth `stickiness` more, so that an edit moves
    fewer others. `bonus` must outweigh all else; see `bonus_for`.
    """

    measures: Ints
    capacity: Ints
    bonus: int
    reference: Ints
    stickiness: int = 0
    vetoed: Bools = field(init=False)
    locked: Ints = field(init=False)
    present: Bools = field(init=False)
    limit: int = field(init=False)
    table: Table = field(init=False)
    book: Book = field(init=False)

    def __post_init__(self) -> None:
        rows, columns = self.measures.shape
        self.measures = self.measures.copy()
        self.capacity = self.capacity.astype(np.int64)
        self.vetoed = np.zeros((rows, columns), bool)
        self.locked = np.full(rows, UNLOCKED, np.int64)
        self.present = np.ones(rows, bool)
        top = int(self.measures.max(initial=0)) + self.stickiness
        kind = np.int32 if top < 1 << 30 else np.int64
        self.limit = int(np.iinfo(kind).max) // 2
        self.table = Table(self._worth(np.arange(rows)).astype(kind))
        self.book = solve_source(TableSource(self.table.values), self.capacity, self.bonus)
        self.table.turn()
        self.book.edges, self.book.capacity = self.table, self.capacity
        self.book.recount()

    @property
    def chosen(self) -> Ints:
        """Each row's column, -1 where it has none or has withdrawn."""
        return np.where(self.book.chosen < self.book.nowhere, self.book.chosen, -1)

    @property
    def value(self) -> int:
        """What the assignment is worth, bonuses and stickiness included."""
        return int(self.book.worth.sum())

    @property
    def prices(self) -> Ints:
        """What another place with each column would be worth at most."""
        return self.book.prices[:-1]

    def _worth(self, rows: Ints) -> Ints:
        """The rows' measures after vetoes, locks and stickiness."""
        values = np.where(self.vetoed[rows], FORBIDDEN, self.measures[rows]).astype(np.int64)
        held = np.flatnonzero(self.locked[rows] != UNLOCKED)
        for place in held.tolist():
            others = np.arange(values.shape[1]) != self.locked[rows[place]]
            values[place, others] = FORBIDDEN
        kept = np.flatnonzero(self.reference[rows] >= 0)
        columns = self.reference[rows[kept]]
        values[kept, columns] += np.where(values[kept, columns] == FORBIDDEN, 0, self.stickiness)
        if values.max(initial=0) * 2 >= self.bonus or values.max(initial=0) > self.limit:
            raise OverflowError("a measure is larger than this state was made for")
        return values

    def veto(self, row: int, column: int) -> None:
        """The pair must not be."""
        self.vetoed[row, column] = True
        if self.book.chosen[row] == column:
            self._renew(row)
        else:  # fewer pairs leave the best what it is
            self.table.put(row, column, FORBIDDEN)

    def allow(self, row: int, column: int) -> None:
        """Takes a veto back."""
        self.vetoed[row, column] = False
        self._renew(row)

    def lock(self, row: int, column: int) -> None:
        """The row has this column or none. Where others hold all its places, one of them moves.

        Raises ValueError if the pair may not be.
        """
        if self.vetoed[row, column] or self.measures[row, column] == FORBIDDEN:
            raise ValueError("this pair may not be")
        self.locked[row] = column
        if self.book.chosen[row] == column:
            self.table.put(row, slice(None), self._worth(np.array([row]))[0])
        else:
            self._renew(row)

    def unlock(self, row: int) -> None:
        """The row may have any column again."""
        self.locked[row] = UNLOCKED
        self._renew(row)

    def withdraw(self, row: int) -> None:
        """The row leaves, and its place goes to whoever gains most."""
        self.present[row] = False
        self._step_out(row)

    def join(self, row: int) -> None:
        """A row that had withdrawn comes back."""
        self.present[row] = True
        self._renew(row)

    def set_capacity(self, column: int, places: int) -> None:
        """Places open one by one, or close one by one."""
        while self.capacity[column] < places:
            self.capacity[column] += 1
            open_place(self.book, self.table, column)
        while self.capacity[column] > places:
            self._close(column)

    def edit_row(self, row: int, measures: Ints) -> None:
        """The row's profile changed."""
        self.measures[row] = measures
        self._renew(row)

    def edit_column(self, column: int, measures: Ints) -> None:
        """The column's profile changed: as if it left with all its places and came back."""
        places = int(self.capacity[column])
        self.set_capacity(column, 0)
        self.measures[:, column] = measures
        worth = self._worth(np.arange(len(self.measures)))[:, column]
        self.table.put(slice(None), column, worth)
        self.book.prices[column] = self._ceiling(column)
        self.set_capacity(column, places)

    def add_row(self, measures: Ints) -> int:
        """Somebody joins late; their row."""
        row = len(self.measures)
        self.measures = np.concatenate([self.measures, measures[None, :]])
        self.vetoed = np.concatenate([self.vetoed, np.zeros((1, len(measures)), bool)])
        self.locked = np.append(self.locked, UNLOCKED)
        self.reference = np.append(self.reference, -1)
        self.present = np.append(self.present, True)
        worth = self._worth(np.array([row])).astype(self.table.values.dtype)
        self.table.values = np.concatenate([self.table.values, worth])
        self.table.turn()
        self.book.chosen = np.append(self.book.chosen, self.book.away)
        self.book.worth = np.append(self.book.worth, 0)
        insert(self.book, row)
        return row

    def _renew(self, row: int) -> None:
        """The row steps out, its pairs are read again, and it comes in."""
        self._step_out(row)
        self.table.put(row, slice(None), self._worth(np.array([row]))[0])
        if self.present[row]:
            insert(self.book, row)

    def _step_out(self, row: int) -> None:
        column = int(self.book.chosen[row])
        if column == self.book.away:
            return
        self.book.move(np.array([row]), np.array([self.book.away]))
        if column != self.book.nowhere:
            open_place(self.book, self.table, column)

    def _close(self, column: int) -> None:
        """One place less: if it is taken, whoever gives it up at the least cost comes in anew."""
        self.capacity[column] -= 1
        if self.book.load[column] <= self.capacity[column]:
            return
        row = int(np.flatnonzero(self.book.chosen == column)[0])
        self.book.move(np.array([row]), np.array([self.book.away]))
        insert(self.book, row)

    def _ceiling(self, column: int) -> int:
        """The least price at which nobody wants the column, which has no place now."""
        present = np.flatnonzero(self.book.chosen <= self.book.nowhere)
        values = self.table.values[present, column]
        surplus = self.book.worth[present] - self.book.prices[self.book.chosen[present]]
        gains = np.where(values == FORBIDDEN, 0, values + self.bonus - surplus)
        return int(gains.max(initial=0))


def bonus_for(measures: NDArray[Any], stickiness: int = 0) -> int:
    """More than all measures of an assignment can add up to, on either side of a comparison."""
    return 2 * measures.shape[0] * (int(measures.max(initial=0)) + stickiness) + 1


def moved(before: Ints, after: Ints, edited: Iterable[int] = ()) -> Ints:
    """Rows that have another column than before, the edited ones left out."""
    same = before == after[: len(before)]
    same[list(edited)] = True
    return np.flatnonzero(~same)
