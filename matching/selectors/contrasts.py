"""Two policies on the same people: who would have another mentor, and what either is worth.

A quality is measured by a policy's own weights, so each set of pairs is judged twice: by the one
policy's measure and by the other's.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from matching.adapter import problem_for
from matching.engine import PairKey, Problem, Solution, solve
from matching.models import MatchPolicy
from matching.selectors.policies import people_named, sampled, weights_of
from programs.models import Cohort, Program, Track

SHOWN = 8


@dataclass(frozen=True)
class Judged:
    """The mean quality, and that of the weakest tenth, before and after, by one policy's measure.

    None where no pair remains to be judged.
    """

    before: int | None
    after: int | None
    weakest_before: int | None
    weakest_after: int | None


@dataclass(frozen=True)
class Move:
    """A mentee and their mentors under the two policies; "" for none."""

    mentee: str
    before: str
    after: str


@dataclass(frozen=True)
class Contrast:
    """What changes from `against` to the policy that is tried out."""

    against: MatchPolicy
    matched_before: int
    matched_after: int
    by_theirs: Judged
    by_ours: Judged
    moves: tuple[Move, ...]

    @property
    def shown(self) -> tuple[Move, ...]:
        """The first movers, by name."""
        return self.moves[:SHOWN]


def version_to_compare(program: Program, wanted: str) -> MatchPolicy | None:
    """The version of that number, else the one in use; None where none is saved."""
    rows = MatchPolicy.objects.filter(program=program)
    if wanted.isascii() and wanted.isdigit() and len(wanted) < 6:
        return rows.filter(version=int(wanted)).first() or rows.filter(in_use=True).first()
    return rows.filter(in_use=True).first()


def contrast(
    *,
    policy: MatchPolicy,
    weights: Mapping[str, str],
    against: MatchPolicy,
    cohort: Cohort,
    track: Track,
    now: datetime,
) -> Contrast:
    """Match the same people under both, as they are now; writes nothing."""
    place = {"cohort": cohort, "track": track, "now": now}
    theirs = sampled(problem_for(policy=against, weights=weights_of(against), **place))  # type: ignore[arg-type]
    ours = sampled(problem_for(policy=policy, weights=weights, **place))  # type: ignore[arg-type]
    before, after = solve(theirs), solve(ours)
    return Contrast(
        against=against,
        matched_before=len(before.pairs),
        matched_after=len(after.pairs),
        by_theirs=_judged(theirs, before, after),
        by_ours=_judged(ours, before, after),
        moves=_moves(before, after, people_named(ours)),
    )


def _judged(problem: Problem, before: Solution, after: Solution) -> Judged:
    one, other = (_qualities(problem, solution) for solution in (before, after))
    return Judged(_mean(one), _mean(other), _mean(_tenth(one)), _mean(_tenth(other)))


def _qualities(problem: Problem, solution: Solution) -> list[int]:
    """What the pairs are worth by the problem's measure; those its rules forbid are left out."""
    wanted = frozenset(PairKey(pair.mentee, pair.mentor) for pair in solution.pairs)
    kept = solve(replace(problem, locks=wanted)).pairs
    return sorted(pair.quality for pair in kept if pair.locked)


def _tenth(qualities: list[int]) -> list[int]:
    return qualities[: max(1, len(qualities) // 10)]


def _mean(qualities: list[int]) -> int | None:
    return round(sum(qualities) / len(qualities)) if qualities else None


def _moves(before: Solution, after: Solution, names: Mapping[str, str]) -> tuple[Move, ...]:
    old, new = before.assignment, after.assignment
    moved = [key for key in old.keys() | new.keys() if old.get(key) != new.get(key)]
    found = [
        Move(names[key], names.get(old.get(key, ""), ""), names.get(new.get(key, ""), ""))
        for key in moved
    ]
    return tuple(sorted(found, key=lambda move: (move.mentee, move.before)))
