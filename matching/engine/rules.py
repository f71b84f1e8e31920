"""Hard rules: which pairs may not be, by which rule, and what may be said of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from matching.engine.cohort import Cohort
from matching.engine.features import Bools, Ints, number_column
from matching.engine.results import NOT_AVAILABLE, Ruling
from matching.engine.score import Scores
from matching.engine.types import Participant, Problem, Tier

VETO = "veto"


@dataclass(frozen=True)
class Barrier:
    """A rule's code and the pairs it forbids, mentees × mentors."""

    code: str
    forbids: Bools


@dataclass(frozen=True)
class Eligibility:
    """Pairs that may be, and the rules against the others; `secret` is all confidential rules in
    one.
    """

    allowed: Bools
    barriers: tuple[Barrier, ...]
    secret: Bools

    @property
    def openly_allowed(self) -> Bools:
        """Pairs no open rule forbids: all that may be known without telling a confidential one."""
        return ~any_of([barrier.forbids for barrier in self.barriers], self.secret.shape)

    def codes(self, row: int, column: int) -> tuple[str, ...]:
        """What may be said of why a pair is forbidden: the open rules, else that it is not
        available.
        """
        open_codes = tuple(
            barrier.code for barrier in self.barriers if barrier.forbids[row, column]
        )
        return open_codes or ((NOT_AVAILABLE,) if self.secret[row, column] else ())


def judge(problem: Problem, cohort: Cohort, scores: Scores) -> Eligibility:
    """Applies every hard rule to every pair."""
    barriers = (
        *_people_rules(problem, cohort),
        *_pair_rules(problem, cohort),
        *_score_rules(problem, scores),
    )
    rules = problem.rules
    secret = _between(cohort, rules.blocks | rules.exclusions)
    allowed = ~any_of([barrier.forbids for barrier in barriers] + [secret], cohort.shape)
    return Eligibility(allowed, barriers, secret)


def any_of(masks: Iterable[Bools], shape: tuple[int, int]) -> Bools:
    """True where any mask is."""
    union = np.zeros(shape, bool)
    for mask in masks:
        union |= mask
    return union


def _people_rules(problem: Problem, cohort: Cohort) -> Iterable[Barrier]:
    full = np.array([mentor.capacity <= 0 for mentor in cohort.mentors], bool)
    yield Barrier("capacity", np.broadcast_to(full, cohort.shape))
    codes = sorted({person.barred for person in problem.participants if person.barred})
    for code in codes:
        rows = np.array([person.barred == code for person in cohort.mentees], bool)
        columns = np.array([person.barred == code for person in cohort.mentors], bool)
        yield Barrier(code, rows[:, None] | columns[None, :])


def _pair_rules(problem: Problem, cohort: Cohort) -> Iterable[Barrier]:
    rules = problem.rules
    people = {person.who for person in problem.participants}
    yield Barrier("same_person", _between(cohort, {(person, person) for person in people}))
    if rules.reporting_line:
        yield Barrier("reporting_line", _between(cohort, lines(people, rules.managers)))
    yield Barrier("former", _between(cohort, rules.former))
    yield Barrier("repeat", _between(cohort, rules.repeats))
    yield Barrier(VETO, _marked(cohort, vetoed(problem, cohort)))
    if rules.tier:
        code = "tier_reverse" if rules.tier.reverse else "tier"
        yield Barrier(code, _out_of_tier(rules.tier, cohort))


def _score_rules(problem: Problem, scores: Scores) -> Iterable[Barrier]:
    for criterion in sorted(problem.criteria, key=lambda criterion: criterion.key):
        if criterion.minimum:
            feature = scores.features[criterion.key]
            yield Barrier(
                f"criterion:{criterion.key}", feature.known & (feature.value < criterion.minimum)
            )
    if problem.rules.quality_floor:
        yield Barrier("quality_floor", scores.quality < problem.rules.quality_floor)


