"""The objective as a list of levels, and several levels packed into one integer per pair.

A level counts only where all levels before it are equal. Packing gives a level a scale so large
that one unit of it outweighs anything the levels below can add up to over a whole assignment.
"""

from dataclasses import dataclass
from hashlib import blake2b

import numpy as np

from matching.engine.cohort import Cohort
from matching.engine.features import Bools, Ints
from matching.engine.score import Scores, shortfall
from matching.engine.types import Participant, Problem

SETTLED = "settled"
TIE_BITS = 16


@dataclass(frozen=True)
class Level:
    """More is better.

    What the level measures is `values` × `unit` + `shift`; `values` start at 0.
    """

    name: str
    values: Ints
    unit: int = 1
    shift: int = 0

    @property
    def top(self) -> int:
        return int(self.values.max(initial=0))


@dataclass(frozen=True)
class Word:
    """Levels packed into `values`, highest first, each times its scale."""

    levels: tuple[Level, ...]
    scales: tuple[int, ...]
    values: Ints

    def digits(self, packed: int) -> dict[str, int]:
        """Takes a difference between two assignments apart: by how much each level changes, in its
        own measure.
        """
        parts = {}
        for level, scale in zip(self.levels, self.scales, strict=True):
            parts[level.name] = (2 * packed + scale) // (2 * scale)
            packed -= parts[level.name] * scale
        matched = parts.get("matched", 0)
        return {lv.name: parts[lv.name] * lv.unit + matched * lv.shift for lv in self.levels}


def levels_of(problem: Problem, cohort: Cohort, scores: Scores, allowed: Bools) -> list[Level]:
    """As many as possible; lift the weakest; total quality; stay with the reference; a fixed
    tie-break.
    """
    kept = reference_mask(problem, cohort).astype(np.int64)
    merit = 10 * scores.total + problem.objective.stickiness * scores.weights * kept
    return [
        Level("matched", allowed.astype(np.int64)),
        _level("lift", -shortfall(scores, problem.objective), allowed),
        _level("merit", merit, allowed),
        Level("kept", np.where(allowed, kept, 0)),
        *(Level("tie", np.where(allowed, tie, 0)) for tie in tie_breaks(cohort)),
    ]


def _level(name: str, measure: Ints, allowed: Bools) -> Level:
    """Starts at 0 and drops the common divisor; both leave the order of equally large assignments
    as it is.
    """
    if not allowed.any():
        return Level(name, np.zeros_like(measure))
    shift = int(measure[allowed].min())
    values = np.where(allowed, measure - shift, 0)
    unit = int(np.gcd.reduce(values, axis=None)) or 1
    return Level(name, values // unit, unit, shift)


def reference_mask(problem: Problem, cohort: Cohort) -> Bools:
    """The pairs to stay with."""
    mask = np.zeros(cohort.shape, bool)
    for mentee, mentor in problem.reference.items():
        if mentee in cohort.row and mentor in cohort.column:
            mask[cohort.row[mentee], cohort.column[mentor]] = True
    return mask


def tie_breaks(cohort: Cohort) -> tuple[Ints, Ints]:
    """Two fixed numbers for each pair from the two ids alone, so that equals are decided the same way
    every time.

        They are the upper bits of splitmix64's finaliser over two hashes, in two levels of 16 so that
        either fits beside others. That two different assignments are left equal has a chance of the
        order of the pairs in 2**32 (isolation lemma, Mulmuley, Vazirani and Vazirani 1987).
    """
    mixed = _hashes(cohort.mentees)[:, None] ^ (
        _hashes(cohort.mentors)[None, :] * np.uint64(0x9E3779B97F4A7C15)
    )
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    upper, lower = mixed >> np.uint64(64 - TIE_BITS), mixed >> np.uint64(64 - 2 * TIE_BITS)
    return upper.astype(np.int64), (lower & np.uint64((1 << TIE_BITS) - 1)).astype(np.int64)


def _hashes(people: tuple[Participant, ...]) -> np.ndarray:
    digests = (blake2b(person.id.encode(), digest_size=8).digest() for person in people)
    return np.array([int.from_bytes(digest, "big") for digest in digests], np.uint64)


def most_pairs(allowed: Bools, capacity: Ints) -> int:
    """No assignment has more pairs than this; at least 1."""
    return max(
        1, min(int(allowed.any(axis=1).sum()), int(np.minimum(capacity, allowed.sum(axis=0)).sum()))
    )


def pack(levels: list[Level], pairs: int, limit: int) -> tuple[Word, list[Level]]:
    """As many of the first levels as fit, so that `pairs` packed values add up to less than `limit`;
    and the rest.

        Raises OverflowError if not even one new level fits (what is settled is none).
    """
    least = 2 if levels[0].name == SETTLED else 1
    for count in range(len(levels), least - 1, -1):
        scales = _scales(levels[:count], pairs)
        if pairs * sum(lv.top * scale for lv, scale in zip(levels, scales, strict=False)) < limit:
            values = sum(lv.values * scale for lv, scale in zip(levels, scales, strict=False))
            return Word(tuple(levels[:count]), tuple(scales), np.asarray(values)), levels[count:]
    raise OverflowError(f"{pairs} pairs are too many for level {levels[least - 1].name}")


def _scales(levels: list[Level], pairs: int) -> list[int]:
    scales: list[int] = []
    below = 0
    for level in reversed(levels):
        scales.append(2 * pairs * below + 1)
        below += scales[-1] * level.top
    return scales[::-1]
