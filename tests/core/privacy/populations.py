"""Simulated populations, and an independent check of what can be worked out about them.

The check shares nothing with the gateway: people one by one instead of atoms, fractions instead of
residues, every small group tried instead of searched for.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations, product
from math import lcm

import numpy as np

from core.privacy.cells import Cell


def three_way(people: int, shape: tuple[int, int, int], seed: int) -> list[Cell]:
    """The total and three crossing partitions with cells of uneven size."""
    source = random.Random(seed)
    cells = [Cell("all", "Everyone", frozenset(range(people)))]
    for partition, parts in zip(("track", "unit", "site"), shape, strict=True):
        odds = [0.05 + source.random() for _ in range(parts)]
        part_of = source.choices(range(parts), odds, k=people)
        for part in range(parts):
            members = frozenset(person for person in range(people) if part_of[person] == part)
            cells.append(Cell(partition, f"{partition} {part}", members))
    return cells


def bare_threshold(cells: Sequence[Cell], minimum: int) -> list[Cell]:
    """What a mere minimum size would publish."""
    return [cell for cell in cells if len(cell.people) >= minimum]


def next_smallest_hidden(cells: Sequence[Cell], minimum: int) -> list[Cell]:
    """The usual repair: a partition that hides a single cell hides its next-smallest as well."""
    shown = bare_threshold(cells, minimum)
    for partition in {cell.partition for cell in cells} - {"all"}:
        hidden = [c for c in cells if c.partition == partition and 0 < len(c.people) < minimum]
        rest = [cell for cell in shown if cell.partition == partition]
        if len(hidden) == 1 and rest:
            shown.remove(min(rest, key=lambda cell: (len(cell.people), cell.label)))
    return shown


def revealed_groups(cells: Iterable[Cell], minimum: int) -> list[frozenset[int]]:
    """The groups under the minimum whose sum follows from the cells' sums."""
    people, null = null_space([cell.people for cell in cells])
    return [
        frozenset(people[index] for index in chosen)
        for size in range(1, minimum)
        for chosen in _orthogonal(null, np.array(list(combinations(range(len(people)), size))))
    ]


def reveals_difference(cells: Iterable[Cell], minimum: int) -> bool:
    """Whether a sum minus a sum, over too few people together, follows from the cells' sums."""
    people, null = null_space([cell.people for cell in cells])
    vectors = signed_vectors(len(people), minimum - 1)
    return any(not (null @ np.array(vector)).any() for vector in vectors)


def signed_vectors(length: int, most: int) -> Iterator[list[int]]:
    for size in range(1, most + 1):
        for chosen in combinations(range(length), size):
            for signs in product((1, -1), repeat=size - 1):
                vector = [0] * length
                for index, sign in zip(chosen, (1, *signs), strict=True):
                    vector[index] = sign
                yield vector


def null_space(groups: Sequence[frozenset[int]]) -> tuple[list[int], np.ndarray]:
    """Returns the people, and whole-number vectors orthogonal to every group, one a row."""
    people = sorted(frozenset().union(*groups))
    rows = [[Fraction(person in group) for person in people] for group in groups]
    pivots: list[int] = []
    for column in range(len(people)):
        top = len(pivots)
        found = next((i for i in range(top, len(rows)) if rows[i][column]), None)
        if found is None:
            continue
        rows[top], rows[found] = rows[found], rows[top]
        rows[top] = [value / rows[top][column] for value in rows[top]]
        for index in range(len(rows)):
            if index != top and rows[index][column]:
                factor = rows[index][column]
                rows[index] = [a - factor * b for a, b in zip(rows[index], rows[top], strict=True)]
        pivots.append(column)
    free = [column for column in range(len(people)) if column not in pivots]
    vectors = []
    for column in free:
        vector = [Fraction(0)] * len(people)
        vector[column] = Fraction(1)
        for row, pivot in zip(rows, pivots, strict=False):
            vector[pivot] = -row[column]
        scale = lcm(*(value.denominator for value in vector))
        vectors.append([int(value * scale) for value in vector])
    return people, np.array(vectors, dtype=np.int64).reshape(len(free), len(people))


def _orthogonal(null: np.ndarray, subsets: np.ndarray) -> list[tuple[int, ...]]:
    alive = np.ones(len(subsets), dtype=bool)
    for vector in null:
        alive[alive] = vector[subsets[alive]].sum(axis=1) == 0
        if not alive.any():
            return []
    return [tuple(subset) for subset in subsets[alive]]
