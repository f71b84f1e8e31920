"""One mentee beside the mentor proposed and the next best, criterion by criterion."""

from dataclasses import dataclass
from datetime import datetime

from matching import criteria, reasons
from matching.adapter import is_peers
from matching.engine import Evaluation, Problem, candidates, evaluate_pair
from matching.engine.rulings_among_peers import TWIN
from matching.models import MatchRun, Proposal, UnmatchedPerson
from matching.selectors.pairs import word_of
from matching.selectors.policies import weights_of
from matching.selectors.prepared import prepared_for
from matching.selectors.review import Review
from programs.models import Enrolment

#: How many stand beside the one proposed.
CLOSEST = 3


@dataclass(frozen=True)
class Column:
    """A mentor in the comparison."""

    mentor: Enrolment
    proposed: bool
    quality: int
    word: reasons.Word
    barriers: tuple[str, ...]


@dataclass(frozen=True)
class Cell:
    """How one mentor meets one criterion."""

    text: str
    verdict: str


@dataclass(frozen=True)
class Line:
    """One criterion over all mentors."""

    label: str
    weight: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Comparison:
    """A table: mentors across, criteria down."""

    columns: tuple[Column, ...]
    lines: tuple[Line, ...]


def compare(run: MatchRun, mentee: Enrolment, review: Review, now: datetime) -> Comparison:
    """The mentee with the mentor proposed and the next best, as people are now."""
    weights, problem = weights_of(run.policy), prepared_for(run, now).problem
    mentors = _mentors(run, mentee, review)
    if is_peers(run.track):
        mentors = _peers(problem, mentee, review)
    there = {person.id for person in problem.participants}
    shown = [m for m in mentors if str(m.pk) in there and str(mentee.pk) in there]
    results = [evaluate_pair(problem, str(m.pk), str(mentee.pk)) for m in shown]
    proposed = review.after.get(str(mentee.pk))
    columns = [_column(m, result, proposed) for m, result in zip(shown, results, strict=True)]
    known = [_names(review, mentee, m) for m in shown]
    return Comparison(tuple(columns), tuple(_lines(problem, results, weights, review, known)))


def _names(review: Review, mentee: Enrolment, mentor: Enrolment) -> reasons.Names:
    """What reasons are worded with; of peers also what the two are called."""
    if not review.of_peers:
        return review.known
    two = (mentee.person, mentor.person)
    return reasons.of_two(review.known, *(one.given_name or one.name for one in two))


def _mentors(run: MatchRun, mentee: Enrolment, review: Review) -> list[Enrolment]:
    """The one proposed, then the alternatives, then whom somebody chose instead."""
    keys: list[str] = []
    proposal = Proposal.objects.filter(run=run, mentee=mentee).first()
    if proposal:
        keys = [str(proposal.mentor_id), *(each["mentor"] for each in proposal.alternatives)]
    else:
        left = UnmatchedPerson.objects.filter(run=run, enrolment=mentee).first()
        keys = [each["mentor"] for each in left.reasons[0]["closest"]] if left else []
    keys += review.decided(str(mentee.pk))
    return _in_order(review, keys)


def _peers(problem: Problem, peer: Enrolment, review: Review) -> list[Enrolment]:
    """The one they are with, the best of the others, and of whom somebody decided."""
    key = str(peer.pk)
    with_now = [review.after[key]] if key in review.after else []
    there = key in {person.id for person in problem.participants}
    best = candidates(problem, key).mentors[: CLOSEST + 1] if there else ()
    others = [each for each in best if each not in with_now][:CLOSEST]
    keys = [*with_now, *others, *review.decided(key)]
    return _in_order(review, keys)


def _in_order(review: Review, keys: list[str]) -> list[Enrolment]:
    """Those who are there, none twice."""
    there = {str(row.pk): row for row in review.those(keys)}
    return [there[key] for key in dict.fromkeys(keys) if key in there]


def _column(mentor: Enrolment, result: Evaluation, proposed: str | None) -> Column:
    barriers = tuple(reasons.rule(code) for code in result.barriers)
    is_it = str(mentor.pk) == proposed
    return Column(mentor, is_it, result.quality, word_of(result.quality), barriers)


def _lines(
    problem: Problem,
    results: list[Evaluation],
    weights: dict[str, str],
    review: Review,
    known: list[reasons.Names],
) -> list[Line]:
    factors = [{each.criterion: each for each in result.factors} for result in results]
    order = sorted((c for c in problem.criteria if c.weight), key=lambda c: (-c.weight, c.key))
    return [
        Line(
            str(criteria.label(each, peers=review.of_peers)),
            weights[each.key.removesuffix(TWIN)],
            tuple(
                Cell(reasons.said(reasons.stored(f[each.key]), names), f[each.key].verdict)
                for f, names in zip(factors, known, strict=True)
            ),
        )
        for each in order
    ]
