"""Whom a mentee may choose from, where the policy lets mentees say whom they would like."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from matching import reasons
from matching.adapter import problem_for, who_waits
from matching.engine import Candidate, candidates
from matching.enums import MatchMode
from matching.models import MatchPolicy, MentorWish
from matching.selectors.policies import weights_of
from participants.enums import Direction
from participants.models import PersonCompetency
from programs.enums import EnrolmentState, ParticipantRole, Stage
from programs.models import Enrolment

#: How many mentors the page proposes; the others are found by name.
SHOWN = 20
REASONS = 3
STAGES = (Stage.MATCHING, Stage.RUNNING)


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
    """Those chosen, then the best of the others; how many there are, and all their keys."""

    shown: tuple[Choice, ...]
    found: int
    allowed: frozenset[str]


def choosing(user: Any) -> list[Enrolment]:
    """Where this user may say now whom they would like; how many they chose is `wished`."""
    rows = Enrolment.objects.filter(
        person__user=user,
        role=ParticipantRole.MENTEE,
        state=EnrolmentState.SELECTED,
        cohort__stage__in=STAGES,
        cohort__program__match_policies__in=MatchPolicy.objects.filter(
            in_use=True, mode=MatchMode.RANKED
        ),
    )
    rows = rows.select_related("cohort__program", "track").prefetch_related("mentor_wishes")
    return [row for row in rows.order_by("applied_at", "pk") if _waits(row)]


def may_choose(enrolment: Enrolment) -> bool:
    """Whether it is this mentee's turn to say whom they would like."""
    policy = _policy(enrolment)
    return policy is not None and enrolment.cohort.stage in STAGES and _waits(enrolment)


def _policy(enrolment: Enrolment) -> MatchPolicy | None:
    rows = MatchPolicy.objects.filter(in_use=True, mode=MatchMode.RANKED)
    return rows.filter(program=enrolment.cohort.program_id).first()


def _waits(enrolment: Enrolment) -> bool:
    rows = who_waits(enrolment.cohort, enrolment.track)
    return rows.filter(pk=enrolment.pk, role=ParticipantRole.MENTEE).exists()


def choices(enrolment: Enrolment, *, now: datetime, words: str = "") -> Choices:
    """The mentors whom the rules allow, those chosen first; `words` are parts of names.

    Who is kept apart from the mentee is not among them, and nothing says so.
    """
    free, found = _candidates(enrolment, now)
    chosen = wished(enrolment)
    ours = Enrolment.objects.filter(pk__in=[each.mentor for each in found])
    for word in words.split():
        ours = ours.filter(person__sort_key__icontains=word)
    named = {str(key) for key in ours.values_list("pk", flat=True)}
    mine = sorted((c for c in found if c.mentor in chosen), key=lambda c: chosen[c.mentor])
    others = [c for c in found if c.mentor in named and c.mentor not in chosen]
    shown = [*mine, *others[:SHOWN]]
    return Choices(
        tuple(_shown(shown, chosen, free)), len(others), frozenset(c.mentor for c in found)
    )


def _candidates(
    enrolment: Enrolment, now: datetime
) -> tuple[Mapping[str, int], tuple[Candidate, ...]]:
    policy = _policy(enrolment)
    if policy is None:
        return {}, ()
    problem = problem_for(
        cohort=enrolment.cohort,
        track=enrolment.track,
        policy=policy,
        weights=weights_of(policy) | {"wishes": "ignore"},
        now=now,
        mentee=enrolment,
    )
    free = {person.id: person.capacity for person in problem.participants}
    return free, candidates(problem, str(enrolment.pk))


def wished(enrolment: Enrolment) -> dict[str, int]:
    """Whom the mentee would like: mentor → place."""
    rows = MentorWish.objects.filter(mentee=enrolment)
    return {str(mentor): place for mentor, place in rows.values_list("mentor", "place")}


def _shown(
    found: list[Candidate], chosen: Mapping[str, int], free: Mapping[str, int]
) -> list[Choice]:
    keys = [each.mentor for each in found]
    rows = Enrolment.objects.filter(pk__in=keys)
    rows = rows.select_related("person__business_unit", "person__profile")
    mentors = {str(row.pk): row for row in rows}
    known, offers = reasons.names(), _offered(mentors.values())
    return [
        Choice(
            mentor=mentors[each.mentor],
            reasons=_reasons(each, known),
            competencies=tuple(offers.get(mentors[each.mentor].person_id, ())),
            free=free[each.mentor],
            place=chosen.get(each.mentor),
        )
        for each in found
    ]


def _reasons(candidate: Candidate, known: reasons.Names) -> tuple[str, ...]:
    """What speaks for them, as it will be told if they are proposed."""
    good = [each for each in candidate.factors if each.verdict != "unknown" and each.value >= 50]
    said = [reasons.for_participant(reasons.stored(each), known, is_mentor=False) for each in good]
    return tuple(sentence for sentence in said if sentence)[:REASONS]


def _offered(mentors: Any) -> dict[UUID, list[str]]:
    people = [row.person_id for row in mentors]
    rows = PersonCompetency.objects.filter(person__in=people, direction=Direction.OFFERED)
    found: dict[UUID, list[str]] = {}
    for person, name in rows.order_by("competency__name").values_list("person", "competency__name"):
        found.setdefault(person, []).append(name)
    return found
