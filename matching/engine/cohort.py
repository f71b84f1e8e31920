"""The people of a problem in one fixed order, so that the order they came in can't matter."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from matching.engine.types import Participant, Problem, Role


@dataclass(frozen=True)
class Cohort:
    """Mentees are the rows, mentors the columns of every array in the engine; both sorted by id."""

    mentees: tuple[Participant, ...]
    mentors: tuple[Participant, ...]

    @cached_property
    def row(self) -> dict[str, int]:
        return {mentee.id: place for place, mentee in enumerate(self.mentees)}

    @cached_property
    def column(self) -> dict[str, int]:
        return {mentor.id: place for place, mentor in enumerate(self.mentors)}

    @cached_property
    def mentee_ids(self) -> list[str]:
        """The mentees' ids in their order."""
        return [mentee.id for mentee in self.mentees]

    @cached_property
    def mentor_ids(self) -> list[str]:
        """The mentors' ids in their order."""
        return [mentor.id for mentor in self.mentors]

    @cached_property
    def mentors_in_a_row(self) -> bytes:
        """The mentors' ids in their order, as one text."""
        return b"".join(mentor.encode() + b"\0" for mentor in self.mentor_ids)

    @cached_property
    def rows_of(self) -> dict[str, list[int]]:
        """The rows of each person."""
        return places_of(self.mentees)

    @cached_property
    def columns_of(self) -> dict[str, list[int]]:
        """The columns of each person."""
        return places_of(self.mentors)

    @cached_property
    def row_hashes(self) -> NDArray[np.uint64]:
        """A number of each mentee's id."""
        return _hashes(self.mentees)

    @cached_property
    def column_hashes(self) -> NDArray[np.uint64]:
        """A number of each mentor's id."""
        return _hashes(self.mentors)

    def at(self, pairs: Iterable[tuple[str, str]]) -> "tuple[NDArray[np.int64], NDArray[np.int64]]":
        """Rows and columns of pairs of ids (mentee, mentor), those left out who aren't here."""
        row, column = self.row, self.column
        found = [(row[e], column[m]) for e, m in pairs if e in row and m in column]
        both = np.array(found, np.int64).reshape(-1, 2)
        return both[:, 0], both[:, 1]

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.mentees), len(self.mentors)


def places_of(people: tuple[Participant, ...]) -> dict[str, list[int]]:
    """Where each person is among these."""
    places: dict[str, list[int]] = {}
    for place, person in enumerate(people):
        places.setdefault(person.who, []).append(place)
    return places


def cohort_of(problem: Problem) -> Cohort:
    """The problem's people, sorted. Raises ValueError if an id occurs twice in a role."""
    return Cohort(_sorted(problem, Role.MENTEE), _sorted(problem, Role.MENTOR))


def _sorted(problem: Problem, role: Role) -> tuple[Participant, ...]:
    people = sorted((p for p in problem.participants if p.role == role), key=lambda p: p.id)
    for one, other in pairwise(people):
        if one.id == other.id:
            raise ValueError(f"two {role}s have the id {one.id}")
    return tuple(people)


def _hashes(people: tuple[Participant, ...]) -> NDArray[np.uint64]:
    digests = (blake2b(person.id.encode(), digest_size=8).digest() for person in people)
    return np.array([int.from_bytes(digest, "big") for digest in digests], np.uint64)
