"""Which coaches fit a coachee: the matching engine's scores over the pool, with its reasons."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from engagements.enums import OPEN_STATES, MemberRole
from engagements.models import EngagementMember
from engagements.selectors.relationships import zone_name
from matching import criteria, reasons
from matching.engine import (
    Criterion,
    Evaluation,
    Importance,
    Kind,
    Participant,
    Problem,
    Role,
    RuleSet,
    evaluate_pair,
)
from matching.enums import Weight
from participants.enums import Direction
from participants.models import PairBlock, Person, PersonCompetency
from rotations.models import CoachingContract, CoachProfile

PROPOSED = 3
MINUTE = 60
#: From none to so many coachees a coach's room falls from full to nothing.
MANY = 6
LOAD = Criterion(
    "load", Kind.AT_LEAST, weight=int(Importance.HELPFUL), mentee_key="load", mentor_key="load",
    scale=MANY,
)  # fmt: skip
WEIGHTS = {
    "competencies": Weight.MUST,
    "languages": Weight.IMPORTANT,
    "time_zone": Weight.HELPFUL,
}


@dataclass(frozen=True)
class Fit:
    """A coach, how well they fit, and why, as codes."""

    coach: CoachProfile
    quality: int
    reasons: list[dict[str, Any]]


def pool_of(contract: CoachingContract) -> list[CoachProfile]:
    """Coaches of the pool who can be asked: they are in it, and have signed in once."""
    rows = CoachProfile.objects.filter(left_pool_at=None, person__user__is_active=True)
    if contract.coach_id:
        rows = rows.filter(pk=contract.coach_id)
    return list(rows.select_related("person__user", "person__profile"))


def best(*, coachee: Person, contract: CoachingContract, now: datetime) -> list[Fit]:
    """The three that fit best, the best first; people who must not meet are left out."""
    coaches = pool_of(contract)
    problem = _problem(coachee, coaches, now)
    mine = str(coachee.pk)
    judged = [(coach, evaluate_pair(problem, str(coach.person_id), mine)) for coach in coaches]
    able = [(coach, found) for coach, found in judged if not found.barriers]
    able.sort(key=lambda pair: (-pair[1].score, str(pair[0].pk)))
    return [Fit(coach, found.quality, _speaking(found)) for coach, found in able[:PROPOSED]]


def in_words(stored: Iterable[Mapping[str, Any]], names: reasons.Names) -> list[str]:
    """The reasons for the coachee, in the second person."""
    said = [reasons.for_participant(factor, names, is_mentor=False) for factor in stored]
    return [sentence for sentence in said if sentence]


def load_of(coaches: Iterable[CoachProfile]) -> Counter[UUID]:
    """How many coachees each person has at this moment."""
    rows = EngagementMember.objects.filter(
        person__in=[coach.person_id for coach in coaches],
        role=MemberRole.COACH,
        left_at=None,
        engagement__state__in=OPEN_STATES,
    )
    return Counter(rows.values_list("person", flat=True))


def _problem(coachee: Person, coaches: list[CoachProfile], now: datetime) -> Problem:
    people = [coachee, *(coach.person for coach in coaches)]
    offered = _competencies(people, Direction.OFFERED)
    wanted = _competencies(people, Direction.WANTED)
    load = load_of(coaches)
    asks = _participant(coachee, Role.MENTEE, {"wanted": wanted[coachee.pk]}, 0, now)
    gives = [
        _participant(
            coach.person, Role.MENTOR, {"offered": offered[coach.person_id]},
            -load[coach.person_id], now,
        )
        for coach in coaches
    ]  # fmt: skip
    weighed = [criteria.criterion(key, weight) for key, weight in WEIGHTS.items()]
    return Problem(
        participants=(asks, *gives),
        criteria=(*(_softened(each) for each in weighed), LOAD),
        rules=RuleSet(reporting_line=False, blocks=_blocks(people, now)),
    )


def _softened(criterion: Criterion) -> Criterion:
    """What counts most is still no hard rule: three proposals are better than none."""
    return replace(criterion, minimum=0)


def _competencies(people: list[Person], side: Direction) -> dict[UUID, frozenset[str]]:
    rows = PersonCompetency.objects.filter(person__in=people, direction=side)
    found: dict[UUID, set[str]] = {person.pk: set() for person in people}
    for person, competency in rows.values_list("person", "competency"):
        found[person].add(str(competency))
    return {key: frozenset(values) for key, values in found.items()}


def _participant(
    person: Person, role: Role, terms: dict[str, frozenset[str]], load: int, now: datetime
) -> Participant:
    profile = getattr(person, "profile", None)
    spoken = frozenset(profile.languages if profile else ())
    offset = now.astimezone(ZoneInfo(zone_name(person))).utcoffset()
    known = {**terms, "languages": spoken}
    return Participant(
        id=str(person.pk),
        role=role,
        person=str(person.pk),
        terms={key: values for key, values in known.items() if values},
        numbers={
            "time_zone": int(offset.total_seconds()) // MINUTE if offset else 0,
            "load": load,
        },
    )


def _blocks(people: list[Person], now: datetime) -> frozenset[tuple[str, str]]:
    live = Q(until=None) | Q(until__gte=now.date())
    rows = PairBlock.objects.filter(live, a__in=people, b__in=people)
    return frozenset((str(a), str(b)) for a, b in rows.values_list("a", "b"))


def _speaking(found: Evaluation) -> list[dict[str, Any]]:
    """What speaks for the coach, the strongest first; the load says nothing about the fit."""
    good = [each for each in found.factors if each.value > 50 and each.criterion != LOAD.key]
    ordered = sorted(good, key=lambda each: (-each.value, each.criterion))
    return [reasons.stored(each) for each in ordered]
