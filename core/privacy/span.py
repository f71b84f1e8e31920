"""What readers can work out from the figures they have.

People who always appear together are one atom: no figure tells them apart.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np

from core.privacy.linear import Matrix, reduce_rows
from core.privacy.search import holds_small_vector


def membership_matrix(populations: Sequence[frozenset[Hashable]]) -> tuple[Matrix, Matrix]:
    """Returns a 0/1 row over the atoms for each population, and the size of each atom."""
    signatures: dict[Hashable, int] = {}
    for index, people in enumerate(populations):
        for person in people:
            signatures[person] = signatures.get(person, 0) | 1 << index
    counts: dict[int, int] = {}
    for signature in signatures.values():
        counts[signature] = counts.get(signature, 0) + 1
    atoms = sorted(counts)
    rows = [[signature >> index & 1 for signature in atoms] for index in range(len(populations))]
    matrix = np.array(rows, dtype=np.int64).reshape(len(populations), len(atoms))
    return matrix, np.array([counts[signature] for signature in atoms], dtype=np.int64)


class Span:
    """The span of all that is released, which never comes to hold a vector about too few people."""

    def __init__(self, weights: Matrix, minimum: int, known: Matrix) -> None:
        """`weights` are the sizes of the atoms; `known` rows are out and can't be taken back."""
        self._weights = weights
        self._minimum = minimum
        self._rows = _independent(known)
        self._columns = np.zeros(len(weights), dtype=np.int64)
        for row in self._rows:
            self._columns = _told_apart(self._columns, row)

    def admit(self, row: Matrix) -> bool:
        """Adds the row and returns True, unless that would let a small group be worked out.

        A row that readers can work out already tells them nothing new and is admitted.
        """
        rows = np.vstack([self._rows, row[None, :]])
        columns = _told_apart(self._columns, row)
        merged, weights = _merge_columns(rows, self._weights, columns)
        large = int((weights >= self._minimum).sum())
        reduced, pivots = reduce_rows(merged)
        if len(pivots) == len(self._rows):
            return True
        # What is zero on every large atom is about people in small ones only.
        small = reduced[[index for index, pivot in enumerate(pivots) if pivot >= large], large:]
        if holds_small_vector(small, weights[large:], self._minimum):
            return False
        self._rows, self._columns = rows, columns
        return True


def _independent(rows: Matrix) -> Matrix:
    """Returns those of the rows which aren't combinations of earlier ones."""
    _, pivots = reduce_rows(rows.T)
    return rows[pivots]


def _told_apart(columns: Matrix, row: Matrix) -> Matrix:
    """Returns the number of each column among the distinct ones, now that `row` came under them.

    Numbers follow the columns' order, the first row counting most.
    """
    numbers: Matrix = np.unique(columns * 2 + row, return_inverse=True)[1].astype(np.int64)
    return numbers


def _merge_columns(rows: Matrix, weights: Matrix, group: Matrix) -> tuple[Matrix, Matrix]:
    """Returns the distinct non-zero columns with their summed weights, heaviest first.

    Atoms that no released figure tells apart have one number in `group` and count as one; people in
    none of the figures don't count.
    """
    first = np.unique(group, return_index=True)[1]
    columns = rows[:, first]
    sums = np.bincount(group, weights=weights, minlength=len(first)).astype(np.int64)
    order = [index for index in np.argsort(-sums, kind="stable") if columns[:, index].any()]
    return columns[:, order], sums[order]
