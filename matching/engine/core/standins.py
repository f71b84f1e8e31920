"""Stand-ins, so that nobody has to be left over in a group of an odd number.

Where people can reach each other by pairs that may be, and are odd in number, at least one is left over
whatever is done. A stand-in with whom each of them may be, for the same worth, is then always with one
of them: the other pairs that are best are the same ones. Without them whoever is left over would be
found by prices so far from everybody's that all were in one blossom, which each edit would undo.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from matching.engine.core.coded import NEVER
from matching.engine.core.sight import Graph
from matching.engine.features import Bools, Ints


def even(graph: Graph) -> Graph:
    """With a stand-in for each such group, after everybody."""
    size = len(graph.codes)
    groups = list(_odd(graph.codes != NEVER))
    if not groups:
        return graph
    codes = np.full((size + len(groups),) * 2, NEVER, graph.codes.dtype)
    codes[:size, :size] = graph.codes
    for place, group in enumerate(groups, size):
        codes[place, group] = codes[group, place] = 0

    def later(rows: Ints, columns: Ints) -> Ints:
        real = np.maximum(rows, columns) < size
        found = np.zeros(len(rows), np.int64)
        found[real] = graph.second(rows[real], columns[real])
        return found

    return replace(graph, codes=codes, later=later)


def _odd(may: Bools) -> Iterator[Ints]:
    """Groups of an odd number, of those who may be with anybody."""
    left = may.any(axis=1)
    while left.any():
        inside = np.zeros(len(may), bool)
        new = np.array([left.argmax()])
        while len(new):
            inside[new] = True
            new = np.flatnonzero(may[new].any(axis=0) & ~inside)
        left &= ~inside
        if inside.sum() % 2:
            yield np.flatnonzero(inside)
