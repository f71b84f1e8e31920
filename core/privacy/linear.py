"""Linear algebra modulo a prime, on small integer arrays: exact and quick.

A vector in the rational span of 0/1 rows is also in their span modulo PRIME unless PRIME divides a
subdeterminant of those rows; for a prime this large that doesn't happen to membership tables of
people. The other direction errs on the safe side.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

PRIME = 2**31 - 1
"""Products of two residues fit into 64 bits."""

Matrix = NDArray[np.int64]


def reduce_rows(rows: Matrix) -> tuple[Matrix, list[int]]:
    """Returns the reduced row echelon form without its zero rows, and the pivot column of each row.

    Pivots are taken from the left, so a row whose pivot is at column c is zero in every column
    before c.
    """
    work = rows.astype(np.int64) % PRIME
    pivots: list[int] = []
    for column in range(work.shape[1]):
        top = len(pivots)
        if top == len(work):
            break
        candidates = np.flatnonzero(work[top:, column])
        if not candidates.size:
            continue
        found = top + int(candidates[0])
        work[[top, found]] = work[[found, top]]
        work[top] = work[top] * pow(int(work[top, column]), -1, PRIME) % PRIME
        factors = work[:, column].copy()
        factors[top] = 0
        touched = np.flatnonzero(factors)
        work[touched] = (work[touched] - factors[touched, None] * work[top]) % PRIME
        pivots.append(column)
    return work[: len(pivots)], pivots


def information_sets(rows: Matrix, weights: Matrix, enough: int) -> list[tuple[Matrix, int]]:
    """Returns disjoint sets of columns on which the (independent) rows keep full rank.

    Each comes as the rows reduced towards those columns, with the smallest weight among them. A
    non-zero vector of the row space is non-zero somewhere in each set. Stops once the smallest
    weights add up to `enough`.
    """
    found: list[tuple[Matrix, int]] = []
    left = np.arange(rows.shape[1])
    while left.size >= len(rows) and sum(weight for _, weight in found) < enough:
        used = np.setdiff1d(np.arange(rows.shape[1]), left)
        order = np.concatenate([left, used])
        reduced, pivots = reduce_rows(rows[:, order])
        if pivots[-1] >= left.size:
            break
        columns = order[pivots]
        found.append((reduced[:, np.argsort(order)], int(weights[columns].min())))
        left = np.setdiff1d(left, columns)
    return found
