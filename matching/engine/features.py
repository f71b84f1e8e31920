"""How far each pair meets a criterion: integers from 0 to 100, and whether they are known at all.

A value that can't be known, because one side said nothing, is NEUTRAL, so that silence neither
helps nor harms.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.engine.cohort import Cohort
from matching.engine.types import Criterion, Kind, Participant, Side

NEUTRAL = 50
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Values = NDArray[np.uint8]


@dataclass(frozen=True)
class Feature:
    """`value` (0–100, NEUTRAL where unknown) and `known`, both mentees × mentors, a byte each."""

    value: Values
    known: Bools


def measure(criterion: Criterion, cohort: Cohort) -> Feature:
    """The criterion's value for every pair of the cohort."""
    value, known = MEASURES[criterion.kind](criterion, cohort)
    np.copyto(value, NEUTRAL, where=~known)
    return Feature(value, known)


def _overlap(criterion: Criterion, cohort: Cohort) -> tuple[Values, Bools]:
    of_mentee, of_mentor, common = _terms(criterion, cohort)
    known = _both(of_mentee > 0, of_mentor > 0)
    by_mentor = criterion.side == Side.MENTOR
    whole = of_mentor[None, :] if by_mentor else of_mentee[:, None]
    # Rounded down as integers are: the half keeps quotients so far from the next whole number that
    # float32 can't get there, with fewer than 40,000 terms.
    common *= 100
    common += 0.5
    common /= np.maximum(whole, 1).astype(np.float32)
    return common.astype(np.uint8), known


def _same(criterion: Criterion, cohort: Cohort) -> tuple[Values, Bools]:
    wanted, offered, common = _terms(criterion, cohort)
    return np.multiply(common > 0, 100, dtype=np.uint8), _both(wanted > 0, offered > 0)


def _different(criterion: Criterion, cohort: Cohort) -> tuple[Values, Bools]:
    value, known = _same(criterion, cohort)
    return 100 - value, known


def _at_least(criterion: Criterion, cohort: Cohort) -> tuple[Values, Bools]:
    def worth(mentee: Ints, mentor: Ints) -> Ints:
        return _fade(mentee + criterion.distance - mentor, criterion.scale)

    return _of_numbers(criterion, cohort, worth)


def _near(criterion: Criterion, cohort: Cohort) -> tuple[Values, Bools]:
    def worth(mentee: Ints, mentor: Ints) -> Ints:
        gap = np.abs(mentee - mentor)
        if criterion.period:
            gap = gap % criterion.period
            gap = np.minimum(gap, criterion.period - gap)
        return _fade(gap - criterion.distance, criterion.scale)

    return _of_numbers(criterion, cohort, worth)


def _of_numbers(
    criterion: Criterion, cohort: Cohort, worth: Callable[[Ints, Ints], Ints]
) -> tuple[Values, Bools]:
    """A pair's value by its two numbers, of which there are few different ones: it is worked out for
    these and handed to all who have them.
    """
    mentee, mentor, known = _numbers(criterion, cohort)
    ones, rows = np.unique(mentee, return_inverse=True)
    others, columns = np.unique(mentor, return_inverse=True)
    table = worth(ones[:, None], others[None, :]).astype(np.uint8)
    return table[:, columns][rows], known


def _ranked(criterion: Criterion, cohort: Cohort) -> tuple[Values, Bools]:
    of_mentees = _rankings(cohort.mentees, cohort.column)
    by_mentors = _rankings(cohort.mentors, cohort.row)
    of_mentors = by_mentors[0].T, by_mentors[1].T
    if criterion.side == Side.MENTEE:
        return of_mentees
    if criterion.side == Side.MENTOR:
        return of_mentors
    sides = of_mentees[1].astype(np.uint8) + of_mentors[1]
    return (of_mentees[0] + of_mentors[0]) // np.maximum(sides, 1), sides > 0


MEASURES: dict[Kind, Callable[[Criterion, Cohort], tuple[Values, Bools]]] = {
    Kind.OVERLAP: _overlap,
    Kind.SAME: _same,
    Kind.DIFFERENT: _different,
    Kind.AT_LEAST: _at_least,
    Kind.NEAR: _near,
    Kind.RANKED: _ranked,
}


def _both(rows: Bools, columns: Bools) -> Bools:
    return rows[:, None] & columns[None, :]


def _terms(criterion: Criterion, cohort: Cohort) -> tuple[Ints, Ints, NDArray[np.float32]]:
    """How many terms each mentee has, each mentor has, and each pair has in common."""
    mentee_key, mentor_key = criterion.reads
    wanted = [mentee.terms.get(mentee_key, frozenset()) for mentee in cohort.mentees]
    offered = [mentor.terms.get(mentor_key, frozenset()) for mentor in cohort.mentors]
    words = {word: place for place, word in enumerate(sorted(set().union(*wanted, *offered)))}
    rows, columns = _incidence(wanted, words), _incidence(offered, words)
    # Sums of ones below 2**24 are exact in float32, in any order of summation.
    return rows.sum(1).astype(np.int64), columns.sum(1).astype(np.int64), rows @ columns.T


def _incidence(sets: list[frozenset[str]], words: dict[str, int]) -> NDArray[np.float32]:
    table = np.zeros((len(sets), len(words)), np.float32)
    for row, terms in enumerate(sets):
        table[row, [words[term] for term in terms]] = 1
    return table


def _numbers(criterion: Criterion, cohort: Cohort) -> tuple[Ints, Ints, Bools]:
    mentee_key, mentor_key = criterion.reads
    mentee, mentee_known = number_column(cohort.mentees, mentee_key)
    mentor, mentor_known = number_column(cohort.mentors, mentor_key)
    return mentee, mentor, _both(mentee_known, mentor_known)


def number_column(people: Iterable[Participant], key: str) -> tuple[Ints, Bools]:
    """Each person's number (0 where none) and whether they have one."""
    numbers = [person.numbers.get(key) for person in people]
    return np.array([n or 0 for n in numbers], np.int64), np.array(
        [n is not None for n in numbers], bool
    )


def _fade(short: Ints, scale: int) -> Ints:
    """100 where nothing is short, 0 from `scale` on, falling evenly between."""
    short = np.maximum(short, 0)
    if not scale:
        return 100 * (short == 0).astype(np.int64)
    return 100 - 100 * np.minimum(short, scale) // scale


def _rankings(people: tuple[Participant, ...], place: dict[str, int]) -> tuple[Values, Bools]:
    """People × ranked: 100 for the first of a list falling evenly to its end, 0 off it; known if
    there is a list.
    """
    value = np.zeros((len(people), len(place)), np.uint8)
    for row, person in enumerate(people):
        for rank, other in reversed(list(enumerate(person.rankings))):
            if other in place:
                value[row, place[other]] = 100 - 100 * rank // len(person.rankings)
    known = np.array([bool(person.rankings) for person in people], bool)
    return value, np.repeat(known[:, None], len(place), axis=1)
