"""Lists of candidates, made from pairs and put together."""

import numpy as np

from matching.engine.core.edges import FORBIDDEN, Lists
from matching.engine.features import Ints


def lists_of(rows: Ints, columns: Ints, values: Ints, shape: tuple[int, int]) -> Lists:
    """Pairs in any order as lists."""
    order = np.argsort(rows, kind="stable")
    rows, columns, values = rows[order], columns[order], values[order]
    place = np.arange(len(rows)) - np.searchsorted(rows, rows)
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
    at, to = np.nonzero(one.columns < one.width), np.nonzero(other.columns < other.width)
    rows = np.concatenate([at[0], to[0]])
    columns = np.concatenate([one.columns[at], other.columns[to]]).astype(np.int64)
    values = np.concatenate([one.values[at], other.values[to]])
    _, first = np.unique(rows * one.width + columns, return_index=True)
    return lists_of(rows[first], columns[first], values[first], one.shape)
