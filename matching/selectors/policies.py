"""A program's policy, and what it would do to real people."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, When

from matching import criteria, reasons
from matching.adapter import is_circle, is_peers, problem_for
from matching.engine import Problem, Role, Ruling, Solution, solve
from matching.engine.explain import explain_pairs
from matching.engine.grouped import solve_grouped
from matching.engine.peers import solve_peers
from matching.engine.prepare import prepare
from matching.enums import Weight
from matching.models import MatchPolicy
from programs.enums import EnrolmentState, Stage
from programs.models import Cohort, Enrolment, Program, Track

SHOWN = 5
#: Beyond this a preview looks at so many mentees and mentors only, always the same.
SAMPLE = 300


def current(program: Program) -> MatchPolicy | None:
    """The version in use; None before the first."""
    return MatchPolicy.objects.filter(program=program, in_use=True).first()


def unsaved(program: Program) -> MatchPolicy:
    """The policy in use, or what it would be before anybody has chosen."""
    return current(program) or MatchPolicy(program=program, version=0)


def weights_of(policy: MatchPolicy) -> dict[str, str]:
    """Each criterion's word; the catalogue's own where the policy does not know it yet."""
    stored = {}
    if not policy._state.adding:
        stored = dict(policy.criteria.values_list("key", "weight"))
    first = (
        criteria.first_weights() if not stored else dict.fromkeys(criteria.BY_KEY, Weight.IGNORE)
    )
    return {**first, **{key: word for key, word in stored.items() if key in first}}


@dataclass(frozen=True)
class Ruled:
    """A rule and how many pairs it removes; None where that would tell a secret."""

    label: str
    pairs: int | None
    alone: int | None

    @classmethod
    def of(cls, ruling: Ruling | Mapping[str, Any]) -> "Ruled":
        """From the engine, or as a run has kept it."""
        if isinstance(ruling, Ruling):
            return cls(reasons.rule(ruling.code), ruling.pairs, ruling.alone)
        return cls(reasons.rule(ruling["code"]), ruling["pairs"], ruling["alone"])


@dataclass(frozen=True)
class Sample:
    """A mentee, the mentor they would get and why."""

    mentee: str
    mentor: str
    quality: int
    word: reasons.Word
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Trial:
    """What a policy would do to the people of a cohort's track as they are now."""

    cohort: Cohort
    track: Track
    mentees: int
    mentors: int
    pairs: int
    matched: int
    words: tuple[tuple[reasons.Word, int], ...]
    rules: tuple[Ruled, ...]
    samples: tuple[Sample, ...]
    issues: tuple[str, ...]
    unused: tuple[str, ...]
    problem: Problem
    solution: Solution


def places_to_try(program: Program) -> tuple[Cohort, Track] | None:
    """The cohort and track with most selected people, of those that are still to be matched; where
    none is, of those that run.
    """
    stages = [Stage.OPEN, Stage.SELECTING, Stage.MATCHING, Stage.RUNNING]
    rows = Enrolment.objects.filter(
        cohort__program=program, cohort__stage__in=stages, state=EnrolmentState.SELECTED
    )
    runs = Case(When(cohort__stage=Stage.RUNNING, then=1), default=0)
    groups = rows.order_by().values_list("cohort", "track").annotate(n=Count("pk"), runs=runs)
    best = groups.order_by("runs", "-n", "cohort", "track").first()
    if best is None:
        return None
    return Cohort.objects.get(pk=best[0]), Track.objects.get(pk=best[1])


def try_out(
    *, policy: MatchPolicy, weights: Mapping[str, str], cohort: Cohort, track: Track, now: datetime
) -> Trial:
    """Match the people as they are now under a policy, saved or not; writes nothing."""
    problem = problem_for(cohort=cohort, track=track, policy=policy, weights=weights, now=now)
    problem = sampled(problem)
    solution = solved(problem, track)
    sides = [person.role for person in problem.participants]
    mentees, mentors = sides.count(Role.MENTEE), sides.count(Role.MENTOR)
    people = people_named(problem)
    used = {each.key for each in problem.criteria}
    wanted = [key for key, word in weights.items() if word != Weight.IGNORE]
    if is_peers(track):
        wanted = [key for key in wanted if key not in criteria.ONE_WAY]
    return Trial(
        cohort=cohort,
        track=track,
        mentees=mentees,
        mentors=mentors,
        pairs=mentees * (mentees - 1) // 2 if is_peers(track) else mentees * mentors,
        matched=len(solution.pairs),
        words=_words(solution),
        rules=tuple(Ruled.of(r) for r in solution.rulings if r.pairs or r.confidential),
        samples=_samples(problem, solution, people, peers=is_peers(track)),
        issues=tuple(
            reasons.issue({"code": each.code, "ids": each.ids}, people) for each in solution.issues
        ),
        unused=tuple(str(criteria.BY_KEY[key].label) for key in wanted if key not in used),
        problem=problem,
        solution=solution,
    )


def solved(problem: Problem, track: Track) -> Solution:
    """The best pairs, of peers too, or circles where a track has them."""
    if is_peers(track):
        return solve_peers(prepare(problem))
    return solve_grouped(prepare(problem)).solution if is_circle(track) else solve(problem)


def sampled(problem: Problem) -> Problem:
    """The problem with at most so many people on each side, always the same ones."""
    kept: list[Any] = []
    for role in Role:
        side = sorted((p for p in problem.participants if p.role == role), key=lambda p: p.id)
        kept += side[:SAMPLE]
    return Problem(tuple(kept), problem.criteria, problem.rules, problem.objective)


def people_named(problem: Problem) -> dict[str, str]:
    """Names by enrolment."""
    keys = [person.id for person in problem.participants]
    rows = Enrolment.objects.filter(pk__in=keys).select_related("person")
    return {str(row.pk): row.person.name for row in rows}


def _words(solution: Solution) -> tuple[tuple[reasons.Word, int], ...]:
    found = [pair.word for pair in solution.pairs]
    return tuple((said, found.count(word)) for word, said in reasons.WORDS.items())


def _samples(
    problem: Problem, solution: Solution, people: Mapping[str, str], *, peers: bool
) -> tuple[Sample, ...]:
    if not solution.pairs:
        return ()
    shown = sorted(solution.pairs, key=lambda pair: people[pair.mentee])[:SHOWN]
    only, known = {pair.mentee for pair in shown}, reasons.names()
    why = explain_pairs(prepare(problem), solution, frozenset(), only)
    return tuple(
        Sample(
            people[pair.mentee],
            people[pair.mentor],
            pair.quality,
            reasons.WORDS[pair.word],
            tuple(
                reasons.speaks_for(
                    reasons.stored(each),
                    reasons.of_two(known, people[pair.mentee], people[pair.mentor])
                    if peers
                    else known,
                )
                for each in why[pair.mentee].reasons
            ),
        )
        for pair in shown
    )
