"""What is wrong with a problem before it is solved; none of it stops the rest from being matched."""

from collections.abc import Iterable

import numpy as np

from matching.engine.prepare import Prepared
from matching.engine.results import Issue


def issues_of(prepared: Prepared) -> tuple[Issue, ...]:
    """Every issue, sorted."""
    found = [*_people(prepared), *_rules(prepared), *_names(prepared), *prepared.lock_issues]
    return tuple(sorted(found, key=lambda issue: (issue.code, issue.ids)))


def _people(prepared: Prepared) -> Iterable[Issue]:
    cohort = prepared.cohort
    if not cohort.mentees:
        yield Issue("no_mentees")
    if not cohort.mentors:
        yield Issue("no_mentors")
    full = tuple(cohort.mentor_ids[at] for at in np.flatnonzero(prepared.places == 0).tolist())
    if full:
        yield Issue(
            "no_places" if len(full) == len(cohort.mentors) else "mentors_without_places", full
        )
    if not prepared.scores.weights:
        yield Issue("no_criteria")
    yield from _barred(prepared)


def _barred(prepared: Prepared) -> Iterable[Issue]:
    """Whom each rule about single people keeps out of every pair."""
    found: dict[str, list[str]] = {}
    for person in (*prepared.cohort.mentees, *prepared.cohort.mentors):
        if person.barred:
            found.setdefault(person.barred, []).append(person.id)
    for code, ids in found.items():
        yield Issue(f"barred:{code}", tuple(dict.fromkeys(ids)))


def _rules(prepared: Prepared) -> Iterable[Issue]:
    """Rules that leave nothing, and mentees for whom all rules together leave nobody: the secret
    ones never named.
    """
    cohort, eligibility = prepared.cohort, prepared.eligibility
    if not all(cohort.shape):
        return
    for barrier in eligibility.barriers:
        if barrier.forbids.all():
            yield Issue("rule_removes_everyone", (barrier.code,))
    nobody = np.flatnonzero(~np.any(eligibility.allowed, axis=1)).tolist()
    if nobody:
        yield Issue("no_candidates", tuple(cohort.mentee_ids[row] for row in nobody))


def _names(prepared: Prepared) -> Iterable[Issue]:
    cohort = prepared.cohort
    for veto in prepared.problem.vetoes:
        if veto[0] not in cohort.row or veto[1] not in cohort.column:
            yield Issue("veto_unknown", tuple(veto))
