"""Lists of candidates, made from pairs and put together."""

import numpy as np

from matching.engine.core.edges import FORBIDDEN, Lists
from matching.engine.features import Ints


def lists_of(rows: Ints, columns: Ints, values: Ints, shape: tuple[int, int]) -> Lists:
    """Pairs in any order as lists."""
    if (rows[1:] < rows[:-1]).any():
        order = np.argsort(rows, kind="stable")
        rows, columns, values = rows[order], columns[order], values[order]
    count = np.bincount(rows, minlength=shape[0])
    place = np.arange(len(rows)) - (np.cumsum(count) - count)[rows]
    length = int(place.max(initial=0)) + 1
    table = np.full((shape[0], length), shape[1], np.int32)
    measure = np.full((shape[0], length), FORBIDDEN, np.int64)
    table[rows, place], measure[rows, place] = columns, values
    return Lists(table, measure, shape[1])


def extended(lists: Lists, rows: Ints, columns: Ints, values: Ints) -> Lists:
    """The lists with these pairs added."""
    at = np.nonzero(lists.columns < lists.width)
    return lists_of(
        np.concatenate([at[0], rows]),
        np.concatenate([lists.columns[at].astype(np.int64), columns]),
        np.concatenate([lists.values[at], values]),
        lists.shape,
    )


def united(one: Lists, other: Lists) -> Lists:
    """The pairs of both, none twice."""
    columns = np.concatenate([one.columns, other.columns], axis=1)
    order = np.argsort(columns, axis=1)  # a pair that is in both is worth the same in either
    columns = np.take_along_axis(columns, order, axis=1)
    values = np.take_along_axis(np.concatenate([one.values, other.values], axis=1), order, axis=1)
    new = columns < one.width
    new[:, 1:] &= columns[:, 1:] != columns[:, :-1]
    rows = np.repeat(np.arange(len(columns)), np.count_nonzero(new, axis=1))
    return lists_of(rows, columns[new].astype(np.int64), values[new], one.shape)
