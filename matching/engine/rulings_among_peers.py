"""Whom each rule removed among peers: as of two sides, but each pair is counted once, and a criterion
with its twin.
"""

from dataclasses import replace

import numpy as np

from matching.engine.features import Bools, Ints
from matching.engine.results import NOT_AVAILABLE, Ruling
from matching.engine.rules import VETO, Eligibility, any_of

#: The twin of a criterion ends so: it reads the same the other way round.
TWIN = ":back"


def rulings_among_peers(eligibility: Eligibility) -> tuple[Ruling, ...]:
    """Open rules first; the confidential ones together and uncounted."""
    shape = eligibility.allowed.shape
    upper = np.triu(np.ones(shape, bool), 1)
    masks: dict[str, list[Bools]] = {}
    for barrier in eligibility.barriers:
        code = barrier.code.removesuffix(TWIN)
        masks.setdefault(code, []).extend([barrier.forbids, barrier.forbids.T])
    joined = {code: any_of(each, shape) & upper for code, each in masks.items()}
    once = _once(joined, upper)
    told = tuple(
        Ruling(code, pairs=int(each.sum()), alone=int((each & once).sum()))
        for code, each in joined.items()
    )
    return (*told, Ruling(NOT_AVAILABLE, confidential=True))


def with_vetoes(
    told: tuple[Ruling, ...], eligibility: Eligibility, vetoes: tuple[Ints, Ints]
) -> tuple[Ruling, ...]:
    """What `told`, of a problem without vetoes, becomes with these: only their pairs are looked at."""
    rows, columns = np.unique(np.sort(np.stack(vetoes), axis=0), axis=1)
    hit: dict[str, Bools] = {}
    for each in eligibility.barriers:
        code = each.code.removesuffix(TWIN)
        forbids = each.forbids[rows, columns] | each.forbids[columns, rows]
        hit[code] = hit[code] | forbids if code in hit else forbids
    hit.pop(VETO, None)
    once = _once(hit, rows)
    free = len(rows) - int(any_of(list(hit.values()), rows.shape).sum())
    shared = {code: int((each & once).sum()) for code, each in hit.items()}
    return tuple(
        replace(each, pairs=len(rows), alone=free)
        if each.code == VETO
        else replace(each, alone=(each.alone or 0) - shared[each.code])
        if each.code in shared
        else each
        for each in told
    )


def _once(masks: dict[str, Bools], like: np.ndarray) -> Bools:
    """Where just one of these says no."""
    hits = np.zeros(like.shape, np.int8)
    for each in masks.values():
        hits += each
    return hits == 1
