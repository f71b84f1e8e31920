"""Who needs a new partner in the middle of a program: that they do and since when, never why."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, QuerySet

from engagements.models import EngagementMember, PartnerWish
from engagements.selectors.history import LEARNING
from matching.adapter.problem import places_in, who_waits
from programs.enums import SEEKING, EnrolmentState, Format, ParticipantRole
from programs.models import Cohort, Enrolment, Track


@dataclass(frozen=True)
class Seeker:
    """Somebody whose relationship has ended and who may be matched anew."""

    name: str
    is_mentor: bool
    since: datetime


def seekers(waiting: Iterable[Enrolment], free: Mapping[UUID, int]) -> list[Seeker]:
    """Of the people of one track who wait: mentees and peers who had somebody, and mentors with a free place
    who have asked for another mentee; who has waited longest first.
    """
    rows = list(waiting)
    mentees = [row for row in rows if row.role in SEEKING]
    mentors = [row for row in rows if row.role == ParticipantRole.MENTOR and free.get(row.pk)]
    had, asked = _had(mentees), _asked(mentors)
    found = [Seeker(r.person.name, False, had[r.person_id]) for r in mentees if r.person_id in had]
    found += [
        Seeker(row.person.name, True, asked[row.person_id])
        for row in mentors
        if row.person_id in asked
    ]
    return sorted(found, key=lambda each: (each.since, each.name))


def mentees_in_need(cohorts: Iterable[Cohort]) -> Iterator[tuple[Cohort, int]]:
    """Cohorts in which mentees look for another mentor, with how many."""
    wanted = {cohort.pk: cohort for cohort in cohorts}
    places = _places_to_look_at(list(wanted))
    counts: dict[UUID, int] = dict.fromkeys(wanted, 0)
    tracks = Track.objects.in_bulk([track for _cohort, track in places])
    for cohort, track in places:
        had = _ended(cohort, track).values("person")
        rows = who_waits(wanted[cohort], tracks[track]).filter(person__in=had)
        counts[cohort] += rows.filter(role__in=SEEKING).count()
    return ((wanted[key], number) for key, number in counts.items() if number)


def _places_to_look_at(cohorts: list[UUID]) -> list[tuple[UUID, UUID]]:
    """Cohorts and tracks with a mentee who had somebody and has no place: few, so the rest of the
    question is asked of each of these alone.
    """
    here = {"person": OuterRef("person")}
    over = EngagementMember.objects.filter(
        engagement__cohort=OuterRef("cohort"), engagement__track=OuterRef("track"),
        engagement__ended_at__isnull=False, role__in=LEARNING, **here,
    )  # fmt: skip
    placed = places_in(OuterRef("cohort"), OuterRef("track")).filter(**here)
    rows = Enrolment.objects.filter(
        Exists(over), ~Exists(placed), cohort__in=cohorts,
        role__in=SEEKING, state=EnrolmentState.SELECTED,
    )  # fmt: skip
    rows = rows.exclude(track__format__in=(Format.COACHING, Format.FLASH))
    return list(rows.order_by().values_list("cohort", "track").distinct())


def _ended(cohort: UUID, track: UUID) -> "QuerySet[EngagementMember]":
    rows = EngagementMember.objects.filter(
        role__in=LEARNING, engagement__cohort=cohort, engagement__track=track
    )
    return rows.exclude(engagement__ended_at=None)


def _had(mentees: list[Enrolment]) -> dict[UUID, datetime]:
    """When their last relationship here ended."""
    if not mentees:
        return {}
    rows = _ended(mentees[0].cohort_id, mentees[0].track_id)
    rows = rows.filter(person__in=[row.person_id for row in mentees]).order_by()
    return dict(
        rows.values("person").annotate(at=Max("engagement__ended_at")).values_list("person", "at")
    )


def _asked(mentors: list[Enrolment]) -> dict[UUID, datetime]:
    if not mentors:
        return {}
    rows = PartnerWish.objects.filter(
        engagement__cohort=mentors[0].cohort_id,
        engagement__track=mentors[0].track_id,
        engagement__ended_at__isnull=False,
        person__in=[row.person_id for row in mentors],
        seeks=True,
    )
    ended = rows.order_by().values("person").annotate(at=Max("engagement__ended_at"))
    return dict(ended.values_list("person", "at"))
