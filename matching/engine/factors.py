"""A pair's score taken apart, criterion by criterion."""

from matching.engine.prepare import Prepared
from matching.engine.results import Factor, Verdict
from matching.engine.types import Criterion, Kind, Participant, Side

#: From here on a criterion speaks for a pair, below it against; in percent met.
HALF = 50

TERMS = (Kind.OVERLAP, Kind.SAME, Kind.DIFFERENT)


def factors_of(prepared: Prepared, row: int, column: int) -> tuple[Factor, ...]:
    """Every criterion that weighs anything, the most points first; their points add up to the
    pair's score.
    """
    factors = [_factor(prepared, c, row, column) for c in prepared.problem.criteria if c.weight]
    return tuple(sorted(factors, key=lambda factor: (-factor.points, factor.criterion)))


def strongest(factors: tuple[Factor, ...], count: int = 3) -> tuple[Factor, ...]:
    """What speaks most for the pair: known and at least half met."""
    return tuple(f for f in factors if f.verdict != Verdict.UNKNOWN and f.value >= HALF)[:count]


def counter(factors: tuple[Factor, ...]) -> Factor | None:
    """What speaks most against it: of what is known and less than half met, what lost most points.

    Nothing speaks for a pair and against it at once.
    """
    against = [f for f in factors if f.verdict != Verdict.UNKNOWN and f.value < HALF]
    return max(against, key=lambda f: (f.lost, f.criterion), default=None)


def _factor(prepared: Prepared, criterion: Criterion, row: int, column: int) -> Factor:
    feature = prepared.scores.features[criterion.key]
    value = int(feature.value[row, column])
    verdict = _verdict(value) if feature.known[row, column] else Verdict.UNKNOWN
    mentee, mentor = prepared.cohort.mentees[row], prepared.cohort.mentors[column]
    shared, missing = _terms(criterion, mentee, mentor)
    one, other = _numbers(criterion, mentee, mentor)
    return Factor(
        criterion.key, criterion.kind, verdict, value, criterion.weight, shared, missing, one, other
    )


def _verdict(value: int) -> Verdict:
    return {100: Verdict.MET, 0: Verdict.MISSED}.get(value, Verdict.PARTLY)


def _terms(
    criterion: Criterion, mentee: Participant, mentor: Participant
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if criterion.kind not in TERMS:
        return (), ()
    mentee_key, mentor_key = criterion.reads
    wanted = mentee.terms.get(mentee_key, frozenset())
    offered = mentor.terms.get(mentor_key, frozenset())
    if criterion.kind == Kind.OVERLAP and criterion.side == Side.MENTOR:
        wanted, offered = offered, wanted
    return tuple(sorted(wanted & offered)), tuple(sorted(wanted - offered))


def _numbers(
    criterion: Criterion, mentee: Participant, mentor: Participant
) -> tuple[int | None, int | None]:
    if criterion.kind in TERMS:
        return None, None
    if criterion.kind == Kind.RANKED:
        return _rank(mentee, mentor), _rank(mentor, mentee)
    mentee_key, mentor_key = criterion.reads
    return mentee.numbers.get(mentee_key), mentor.numbers.get(mentor_key)


def _rank(by: Participant, of: Participant) -> int | None:
    return by.rankings.index(of.id) + 1 if of.id in by.rankings else None
