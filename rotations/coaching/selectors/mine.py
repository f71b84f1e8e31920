"""A coach's or a coachee's own view."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from core.accounts.once import once
from engagements.enums import MemberRole
from engagements.selectors.membership import COACHING, roles_in_relationships
from engagements.selectors.relationships import Relationship, relationships_of
from participants.selectors import person_of
from programs.enums import Format
from rotations.coaching.enums import SearchState
from rotations.coaching.selectors.hours import minutes_left_of
from rotations.models import CoachingEngagement, CoachProfile, CoachProposal, CoachSearch

OPEN = (SearchState.CHOOSING, SearchState.ASKED)


@dataclass(frozen=True)
class MyCoaching:
    """A coaching as one of its members sees it."""

    coaching: CoachingEngagement
    one: Relationship
    left: int

    @property
    def is_coach(self) -> bool:
        """Whether the reader is the coach."""
        return bool(self.one.me.role == MemberRole.COACH)


def has_coaching(user: Any) -> bool:
    """Whether there is anything for the user: a profile, a coaching, a choice, a question."""
    return once(user, "coaching", lambda: _has_coaching(user))


def _has_coaching(user: Any) -> bool:
    me = person_of(user)
    return me is not None and bool(
        roles_in_relationships(user) & COACHING
        or CoachProfile.objects.filter(person=me.pk).exists()
        or CoachSearch.objects.filter(enrolment__person=me.pk, state__in=OPEN).exists()
    )


def coach_behind(user: Any) -> CoachProfile | None:
    """The user's own place in the pool."""
    return CoachProfile.objects.filter(person__user=user.pk).first()


def coachings_of(user: Any, *, now: datetime) -> list[MyCoaching]:
    """Those that go on first."""
    me = person_of(user)
    found = relationships_of(me, now=now) if me else []
    coached = [one for one in found if one.engagement.format == Format.COACHING]
    return _with_hours(coached)


def searches_of(user: Any) -> "QuerySet[CoachSearch]":
    """Where the user may choose, or waits for an answer."""
    rows = CoachSearch.objects.filter(enrolment__person__user=user, state__in=OPEN)
    return rows.select_related("contract__program")


def questions_to(user: Any) -> "QuerySet[CoachProposal]":
    """Who has chosen the user, or wants to talk first; those to answer first."""
    asked = Q(search__state=SearchState.ASKED, chosen_at__isnull=False)
    called = Q(search__state=SearchState.CHOOSING, call_at__isnull=False, declined_at=None)
    rows = CoachProposal.objects.filter(asked | called, coach__person__user=user)
    return rows.select_related("search__enrolment__person").order_by("chosen_at", "call_at", "id")


def _with_hours(found: Iterable[Relationship]) -> list[MyCoaching]:
    ones = {one.engagement.pk: one for one in found}
    rows = list(CoachingEngagement.objects.filter(engagement__in=ones).select_related("contract"))
    left = minutes_left_of(rows)
    made = {
        row.engagement_id: MyCoaching(row, ones[row.engagement_id], left[row.pk]) for row in rows
    }
    return [made[key] for key in ones if key in made]
