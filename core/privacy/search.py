"""Looks for a vector about too few people in the span of released figures.

The vectors looked for have entries −1, 0 and 1: a sum over some people minus a sum over others.
Three ways, the cheapest that applies:

1. *Proof.* If the columns hold enough disjoint information sets, each non-zero vector is non-zero
   in each of them and so is about enough people. (The bound behind Brouwer and Zimmermann's
   minimum-distance algorithm.)
2. *Meet in the middle.* A vector e lies in the span if and only if the null-space coordinates of
   its columns sum to zero. They are hashed to two residues; a small e splits into two halves whose
   hashes meet.
3. *Few rows.* By the same bound, a small vector is a combination of few rows towards one of the
   information sets.

Where none is affordable the answer is "yes, it may": the figure stays in.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, groupby, product
from math import comb

import numpy as np

from core.privacy.linear import PRIME, Matrix, information_sets, reduce_rows

AFFORDABLE_HALVES = 2_000_000
AFFORDABLE_ENTRIES = 50_000_000


def holds_small_vector(rows: Matrix, weights: Matrix, minimum: int) -> bool:
    """Returns whether the span holds a vector about fewer than `minimum` people.

    The rows are independent; columns are atoms, each with its number of people in `weights`. May
    err towards True, never towards False.
    """
    if not len(rows):
        return False
    sets = information_sets(rows, weights, minimum)
    covered = sum(weight for _, weight in sets)
    if covered >= minimum:
        return False
    columns = rows.shape[1]
    half = minimum // 2
    if sum(2**size * comb(columns, size) for size in range(half + 1)) <= AFFORDABLE_HALVES:
        return _halves_meet(rows, weights, minimum)
    few = (minimum - 1) // covered if covered else len(rows)
    tries = sum(2 ** (size - 1) * comb(len(rows), size) for size in range(1, few + 1))
    if sets and tries * columns * len(sets) <= AFFORDABLE_ENTRIES:
        return any(_few_rows_are_small(basis, weights, minimum, few) for basis, _ in sets)
    return True


def _halves_meet(rows: Matrix, weights: Matrix, minimum: int) -> bool:
    """Two different signed sets of columns with the same hash differ by a vector of the span."""
    hashes, members = _signed_sets(_null_space_hashes(rows), weights, minimum)
    order = np.argsort(hashes, kind="stable")
    met = np.flatnonzero(hashes[order][1:] == hashes[order][:-1])
    meeting = order[np.union1d(met, met + 1)]
    for _, run in groupby(meeting, key=lambda index: hashes[index]):
        if any(
            _weight_of_difference(members, weights, a, b) < minimum for a, b in combinations(run, 2)
        ):
            return True
    return False


def _null_space_hashes(rows: Matrix) -> Matrix:
    """Returns two residues for each column: its null-space coordinates, combined at random.

    A vector of the span is orthogonal to every null vector, hence to these two; another one is so
    with a chance of one in PRIME², which would only withhold a figure.
    """
    reduced, pivots = reduce_rows(rows)
    random = np.random.default_rng(20_000)
    hashes = random.integers(0, PRIME, size=(2, rows.shape[1]), dtype=np.int64)
    hashes[:, pivots] = 0
    for row, pivot in zip(reduced, pivots, strict=True):
        hashes[:, pivot] = -(row * hashes % PRIME).sum(axis=1) % PRIME
    return hashes


def _signed_sets(hashes: Matrix, weights: Matrix, minimum: int) -> tuple[Matrix, Matrix]:
    """Returns hash and members of each signed set up to half as large as a small vector.

    Members are a row of column numbers counted from 1, negative for a minus sign, padded with
    zeros.
    """
    half = minimum // 2
    keys, members = [np.zeros(1, dtype=np.int64)], [np.zeros((1, half), dtype=np.int64)]
    for size in range(1, half + 1):
        chosen = _subsets(weights, size, minimum)
        for signs in product((1, -1), repeat=size):
            sums = (hashes[:, chosen] * np.array(signs)).sum(axis=2) % PRIME
            keys.append(sums[0] * 2**31 + sums[1])
            padding = np.zeros((len(chosen), half - size), dtype=np.int64)
            members.append(np.hstack([(chosen + 1) * np.array(signs), padding]))
    return np.concatenate(keys), np.vstack(members)


def _subsets(weights: Matrix, size: int, minimum: int) -> Matrix:
    """Returns the subsets of that many columns about fewer than `minimum` people, one a row."""
    columns = np.arange(len(weights), dtype=np.int64)
    subsets = columns[:, None] if size == 1 else _larger(columns, size)
    light: Matrix = subsets[weights[subsets].sum(axis=1) < minimum]
    return light


def _larger(columns: Matrix, size: int) -> Matrix:
    """Returns all subsets of that many columns in their order, one a row; pairs the quick way."""
    if size == 2:
        return np.stack(np.triu_indices(len(columns), 1), axis=1).astype(np.int64)
    count = comb(len(columns), size)
    flat = (i for chosen in combinations(columns.tolist(), size) for i in chosen)
    return np.fromiter(flat, np.int64, count * size).reshape(count, size)


def _weight_of_difference(members: Matrix, weights: Matrix, first: int, second: int) -> int:
    """Returns how many people the difference of two signed sets is about."""
    entries: dict[int, int] = {}
    for member, sign in [*((m, 1) for m in members[first]), *((m, -1) for m in members[second])]:
        column = abs(int(member)) - 1
        if member:
            entries[column] = entries.get(column, 0) + sign * int(np.sign(member))
    return sum(int(weights[column]) for column, entry in entries.items() if entry)


def _few_rows_are_small(basis: Matrix, weights: Matrix, minimum: int, few: int) -> bool:
    return any(
        bool(((vectors != 0) @ weights < minimum).any())
        for vectors in _row_combinations(basis, few)
    )


def _row_combinations(basis: Matrix, few: int) -> Iterator[Matrix]:
    """Yields the sums and differences of up to `few` rows, many at a time."""
    for size in range(1, few + 1):
        chosen = np.array(list(combinations(range(len(basis)), size)), dtype=np.int64)
        for signs in product((1, -1), repeat=size - 1):
            for start in range(0, len(chosen), 4096):
                part = basis[chosen[start : start + 4096]]
                yield (part * np.array((1, *signs))[None, :, None]).sum(axis=1) % PRIME
