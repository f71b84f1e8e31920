"""A plain matrix of costs or scores, solved exactly: the documented door for any assignment problem.

    from matching.engine.plain import match_matrix

    answer = match_matrix(costs, maximise=False)                  # one to one
    answer = match_matrix(scores, capacity=[2, 1, 3])             # a column takes several rows
    answer = match_matrix(scores, quota=3, capacity=6, least=2)   # papers and reviewers

`matrix` is rows × columns, of integers or real numbers, negative ones included; NaN, and infinity
where it is the worst there is, mean that the pair may not be, as does `forbidden`. `quota` says how many
columns a row wants, all different (one number, or one a row); `capacity` how many rows a column takes at
most, and `least` how many it should have at least.

The answer is best in this order: as many pairs as possible; as few as possible missing to `least`; the
objective. With `match_most=False` the objective alone counts, and a pair that makes it worse is left out;
`least` can't be asked for then.

The arithmetic is exact. Decimal fractions are scaled to integers; numbers that no power of ten up to
10**9 makes whole are rounded to `resolution`, which is 0 otherwise. `check_certificate` proves the answer
from the matrix and the prices alone.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from matching.engine.core.blocks import TableSource
from matching.engine.core.certificate import NotProven, prove
from matching.engine.core.columns import solve_source
from matching.engine.core.edges import FORBIDDEN
from matching.engine.core.quotas import solve_quotas
from matching.engine.features import Bools, Floats, Ints

__all__ = ["Answer", "NotProven", "check_certificate", "match_matrix"]

MOST = 1 << 60  # a bonus may reach this


@dataclass(frozen=True)
class Case:
    """The problem in integers: more is better, FORBIDDEN where a pair may not be.

    A pair is worth `values` + `bonus`, and `filling` more for each pair that counts towards a
    column's `least`.
    """

    values: Ints
    quota: Ints
    capacity: Ints
    least: Ints
    bonus: int
    filling: int


@dataclass(frozen=True)
class Answer:
    """`pairs` (k × 2, sorted) are rows and columns; `column_of` is each row's column or -1 where rows
    want one. `missing` is what columns lack to their `least`, together.

    `row_prices` and `column_prices` are the duals, in units of the scaled integers of `case`:
    row + column ≥ worth for every pair that may be, less or equal where chosen.
    """

    pairs: Ints
    objective: float
    matched: int
    missing: int
    row_prices: Ints
    column_prices: Ints
    resolution: float
    case: Case

    @property
    def column_of(self) -> Ints:
        """Each row's column, -1 where it has none. Raises ValueError if a row has several."""
        if len(np.unique(self.pairs[:, 0])) < len(self.pairs):
            raise ValueError("a row has several columns; read `pairs`")
        columns = np.full(len(self.case.quota), -1, np.int64)
        columns[self.pairs[:, 0]] = self.pairs[:, 1]
        return columns


def match_matrix(
    matrix: ArrayLike,
    *,
    maximise: bool = True,
    capacity: ArrayLike = 1,
    quota: ArrayLike = 1,
    least: ArrayLike = 0,
    forbidden: ArrayLike | None = None,
    match_most: bool = True,
) -> Answer:
    """The best assignment, proven. Raises ValueError where the arguments don't fit together,
    OverflowError where the numbers are too large to be added up exactly.
    """
    numbers = np.asarray(matrix)
    if not match_most and np.any(least):
        raise ValueError("a least number of rows needs match_most")
    if numbers.ndim != 2 or numbers.dtype.kind not in "iufb":
        raise ValueError("the matrix must have two dimensions and hold numbers")
    allowed = _allowed(numbers, maximise, forbidden)
    scaled, unit, resolution = _integers(numbers, allowed)
    case = _case(
        scaled if maximise else -scaled,
        allowed,
        _each(quota, numbers.shape[0], "quota"),
        _each(capacity, numbers.shape[1], "capacity"),
        _each(least, numbers.shape[1], "least"),
        match_most,
    )
    pairs, rows, columns = _solve(case)
    missing = prove(case, pairs, rows, columns)
    chosen = numbers[pairs[:, 0], pairs[:, 1]]
    exact = scaled[pairs[:, 0], pairs[:, 1]].sum()
    objective = float(exact) * unit if resolution == 0 else float(chosen.sum())
    whole = numbers.dtype.kind in "iub"
    return Answer(
        pairs=pairs,
        objective=int(exact) if whole else objective,
        matched=len(pairs),
        missing=missing,
        row_prices=rows,
        column_prices=columns,
        resolution=resolution,
        case=case,
    )


