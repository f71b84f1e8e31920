"""Sign-ups as the engine sees them: terms and numbers, and never anything that is protected."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import CharField
from django.db.models.functions import Cast

from core.questionnaires.models import Response
from core.questionnaires.selectors import plain_answers
from core.records.keys import among
from matching.engine import Participant, Role
from matching.models import MentorWish
from participants.enums import Direction
from participants.models import PersonCompetency
from participants.selectors import organisation
from programs.enums import ParticipantRole
from programs.models import Enrolment, Grade

MINUTE = 60
#: What is read of a person, with their profile.
OF_PERSON = (
    "business_unit", "function", "seniority", "grade", "timezone", "profile__languages",
    "profile__working_style", "profile__experience_years", "profile__hours_a_month",
)  # fmt: skip


@dataclass(frozen=True)
class Background:
    """What is known about people beside their own rows; a fixed number of queries for any cohort."""

    offered: Mapping[str, frozenset[str]]  # by person
    wanted: Mapping[str, frozenset[str]]
    answers: Mapping[UUID, Mapping[str, Any]]
    grades: Mapping[str, int]
    timezone: str
    now: datetime
    offsets: dict[str, int] = field(default_factory=dict)


def background(enrolments: Iterable[Enrolment], now: datetime) -> Background:
    """Competencies, submitted answers without anybody's words, the ladder of grades."""
    rows = list(enrolments)
    held = PersonCompetency.objects.filter(person__in=among([row.person_id for row in rows]))
    competencies: dict[str, dict[str, set[str]]] = {side: {} for side in Direction.values}
    written = (Cast(name, CharField()) for name in ("person", "competency"))
    for side, person, key in held.values_list("direction", *written):
        competencies[side].setdefault(person, set()).add(key)
    ours = organisation()
    return Background(
        offered=_frozen(competencies[Direction.OFFERED]),
        wanted=_frozen(competencies[Direction.WANTED]),
        answers=_answers(rows),
        grades={grade.name.casefold(): grade.position for grade in Grade.objects.all()},
        timezone=ours.timezone if ours else "UTC",
        now=now,
    )


def _frozen(found: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
    return {key: frozenset(values) for key, values in found.items()}


def _answers(rows: list[Enrolment]) -> dict[UUID, dict[str, Any]]:
    """Each enrolment's submitted answers."""
    responses = Response.objects.filter(
        context_type=Enrolment._meta.label,
        context_id__in=among([row.pk for row in rows]),
        state=Response.State.SUBMITTED,
    )
    of = dict(responses.values_list("pk", "context_id"))
    return {of[key]: answers for key, answers in plain_answers(responses).items()}


def wished_by(enrolments: Iterable[Enrolment]) -> dict[UUID, tuple[str, ...]]:
    """Whom each mentee or peer would like, by enrolment, the dearest first."""
    found: dict[UUID, list[str]] = {}
    rows = MentorWish.objects.filter(mentee__in=among([row.pk for row in enrolments]))
    for mentee, mentor in rows.order_by("mentee", "place").values_list("mentee", "mentor"):
        found.setdefault(mentee, []).append(str(mentor))
    return {mentee: tuple(mentors) for mentee, mentors in found.items()}


def participants(
    enrolment: Enrolment,
    known: Background,
    capacity: int,
    wished: tuple[str, ...] = (),
    barred: str = "",
) -> list[Participant]:
    """One sign-up, which for a peer is one on either side; `barred` by which rule, if by any."""
    roles = {ParticipantRole.MENTOR: [Role.MENTOR], ParticipantRole.PEER: list(Role)}
    own = roles.get(ParticipantRole(enrolment.role), [Role.MENTEE])
    one = participant(enrolment, own[0], known, capacity, wished)
    return [replace(one, role=role, barred=barred) for role in own]


def participant(
    enrolment: Enrolment,
    role: Role,
    known: Background,
    capacity: int,
    wished: tuple[str, ...] = (),
) -> Participant:
    """A sign-up on one side. Answers to the application win over what the profile says."""
    return Participant(
        id=str(enrolment.pk),
        role=role,
        capacity=capacity,
        person=str(enrolment.person_id),
        terms={key: terms for key, terms in _terms(enrolment, known).items() if terms},
        numbers={key: n for key, n in _numbers(enrolment, known).items() if n is not None},
        rankings=wished,
    )


def _terms(enrolment: Enrolment, known: Background) -> dict[str, frozenset[str]]:
    person, answers = enrolment.person, known.answers.get(enrolment.pk, {})
    profile = getattr(person, "profile", None)
    key = str(person.pk)
    offered, wanted = known.offered.get(key), known.wanted.get(key)
    return {
        "offered": _several(answers.get("offered")) or offered or frozenset(),
        "wanted": _several(answers.get("wanted")) or wanted or frozenset(),
        "languages": _several(answers.get("languages") or (profile and profile.languages)),
        "working_style": _several([profile.working_style] if profile else None),
        "unit": _several([person.business_unit_id]),
        "function": _several([person.function_id]),
    }


def _several(values: Iterable[Any] | None) -> frozenset[str]:
    return frozenset(str(value) for value in values or () if value)


def _numbers(enrolment: Enrolment, known: Background) -> dict[str, int | None]:
    person, answers = enrolment.person, known.answers.get(enrolment.pk, {})
    profile = getattr(person, "profile", None)
    rank = person.seniority
    if rank is None:
        rank = known.grades.get(person.grade.casefold())
    years = profile.experience_years if profile else None
    return {
        "rank": rank,
        "rank_down": _down(rank),
        "time_zone": _offset(person.timezone or known.timezone, known),
        "experience": years,
        "experience_down": _down(years),
        "hours": _whole(answers.get("hours")) or (profile.hours_a_month if profile else None),
    }


def _down(number: int | None) -> int | None:
    """The number turned round, where less is asked for than the other has; always under 0, by which
    whoever words a reason can tell.
    """
    return None if number is None else -number - 1


def _whole(value: Any) -> int | None:
    return int(value) if isinstance(value, int | float) else None


def _offset(name: str, known: Background) -> int:
    """Minutes east of UTC on the day of the run."""
    if name not in known.offsets:
        offset = known.now.astimezone(ZoneInfo(name)).utcoffset()
        known.offsets[name] = int(offset.total_seconds()) // MINUTE if offset else 0
    return known.offsets[name]
