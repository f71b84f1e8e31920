"""The people of a problem in one fixed order, so that the order they came in can't matter."""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

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

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.mentees), len(self.mentors)


def cohort_of(problem: Problem) -> Cohort:
    """The problem's people, sorted. Raises ValueError if an id occurs twice in a role."""
    return Cohort(_sorted(problem, Role.MENTEE), _sorted(problem, Role.MENTOR))


def _sorted(problem: Problem, role: Role) -> tuple[Participant, ...]:
    people = sorted((p for p in problem.participants if p.role == role), key=lambda p: p.id)
    for one, other in pairwise(people):
        if one.id == other.id:
            raise ValueError(f"two {role}s have the id {one.id}")
    return tuple(people)