def check_certificate(answer: Answer) -> bool:
    """Whether the prices prove the answer best, over every pair. Never raises NotProven."""
    try:
        prove(answer.case, answer.pairs, answer.row_prices, answer.column_prices)
    except NotProven:
        return False
    return True


def _each(numbers: ArrayLike, length: int, name: str) -> Ints:
    given = np.asarray(numbers)
    if given.size and (given.dtype.kind not in "iu" or given.min() < 0):
        raise ValueError(f"{name} must be whole numbers of 0 or more")
    try:
        return np.broadcast_to(given, (length,)).astype(np.int64)
    except ValueError:
        raise ValueError(f"{name} must be one number or {length}, not {given.size}") from None


def _allowed(numbers: NDArray[Any], maximise: bool, forbidden: ArrayLike | None) -> Bools:
    allowed = np.ones(numbers.shape, bool)
    if forbidden is not None:
        mask = np.asarray(forbidden, bool)
        if mask.shape != numbers.shape:
            raise ValueError("forbidden must have the shape of the matrix")
        allowed &= ~mask
    if numbers.dtype.kind == "f":
        never = np.isnan(numbers) | (numbers == (-np.inf if maximise else np.inf))
        allowed &= ~never
        if np.isinf(numbers[allowed]).any():
            raise ValueError("a pair can't be infinitely good")
    return allowed


def _integers(numbers: NDArray[Any], allowed: Bools) -> tuple[Ints, float, float]:
    """The numbers as integers, the unit of these, and how far rounding went (0 where it is exact)."""
    if numbers.dtype.kind != "f":
        if numbers.size and int(numbers.max()) > MOST:
            raise OverflowError("the numbers are too large to be added up exactly")
        return np.where(allowed, numbers, 0).astype(np.int64), 1.0, 0.0
    clean: Floats = np.where(allowed, numbers, 0).astype(np.float64)
    top = float(np.abs(clean).max(initial=0)) or 1.0
    for digits in range(10):
        scaled = np.rint(clean * 10**digits)
        if top * 10**digits < 1 << 50 and (scaled / 10**digits == clean).all():
            return scaled.astype(np.int64), 10.0**-digits, 0.0
    exponent = 30 - int(np.frexp(top)[1])
    unit = float(np.ldexp(1.0, -exponent))
    return np.rint(clean / unit).astype(np.int64), unit, unit / 2


def _case(
    values: Ints, allowed: Bools, quota: Ints, capacity: Ints, least: Ints, match_most: bool
) -> Case:
    least = np.minimum(least, capacity)
    if match_most:
        values = values - (values[allowed].min() if allowed.any() else 0)
    else:
        allowed = allowed & (values >= 0)
    values = np.where(allowed, values, FORBIDDEN)
    pairs = 2 * int(min(np.minimum(quota, allowed.sum(axis=1)).sum(), capacity.sum())) + 1
    top = int(values.max(initial=0))
    filling = pairs * top + 1 if least.any() else 0
    bonus = pairs * (top + filling) + 1 if match_most else 0
    if bonus + filling + top > MOST or pairs * top > MOST:
        raise OverflowError("the numbers are too large to be added up exactly")
    return Case(values, quota, capacity, least, bonus, filling)


def _solve(case: Case) -> tuple[Ints, Ints, Ints]:
    if (case.quota > 1).any() or case.least.any():
        return solve_quotas(case)
    values = np.where((case.quota > 0)[:, None] & (case.capacity > 0), case.values, FORBIDDEN)
    book = solve_source(TableSource(values), case.capacity, case.bonus)
    rows = np.flatnonzero(book.chosen < book.nowhere)
    prices = book.prices[:-1]
    surplus = book.worth - book.prices[np.minimum(book.chosen, book.nowhere)]
    return np.stack([rows, book.chosen[rows]], axis=1), surplus, prices
