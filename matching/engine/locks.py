"""Which locks can be kept: those that break no rule, don't contradict each other, and fit the
mentor's capacity.
"""

from collections.abc import Iterable

from matching.engine.cohort import Cohort
from matching.engine.results import Issue
from matching.engine.rules import Eligibility
from matching.engine.score import Scored
from matching.engine.types import PairKey, Problem

Places = dict[int, int]  # mentee's row → mentor's column


def settle(
    problem: Problem, cohort: Cohort, eligibility: Eligibility, total: Scored
) -> tuple[Places, list[Issue]]:
    """The locks to keep, and an issue for every one that can't be.

    Of two that contradict each other none is kept.
    """
    issues: list[Issue] = []
    wishes = _consistent(_possible(problem, cohort, eligibility, issues), cohort, issues)
    return _within_capacity(wishes, cohort, total, issues), issues


def _possible(
    problem: Problem, cohort: Cohort, eligibility: Eligibility, issues: list[Issue]
) -> Iterable[PairKey]:
    for lock in sorted(PairKey(*lock) for lock in problem.locks):
        if lock.mentee not in cohort.row or lock.mentor not in cohort.column:
            issues.append(Issue("lock_unknown", lock))
            continue
        codes = eligibility.codes(cohort.row[lock.mentee], cohort.column[lock.mentor])
        if codes:
            issues.append(Issue(f"lock_breaks:{codes[0]}", lock))
        else:
            yield lock


def _consistent(locks: Iterable[PairKey], cohort: Cohort, issues: list[Issue]) -> Places:
    wishes: dict[str, list[str]] = {}
    for lock in locks:
        wishes.setdefault(lock.mentee, []).append(lock.mentor)
    for mentee, mentors in wishes.items():
        if len(mentors) > 1:
            issues.append(Issue("locks_contradict", (mentee, *mentors)))
    return {cohort.row[mentee]: cohort.column[m[0]] for mentee, m in wishes.items() if len(m) == 1}


def _within_capacity(wishes: Places, cohort: Cohort, total: Scored, issues: list[Issue]) -> Places:
    """Where a mentor has more locks than places, the best scores stay."""
    kept: Places = {}
    for column in sorted(set(wishes.values())):
        rows = sorted(
            (r for r, c in wishes.items() if c == column), key=lambda r: (-total[r, column], r)
        )
        mentor = cohort.mentors[column]
        kept.update(dict.fromkeys(rows[: mentor.capacity], column))
        if over := rows[mentor.capacity :]:
            issues.append(
                Issue(
                    "locks_over_capacity", (mentor.id, *sorted(cohort.mentees[r].id for r in over))
                )
            )
    return kept
