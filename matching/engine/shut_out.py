"""Mentees to whom the rules leave nobody: whether a secret has a part in it, and which rule to relax."""

from collections.abc import Iterator

import numpy as np

from matching.engine.core.edges import CHUNK
from matching.engine.features import Bools, Ints
from matching.engine.results import Change, Remedy
from matching.engine.situation import Situation

FIRM = frozenset({"same_person", "reporting_line"})  # rules nobody should be advised to relax

Told = tuple[bool, Remedy]


def shut_out(situation: Situation, rows: Ints) -> Iterator[Told]:
    """For each of these rows, to which no pair is allowed, whether a confidential rule alone stands
    before somebody, and the remedy: one rule less for one pair, else more mentors.
    """
    step = max(1, CHUNK // max(1, len(situation.taken)))
    for start in range(0, len(rows), step):
        yield from _told(situation, rows[start : start + step])


def _told(situation: Situation, rows: Ints) -> Iterator[Told]:
    """A place that is free comes before a better score."""
    eligibility, mentees = situation.prepared.eligibility, situation.prepared.cohort.mentees
    hits = np.zeros((len(rows), len(situation.taken)), np.int8)
    ways = ~eligibility.secret[rows]
    for barrier in eligibility.barriers:
        forbids = barrier.forbids[rows]
        hits += forbids
        if barrier.code in FIRM:
            ways &= ~forbids
    ways &= hits == 1
    free = ways & ~situation.taken
    ways[free.any(axis=1)] &= ~situation.taken
    best = np.where(ways, situation.prepared.scores.total[rows], -1)
    secret: Bools = (hits == 0).any(axis=1)
    possible: Bools = ways.any(axis=1) & ~secret
    for place, row in enumerate(rows.tolist()):
        remedy = Remedy(Change.MORE_MENTORS)
        if barred := mentees[row].barred:
            remedy = Remedy(Change.RELAX_RULE, rule=barred)
        elif possible[place]:
            remedy = _relaxed(situation, row, int(best[place].argmax()))
        yield bool(secret[place]), remedy


def _relaxed(situation: Situation, row: int, column: int) -> Remedy:
    prepared, only = situation.prepared, len(situation.rows) == 1
    mentor, full = prepared.cohort.mentor_ids[column], bool(situation.taken[column])
    (code,) = prepared.eligibility.codes(row, column)
    if code == "capacity":
        return Remedy(Change.MORE_PLACES, mentor, places=1, reserved=not only)
    return Remedy(Change.RELAX_RULE, mentor, code, places=int(full), reserved=full and not only)
