"""Who has to do with a placement."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from engagements.enums import OPEN_STATES, MemberRole
from engagements.models import Engagement, EngagementMember
from participants.enums import PersonStatus
from participants.models import Person
from programs.enums import EnrolmentState, Format, ParticipantRole, Stage
from programs.models import Enrolment, Program
from rotations.enums.rotating import PlacementRole
from rotations.models import Placement


@dataclass(frozen=True)
class Concerned:
    """One of the three, and as what."""

    role: PlacementRole
    person: Person


def mentees_of(program: Program) -> "QuerySet[Enrolment]":
    """Who may be placed: selected mentees of cohorts that are not over."""
    rows = Enrolment.objects.filter(
        cohort__program=program,
        role=ParticipantRole.MENTEE,
        state=EnrolmentState.SELECTED,
        person__status=PersonStatus.ACTIVE,
    ).exclude(cohort__stage__in=(Stage.DRAFT, Stage.CLOSED))
    related = rows.select_related("person__function", "person__business_unit", "cohort", "track")
    return related.order_by("person__sort_key", "pk")


def engagements_for(placements: Iterable[Placement]) -> dict[UUID, Engagement]:
    """The mentee's relationship in the program of each placement, where there is one; whoever leads a
    circle is not asked about the rotations of its members.
    """
    listed = list(placements)
    rows = EngagementMember.objects.filter(
        person__in={row.person_id for row in listed},
        role=MemberRole.MENTEE,
        left_at=None,
        engagement__state__in=OPEN_STATES,
    )
    rows = rows.exclude(engagement__format=Format.CIRCLE).select_related("engagement__cohort")
    rows = rows.order_by("-engagement__started_at", "pk")
    by_person: dict[tuple[UUID, UUID], Engagement] = {}
    for member in rows:
        place = (member.person_id, member.engagement.cohort.program_id)
        by_person.setdefault(place, member.engagement)
    pairs = ((row.pk, by_person.get((row.person_id, row.slot.program_id))) for row in listed)
    return {key: engagement for key, engagement in pairs if engagement}


def mentors_for(placements: Iterable[Placement]) -> dict[UUID, list[Person]]:
    """The mentors of each placement's mentee in its program."""
    found = engagements_for(placements)
    rows = EngagementMember.objects.filter(
        engagement__in={engagement.pk for engagement in found.values()},
        role=MemberRole.MENTOR,
        left_at=None,
    )
    by_engagement: dict[UUID, list[Person]] = {}
    for member in rows.select_related("person__user").order_by("person__sort_key", "pk"):
        by_engagement.setdefault(member.engagement_id, []).append(member.person)
    return {key: by_engagement.get(one.pk, []) for key, one in found.items()}


def concerned(placement: Placement, mentors: Iterable[Person] | None = None) -> list[Concerned]:
    """Mentee, host, and mentor if there is one; each person once."""
    if mentors is None:
        mentors = mentors_for([placement]).get(placement.pk, [])
    everybody = [
        Concerned(PlacementRole.MENTEE, placement.person),
        Concerned(PlacementRole.HOST, placement.slot.host),
        *(Concerned(PlacementRole.MENTOR, person) for person in mentors),
    ]
    once: dict[Any, Concerned] = {}
    for each in everybody:
        once.setdefault(each.person.pk, each)
    return list(once.values())


def role_of(user: Any, placement: Placement) -> Concerned | None:
    """Which of the three the user is."""
    for each in concerned(placement):
        if each.person.user_id is not None and each.person.user_id == user.pk:
            return each
    return None


def is_over(placement: Placement, today: date) -> bool:
    """Whether its last day has passed."""
    return placement.ends_on < today
