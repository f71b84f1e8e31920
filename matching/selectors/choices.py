"""Whom a mentee may choose from, where the policy lets mentees say whom they would like.

In a track of peers everybody chooses from everybody else, and is a `mentee` here, the others `mentors`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from matching import reasons
from matching.adapter import Wishes, is_waiting, problem_for
from matching.engine import Candidates, PairKey, Problem, candidates
from matching.enums import MATCHABLE, MatchMode, OfferState, RunState, Weight
from matching.models import MatchPolicy, MentorWish, Offer
from matching.selectors.pins import promised
from matching.selectors.policies import current, unsaved, weights_of
from participants.enums import Direction
from participants.models import PersonCompetency
from programs.enums import SEEKING, EnrolmentState
from programs.models import Enrolment

#: How many mentors the page proposes; the others are found by name.
SHOWN = 20


@dataclass(frozen=True)
class Choice:
    """A mentor as the mentee sees them."""

    mentor: Enrolment
    reasons: tuple[str, ...]
    competencies: tuple[str, ...]
    free: int
    place: int | None


@dataclass(frozen=True)
class Choices:
    """Those chosen, then the best of the others; how many of them there are, and all keys."""

    shown: tuple[Choice, ...]
    found: int
    allowed: frozenset[str]


def choosing(user: Any) -> list[Enrolment]:
    """Where this user may say now whom they would like, with what they said."""
    rows = as_mentee(user, MatchMode.RANKED).prefetch_related("mentor_wishes")
    return [row for row in rows if is_waiting(row)]


def as_mentee(user: Any, *modes: str) -> "QuerySet[Enrolment]":
    """Where the user is selected as a mentee or peer, people are matched, and have this kind of say."""
    policies = MatchPolicy.objects.filter(in_use=True, mode__in=modes)
    rows = Enrolment.objects.filter(
        person__user=user,
        role__in=SEEKING,
        state=EnrolmentState.SELECTED,
        cohort__stage__in=MATCHABLE,
        cohort__program__match_policies__in=policies,
    )
    return rows.select_related("cohort__program", "track").order_by("applied_at", "pk")


def may_choose(enrolment: Enrolment) -> bool:
    """Whether it is this mentee's turn to say whom they would like."""
    policy = current(enrolment.cohort.program)
    ranked = policy is not None and policy.mode == MatchMode.RANKED
    return ranked and enrolment.cohort.stage in MATCHABLE and is_waiting(enrolment)


def allowed(enrolment: Enrolment, now: datetime) -> frozenset[str]:
    """All mentors whom the rules allow, by key."""
    return frozenset(candidates_for(enrolment, now).mentors)


def choices(enrolment: Enrolment, *, now: datetime, words: str = "") -> Choices:
    """The mentors whom the rules allow, those chosen first; `words` are parts of names.

    Who is kept apart from the mentee is not among them, and nothing says so.
    """
    problem = _problem(enrolment, now)
    found = candidates(problem, str(enrolment.pk))
    chosen = wished(enrolment)
    named = _named(found.mentors, words)
    mine = sorted(set(found.mentors) & chosen.keys(), key=lambda key: chosen[key])
    others = [key for key in found.mentors if key in named and key not in chosen]
    free = {person.id: person.capacity for person in problem.participants}
    shown = _shown([*mine, *others[:SHOWN]], found, chosen, free)
    return Choices(tuple(shown), len(others), frozenset(found.mentors))


def choice_of(enrolment: Enrolment, mentor: str, *, now: datetime) -> Choice | None:
    """One mentor as the mentee sees them; None for somebody whom the rules don't allow."""
    problem = _problem(enrolment, now)
    found = candidates(problem, str(enrolment.pk))
    if mentor not in found.mentors:
        return None
    free = {person.id: person.capacity for person in problem.participants}
    return next(iter(_shown([mentor], found, {}, free)))


def _problem(enrolment: Enrolment, now: datetime) -> Problem:
    policy = unsaved(enrolment.cohort.program)
    problem = problem_for(
        cohort=enrolment.cohort,
        track=enrolment.track,
        policy=policy,
        weights=weights_of(policy) | {"wishes": Weight.IGNORE},
        now=now,
        wishes=Wishes(vetoes=_unanswered(enrolment)),
        mentee=enrolment,
    )
    kept = promised(enrolment)
    people = problem.participants
    fewer = tuple(replace(each, capacity=max(0, each.capacity - kept[each.id])) for each in people)
    return replace(problem, participants=fewer)


def _unanswered(enrolment: Enrolment) -> frozenset[PairKey]:
    """Whoever let a request of this mentee run out is not asked by them again."""
    rows = Offer.objects.filter(
        proposal__mentee=enrolment, proposal__run__state=RunState.ASKED, state=OfferState.EXPIRED
    )
    mentors = rows.values_list("proposal__mentor", flat=True)
    return frozenset(PairKey(str(enrolment.pk), str(mentor)) for mentor in mentors)


def candidates_for(enrolment: Enrolment, now: datetime) -> Candidates:
    """The same with what speaks for each, for whoever writes a pair down."""
    return candidates(_problem(enrolment, now), str(enrolment.pk))


def _named(keys: Sequence[str], words: str) -> set[str]:
    """Those of whose names all these words are parts."""
    if not words.split():
        return set(keys)
    rows = Enrolment.objects.filter(pk__in=keys)
    for word in words.split():
        rows = rows.filter(person__sort_key__icontains=word)
    return {str(key) for key in rows.values_list("pk", flat=True)}


def wished(enrolment: Enrolment) -> dict[str, int]:
    """Whom the mentee would like: mentor → place."""
    rows = MentorWish.objects.filter(mentee=enrolment)
    return {str(mentor): place for mentor, place in rows.values_list("mentor", "place")}


def _shown(
    keys: list[str], found: Candidates, chosen: Mapping[str, int], free: Mapping[str, int]
) -> Iterator[Choice]:
    rows = Enrolment.objects.filter(pk__in=keys)
    rows = rows.select_related("person__business_unit", "person__profile", "tier")
    mentors = {str(row.pk): row for row in rows}
    known, offers = reasons.names(), _offered(mentors.values())
    for key in keys:
        strengths = [reasons.stored(each) for each in found.strengths(key)]
        yield Choice(
            mentor=mentors[key],
            reasons=reasons.for_participants(strengths, known, is_mentor=False),
            competencies=tuple(offers.get(mentors[key].person_id, ())),
            free=free[key],
            place=chosen.get(key),
        )


def _offered(mentors: Any) -> dict[UUID, list[str]]:
    people = [row.person_id for row in mentors]
    rows = PersonCompetency.objects.filter(person__in=people, direction=Direction.OFFERED)
    found: dict[UUID, list[str]] = {}
    for person, name in rows.order_by("competency__name").values_list("person", "competency__name"):
        found.setdefault(person, []).append(name)
    return found
