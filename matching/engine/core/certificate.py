"""The proof that an assignment is best, from the pairs and the prices alone.

Linear-programming duality: if row + column prices cover the worth of every pair that may be, don't
exceed it where chosen, and are 0 where a row or a column has room left, then no other assignment is
worth more (Ahuja, Magnanti and Orlin 1993, theorem 9.4). In integers, over all pairs, in blocks.
"""

from typing import Protocol

import numpy as np

from matching.engine.core.edges import CHUNK, FORBIDDEN
from matching.engine.features import Bools, Ints


class NotProven(ValueError):
    """The prices do not prove the assignment best, or it breaks a rule."""


class Claim(Protocol):
    """What is claimed to be solved; see `matching.engine.plain.Case`."""

    @property
    def values(self) -> Ints: ...
    @property
    def quota(self) -> Ints: ...
    @property
    def capacity(self) -> Ints: ...
    @property
    def least(self) -> Ints: ...
    @property
    def bonus(self) -> int: ...
    @property
    def filling(self) -> int: ...


def prove(claim: Claim, pairs: Ints, rows: Ints, columns: Ints) -> int:
    """What columns lack to their least. Raises NotProven unless the prices prove the pairs best.

    A column's price may be as low as minus `filling` while it has no more than its least.
    """
    taken, load = _feasible(claim, pairs)
    if (rows < 0).any() or (rows[taken < claim.quota] > 0).any():
        raise NotProven("a row with nothing pays, or is paid")
    _column_prices(claim, load, columns)
    at = pairs[:, 0], pairs[:, 1]
    chosen = np.zeros(claim.values.shape, bool)
    chosen[at] = True
    if (rows[at[0]] + columns[at[1]] > claim.values[at] + claim.bonus).any():
        raise NotProven("a chosen pair is worth less than it costs")
    step = max(1, CHUNK // max(1, len(columns)))
    for start in range(0, len(rows), step):
        part = slice(start, start + step)
        _reduced(claim, part, chosen[part], rows[part], columns)
    return int(np.maximum(claim.least - load, 0).sum())


def _feasible(claim: Claim, pairs: Ints) -> tuple[Ints, Ints]:
    if len(np.unique(pairs, axis=0)) < len(pairs):
        raise NotProven("a pair occurs twice")
    if (claim.values[pairs[:, 0], pairs[:, 1]] == FORBIDDEN).any():
        raise NotProven("a chosen pair may not be")
    taken = np.bincount(pairs[:, 0], minlength=len(claim.quota))
    load = np.bincount(pairs[:, 1], minlength=len(claim.capacity))
    if (taken > claim.quota).any() or (load > claim.capacity).any():
        raise NotProven("somebody has too many")
    return taken, load


def _column_prices(claim: Claim, load: Ints, prices: Ints) -> None:
    """Full, the price is 0 or more; between least and full 0; at the least, down to minus the
    filling; below the least exactly that.
    """
    low = np.where(load > claim.least, 0, -claim.filling)
    high = np.where(load < claim.capacity, np.where(load < claim.least, -claim.filling, 0), prices)
    if (prices < low).any() or (prices > high).any():
        raise NotProven("a column's price does not fit its load")


def _reduced(claim: Claim, part: slice, chosen: Bools, rows: Ints, columns: Ints) -> None:
    """Few pairs look as if they were worth more, so that all else is asked of these alone."""
    values = claim.values[part]
    found = np.flatnonzero(values - columns > (rows - claim.bonus)[:, None])
    row, column = np.divmod(found, max(1, len(columns)))
    may = (claim.quota[part][row] > 0) & (claim.capacity[column] > 0)
    if (may & ~chosen[row, column] & (values[row, column] != FORBIDDEN)).any():
        raise NotProven("a pair is worth more than it costs")
