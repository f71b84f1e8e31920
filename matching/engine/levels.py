"""The objective as a list of levels, packed into as few words of integers as they fit into.

A level counts only where all levels before it are equal. Within a word a level's scale is so large that
one unit of it outweighs anything the levels below can add up to over a whole assignment; a word counts
only where all words before it are equal.

What a pair is worth hangs on its score and on whether it is one of the reference, and last on the two
ids. So each pair has a code, its score, raised by `Words.kept` for a pair of the reference, and a word
has a table of worths by code.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.engine.cohort import Cohort
from matching.engine.features import Ints
from matching.engine.score import shortfall
from matching.engine.types import Lifting, Objective

FORBIDDEN = -1
TIE_BITS = 32
LARGEST = 1 << 59  # of a word that starts with "matched", which no chain of changes can multiply
SUM = 1 << 60  # of any other word over a whole assignment


@dataclass(frozen=True)
class Level:
    """More is better. What it measures is `values` (by code, from 0) × `unit` + `shift`.

    `by_pair` is the bits of a number that each pair has of its own, beside the values.
    """

    name: str
    values: Ints
    unit: int = 1
    shift: int = 0
    by_pair: int = 0

    @property
    def top(self) -> int:
        return int(self.values.max(initial=0)) + (1 << self.by_pair) - 1


@dataclass(frozen=True)
class Word:
    """Levels packed together, highest first, each times its scale.

    A pair is worth `bonus` + `worths[code]` + `tie` × its own number; the last of `worths` is FORBIDDEN.
    The first word has no numbers of the pairs' own: all its pairs are looked at, in no time, by code.
    """

    levels: tuple[Level, ...]
    scales: tuple[int, ...]
    worths: Ints
    bonus: int
    tie: int

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


@dataclass(frozen=True)
class Words:
    """All words, and where the codes of the reference's pairs begin."""

    words: tuple[Word, ...]
    kept: int

    @property
    def kind(self) -> type[np.signedinteger]:
        """The smallest integers that hold all codes."""
        return np.int16 if 2 * self.kept < 1 << 15 else np.int32

    def rough(self) -> Ints:
        """About what pairs are worth, in numbers close enough together for an auction."""
        levels = {level.name: level for word in self.words for level in word.levels}
        total = levels["worth"] if "worth" in levels else levels["merit"]
        about = total.values * total.unit
        if "lift" in levels:
            about = about + 1000 * levels["lift"].values
        return np.append(about, FORBIDDEN)


def words_of(weights: int, objective: Objective, pairs: int) -> Words:
    """The objective over scores from 0 to 100 × `weights`, for assignments of at most `pairs` pairs.

    As many as possible; how good they are; stay with the reference; a fixed tie-break.
    """
    codes = 100 * weights + 1
    zero = np.zeros(codes, np.int64)
    levels = [
        Level("matched", np.ones(2 * codes, np.int64)),
        *_how_good(weights, objective),
        Level("kept", np.append(zero, zero + 1)),
        Level("tie", np.zeros(2 * codes, np.int64), by_pair=TIE_BITS),
    ]
    return Words(tuple(_packed(levels, max(1, pairs))), codes)


def _how_good(weights: int, objective: Objective) -> list[Level]:
    """The total, with the weakest lifted before it, within it, or not at all."""
    score = np.arange(100 * weights + 1)
    missing = shortfall(score, weights, objective)
    worst = int(missing.max())
    kept = objective.stickiness * weights
    if objective.lifting == Lifting.FLOORS:
        added = 10 * (objective.everywhere * score + worst - missing)
        return [_total("worth", added, objective.everywhere * kept, shift=-10 * worst)]
    merit = _total("merit", 10 * score, kept)
    if objective.lifting == Lifting.NONE:
        return [merit]
    return [Level("lift", np.tile(worst - missing, 2), shift=-worst), merit]


def _total(name: str, values: Ints, kept: int, shift: int = 0) -> Level:
    """In tenths of a point, or in as large a unit as tells all of them apart; `kept` for a pair of the
    reference.
    """
    unit = int(np.gcd(10, kept))
    return Level(name, np.append(values, values + kept) // unit, unit, shift)


def _packed(levels: list[Level], pairs: int) -> list[Word]:
    words: list[Word] = []
    while levels:
        count = next((n for n in range(len(levels), 0, -1) if _fits(levels[:n], pairs)), 0)
        if not count:
            raise OverflowError(f"{pairs} pairs are too many for level {levels[0].name}")
        words.append(_word(levels[:count], pairs))
        levels = levels[count:]
    return words


def _fits(levels: list[Level], pairs: int) -> bool:
    top = sum(lv.top * scale for lv, scale in zip(levels, _scales(levels, pairs), strict=True))
    if levels[0].name == "matched":
        return top < LARGEST and not levels[-1].by_pair
    return top * pairs < SUM


def _word(levels: list[Level], pairs: int) -> Word:
    scales = _scales(levels, pairs)
    parts = [(lv, scale) for lv, scale in zip(levels, scales, strict=True) if lv.name != "matched"]
    nothing = np.zeros(len(levels[0].values), np.int64)
    worths = sum((lv.values * scale for lv, scale in parts), nothing)
    bonus = scales[0] if levels[0].name == "matched" else 0
    tie = scales[-1] if levels[-1].by_pair else 0
    return Word(tuple(levels), tuple(scales), np.append(worths, FORBIDDEN), bonus, tie)


def _scales(levels: list[Level], pairs: int) -> list[int]:
    scales: list[int] = []
    below = 0
    for level in reversed(levels):
        scales.append(2 * pairs * below + 1)
        below += scales[-1] * level.top
    return scales[::-1]


def ties(cohort: Cohort, rows: Ints, columns: Ints) -> Ints:
    """A fixed number for each of these pairs from the two ids alone, so that equals are decided the
    same way every time.

    It is the upper half of splitmix64's finaliser over two hashes. That two different assignments are
    left equal has a chance of the order of the pairs that are still in question in 2**32 (isolation
    lemma, Mulmuley, Vazirani and Vazirani 1987).
    """
    mixed: NDArray[np.uint64] = cohort.row_hashes[rows] ^ (
        cohort.column_hashes[columns] * np.uint64(0x9E3779B97F4A7C15)
    )
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    return (mixed >> np.uint64(64 - TIE_BITS)).astype(np.int64)
