"""The best assignment of a prepared problem with its prices, from nothing or from one of before.

Word by word: the first over all pairs (`core.again`), each later one over the pairs that cost nothing
so far (`core.face`). The last level is a number of each pair's own, so that one assignment is left
over, the same whichever way it was found. Nothing is given back that is not proven.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matching.engine.core.again import NOWHERE, Before, again, first
from matching.engine.core.certificate import NotProven
from matching.engine.core.coded import NEVER, Coded
from matching.engine.core.exchange import Book, settle
from matching.engine.core.face import Face, face_of
from matching.engine.core.fall import fall
from matching.engine.features import Ints
from matching.engine.levels import Word, ties
from matching.engine.prepare import Prepared

__all__ = ["NOWHERE", "NotOptimal", "Optimum", "Start", "least", "optimum"]


class NotOptimal(RuntimeError):
    """A better assignment exists."""


@dataclass(frozen=True)
class Start:
    """Where to begin: an assignment that was best before (columns, or NOWHERE) and its prices, for each
    word by column. With `touched`, what was wished anew is about these rows. Only how long it takes
    hangs on all of it.
    """

    chosen: Ints
    prices: tuple[Ints, ...]
    touched: Ints | None = None


@dataclass(frozen=True)
class Optimum:
    """`chosen` is each row's column, or NOWHERE, locked rows included; `prices` are the last places',
    by word, `face` the pairs that cost nothing in any word, and `first` those that cost nothing in the
    first.
    """

    chosen: Ints
    prices: tuple[Ints, ...]
    face: Face
    first: Face


def optimum(prepared: Prepared, start: Start | None = None, *, priced: bool = False) -> Optimum:
    """The best assignment, proven. Raises NotOptimal if the proof fails, which would be a defect.

    With `priced` its prices are the least, as `least` finds them for the pairs alone, where somebody
    has nobody: their reasons hang on them.
    """
    task = _Task(prepared)
    try:
        found = (task.again(start) if start else None) or task.refined(task.first(), ())
        return task.lowered(found) if priced and (found.chosen == NOWHERE).any() else found
    except NotProven as error:
        raise NotOptimal(str(error)) from error


def least(prepared: Prepared, chosen: Ints) -> Optimum:
    """The least prices that prove an assignment best, whoever found it.

    They say what one more place with a column would bring. Raises NotOptimal if there are none.
    """
    task = _Task(prepared)
    try:
        return task.priced(chosen)
    except NotProven as error:
        raise NotOptimal(str(error)) from error


class _Task:
    """A prepared problem as the core solves it: locked rows have nobody, and their places are gone."""

    def __init__(self, prepared: Prepared) -> None:
        self.prepared, self.cohort, self.words = prepared, prepared.cohort, prepared.words
        self.word = self.words.words[0]
        self.capacity, self.nowhere = prepared.capacity, prepared.cohort.shape[1]

    @cached_property
    def source(self) -> Coded:
        """Each pair's code: its score, raised where it is one of the reference."""
        codes = self.prepared.raised()
        codes[self.cohort.at(self.prepared.problem.vetoes)] = NEVER
        codes[list(self.prepared.locked)] = NEVER
        return Coded(codes, self.word.worths)

    def first(self) -> Book:
        if not self.source.allowed().any():
            return self._book(np.full(len(self.source.codes), self.nowhere))
        rough = self.words.rough()
        return first(self.source, rough, self.capacity, self.word.bonus)

    def _book(self, chosen: Ints, prices: Ints | None = None) -> Book:
        start = np.zeros(self.nowhere, np.int64) if prices is None else prices
        return Book(self.source, self.capacity, self.word.bonus, chosen, np.append(start, 0))

    def again(self, start: Start) -> Optimum | None:
        """From a start; None where nothing is proven from there."""
        free = start.chosen.copy()
        free[list(self.prepared.locked)] = NOWHERE
        for touched in (start.touched, None) if start.touched is not None else (None,):
            before = Before(free.copy(), start.prices[0], touched)
            try:
                book = again(self.source, self.capacity, self.word.bonus, before)
                return self.refined(book, start.prices[1:]) if book else None
            except NotProven:
                continue
        return None

    def refined(self, book: Book, starts: tuple[Ints, ...]) -> Optimum:
        """What counts after the first word, within the assignments that are best by it."""
        whole, chosen, prices = face_of(self.source, book), book.chosen, [book.prices[:-1]]
        face = whole
        for place, word in enumerate(self.words.words[1:]):
            values = self._values(word, face)
            if place >= len(starts):
                chosen = face.begun(values, chosen)
            begin = starts[place] if place < len(starts) else np.zeros(self.nowhere, np.int64)
            chosen, found, _circles = face.best(values, chosen, begin)
            face = face.narrowed(values, chosen, found)
            prices.append(found)
        return Optimum(self._with_locks(chosen), tuple(prices), face, whole)

    def priced(self, chosen: Ints) -> Optimum:
        """Prices found from an assignment alone, the least there are."""
        if self._given(chosen):
            raise NotProven("a pair is not what was wished")
        book = self._book(self._without_locks(chosen))
        if settle(book):
            raise NotProven("a circle of changes gains")
        return self._least(chosen, book, face_of(self.source, book))

    def lowered(self, found: Optimum) -> Optimum:
        """The least prices, from any that prove the same."""
        book = self._book(self._without_locks(found.chosen), found.prices[0])
        face = fall(self.source, book, found.first)
        return self._least(found.chosen, book, face) if face else self.priced(found.chosen)

    def _least(self, chosen: Ints, book: Book, whole: Face) -> Optimum:
        """With the least prices of the first word in the book, those of the others."""
        face, free, prices = whole, book.chosen, [book.prices[:-1]]
        for word in self.words.words[1:]:
            values = self._values(word, face)
            free, found, circles = face.best(values, free, None)
            if circles:
                raise NotProven("a circle of changes gains")
            face = face.narrowed(values, free, found)
            prices.append(found)
        return Optimum(chosen, tuple(prices), face, whole)

    def _without_locks(self, chosen: Ints) -> Ints:
        free = np.where(chosen == NOWHERE, self.nowhere, chosen)
        free[list(self.prepared.locked)] = self.nowhere
        return free

    def _given(self, chosen: Ints) -> bool:
        """Whether somebody who is locked is elsewhere."""
        return any(chosen[row] != column for row, column in self.prepared.locked.items())

    def _values(self, word: Word, face: Face) -> Ints:
        values = word.worths[self.source.codes[face.rows, face.columns]]
        return (
            values + word.tie * ties(self.cohort, face.rows, face.columns) if word.tie else values
        )

    def _with_locks(self, chosen: Ints) -> Ints:
        every = np.where(chosen < self.nowhere, chosen, NOWHERE)
        for row, column in self.prepared.locked.items():
            every[row] = column
        return every
