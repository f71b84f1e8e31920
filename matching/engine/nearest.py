"""The best columns of many rows at once."""

import numpy as np
from numpy.typing import NDArray

from matching.engine.core.edges import CHUNK
from matching.engine.features import Bools, Ints
from matching.engine.score import Scored

NEAR = 3
NOBODY = -1

Columns = NDArray[np.int32]


def nearest(total: Scored, allowed: Bools, rows: Ints) -> Columns:
    """For each of these rows the columns allowed with the best score, the best first and of equals the
    first; NOBODY where there are fewer than `NEAR`.
    """
    found = np.full((len(rows), NEAR), NOBODY, np.int32)
    width = total.shape[1]
    step = max(1, CHUNK // max(1, width))
    for start in range(0, len(rows), step):
        part = rows[start : start + step]
        worth = np.where(allowed[part], total[part].astype(np.int64), NOBODY)
        rank = (
            worth * width + np.arange(width)[::-1]
        )  # no two of a row the same; under 0: not allowed
        some = np.argpartition(-rank, NEAR - 1, axis=1)[:, :NEAR] if width > NEAR else _all(rank)
        best = np.take_along_axis(rank, some, axis=1)
        order = np.argsort(-best, axis=1)
        columns = np.take_along_axis(some, order, axis=1)
        columns[np.take_along_axis(best, order, axis=1) < 0] = NOBODY
        found[start : start + step, : columns.shape[1]] = columns
    return found


def _all(rank: Ints) -> Ints:
    return np.broadcast_to(np.arange(rank.shape[1]), rank.shape)


class Nearest:
    """The best columns of a problem's rows, worked out where they are first asked for and kept: a
    decision gives others to few rows.
    """

    def __init__(self, total: Scored, allowed: Bools) -> None:
        self.total, self.allowed = total, allowed
        self._columns = np.full((len(total), NEAR), NOBODY, np.int32)
        self._known = np.zeros(len(total), bool)

    def of(self, rows: Ints) -> Columns:
        """Those of these rows."""
        missing = rows[~self._known[rows]]
        self._columns[missing] = nearest(self.total, self.allowed, missing)
        self._known[missing] = True
        return self._columns[rows]