def _between(cohort: Cohort, couples: Iterable[tuple[str, str]]) -> Bools:
    """Marks the pairs made of these couples of people, whichever way round."""
    rows, columns = cohort.rows_of, cohort.columns_of
    found = [
        (row, column)
        for one, other in couples
        for mentee, mentor in ((one, other), (other, one))
        if mentee in rows and mentor in columns
        for row in rows[mentee]
        for column in columns[mentor]
    ]
    at = np.array(found, np.int64).reshape(-1, 2)
    return _marked(cohort, (at[:, 0], at[:, 1]))


def lines(people: set[str], managers: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """Everyone with each of the managers above them; survives a circle in the data."""
    for person in people:
        above: set[str] = set()
        manager = managers.get(person)
        while manager and manager not in above:
            above.add(manager)
            manager = managers.get(manager)
        yield from ((person, boss) for boss in above if boss in people)


def vetoed(problem: Problem, cohort: Cohort) -> tuple[Ints, Ints]:
    """The pairs that were ruled out, as rows and columns."""
    return cohort.at(problem.vetoes)


def _marked(cohort: Cohort, pairs: tuple[Ints, Ints]) -> Bools:
    mask = np.zeros(cohort.shape, bool)
    mask[pairs] = True
    return mask


def _out_of_tier(tier: Tier, cohort: Cohort) -> Bools:
    mentee, mentee_known = number_column(cohort.mentees, tier.key)
    mentor, mentor_known = number_column(cohort.mentors, tier.key)
    above = mentor[None, :] - mentee[:, None]
    near = (-above if tier.reverse else above) < tier.distance
    return near & mentee_known[:, None] & mentor_known[None, :]


def rulings(cohort: Cohort, eligibility: Eligibility) -> tuple[Ruling, ...]:
    """Whom each rule removed, open rules first; the confidential ones together and uncounted."""
    hits = np.zeros(cohort.shape, np.int8)
    for barrier in eligibility.barriers:
        hits += barrier.forbids
    told = tuple(_ruling(cohort, barrier, hits == 1) for barrier in eligibility.barriers)
    return (*told, Ruling(NOT_AVAILABLE, confidential=True))


def _ruling(cohort: Cohort, barrier: Barrier, once: Bools) -> Ruling:
    forbids = barrier.forbids
    return Ruling(
        code=barrier.code,
        pairs=int(np.count_nonzero(forbids)),
        alone=int(np.count_nonzero(forbids & once)),
        mentees=_counts(cohort.mentees, np.count_nonzero(forbids, axis=1)),
        mentors=_counts(cohort.mentors, np.count_nonzero(forbids, axis=0)),
    )


def rulings_with(
    told: tuple[Ruling, ...], cohort: Cohort, eligibility: Eligibility, vetoes: tuple[Ints, Ints]
) -> tuple[Ruling, ...]:
    """What `told`, of a problem without vetoes, becomes with these: only their pairs are looked at."""
    rows, columns = vetoes
    others = [each for each in eligibility.barriers if each.code != VETO]
    hits = sum((each.forbids[vetoes].astype(np.int64) for each in others), np.zeros_like(rows))
    shared = {each.code: int((each.forbids[vetoes] & (hits == 1)).sum()) for each in others}
    return tuple(
        replace(
            each,
            pairs=len(rows),
            alone=int((hits == 0).sum()),
            mentees=_counts(cohort.mentees, np.bincount(rows, minlength=cohort.shape[0])),
            mentors=_counts(cohort.mentors, np.bincount(columns, minlength=cohort.shape[1])),
        )
        if each.code == VETO
        else replace(each, alone=(each.alone or 0) - shared[each.code])
        if each.code in shared
        else each
        for each in told
    )


def _counts(people: tuple[Participant, ...], counts: np.ndarray) -> dict[str, int]:
    return {people[place].id: int(counts[place]) for place in np.flatnonzero(counts).tolist()}
