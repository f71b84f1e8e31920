"""Two policies on the same people: who would have another mentor, and what either is worth.

A quality is measured by a policy's own weights, so each set of pairs is judged twice: by the one
policy's measure and by the other's.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from core.numbers import number_in
from matching.adapter import both_sides, is_peers, problem_for
from matching.differences import Moved
from matching.engine import Pair, PairKey, Problem, Solution, solve
from matching.engine.peers import both_ways, solve_peers
from matching.engine.prepare import prepare
from matching.models import MatchPolicy
from matching.selectors.policies import Trial, people_named, sampled, solved, weights_of
from programs.models import Program, Track


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
class Contrast:
    """What changes from `against` to the policy that is tried out."""

    against: MatchPolicy
    matched_before: int
    matched_after: int
    by_theirs: Judged
    by_ours: Judged
    moves: tuple[Moved, ...]


def version_to_compare(program: Program, wanted: str) -> MatchPolicy | None:
    """The version of that number, else the one in use; None where none is saved."""
    rows = MatchPolicy.objects.filter(program=program)
    return rows.filter(version=number_in(wanted) or 0).first() or rows.filter(in_use=True).first()


def contrast(trial: Trial, against: MatchPolicy, *, now: datetime) -> Contrast:
    """Match the people of a trial under another policy, as they are now; writes nothing."""
    theirs = sampled(
        problem_for(
            cohort=trial.cohort,
            track=trial.track,
            policy=against,
            weights=weights_of(against),
            now=now,
        )
    )
    before, after = solved(theirs, trial.track), trial.solution
    return Contrast(
        against=against,
        matched_before=len(before.pairs),
        matched_after=len(after.pairs),
        by_theirs=_judged(
            _qualities(before.pairs), _qualities(_as_judged(theirs, after, trial.track))
        ),
        by_ours=_judged(
            _qualities(_as_judged(trial.problem, before, trial.track)), _qualities(after.pairs)
        ),
        moves=_moves(
            both_sides(trial.track, before.assignment),
            both_sides(trial.track, after.assignment),
            people_named(trial.problem),
        ),
    )


def _as_judged(problem: Problem, solution: Solution, track: Track) -> list[Pair]:
    """The pairs of a solution by the measure of another problem, without those its rules forbid."""
    wanted = frozenset(PairKey(pair.mentee, pair.mentor) for pair in solution.pairs)
    if is_peers(track):
        found = solve_peers(prepare(replace(problem, locks=both_ways(wanted))))
    else:
        found = solve(replace(problem, locks=wanted))
    return [pair for pair in found.pairs if pair.locked]


def _qualities(pairs: Iterable[Pair]) -> list[int]:
    return sorted(pair.quality for pair in pairs)


def _judged(before: list[int], after: list[int]) -> Judged:
    return Judged(_mean(before), _mean(after), _mean(_tenth(before)), _mean(_tenth(after)))


def _tenth(qualities: list[int]) -> list[int]:
    return qualities[: max(1, len(qualities) // 10)]


def _mean(qualities: list[int]) -> int | None:
    return round(sum(qualities) / len(qualities)) if qualities else None


def _moves(
    old: Mapping[str, str], new: Mapping[str, str], names: Mapping[str, str]
) -> tuple[Moved, ...]:
    moved = [key for key in old.keys() | new.keys() if old.get(key) != new.get(key)]
    found = [
        Moved(names[key], names.get(old.get(key, ""), ""), names.get(new.get(key, ""), ""))
        for key in moved
    ]
    return tuple(sorted(found, key=lambda move: (move.mentee, move.before)))
