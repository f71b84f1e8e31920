"""What those who pay for coaching may know: hours, sessions, and titles where they were shared.

Everything here is a frozen value made from named columns, so no text can travel along.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Min, Q, QuerySet

from engagements.enums import EngagementState, MemberRole, SessionState
from engagements.models import Goal
from engagements.selectors.metadata import SharedGoal, shared_goals
from programs.models import Program
from rotations.coaching.selectors.hours import used_by
from rotations.models import CoachingEngagement, ThreeWayContract


@dataclass(frozen=True)
class CoachingFacts:
    """One coaching from outside."""

    id: UUID
    engagement_id: UUID
    contract_id: UUID
    coachee_id: UUID
    coachee: str
    coach: str
    state: str
    state_label: str
    granted: int
    used: int
    held: int
    last_held_at: datetime | None
    next_at: datetime | None
    agreement_id: UUID | None
    is_signed: bool
    is_seen: bool
    shows_titles: bool
    goals: tuple[SharedGoal, ...]

    @property
    def is_overrun(self) -> bool:
        """Whether more was used than granted."""
        return self.used > self.granted


def coachings_in(program: Program) -> list[CoachingFacts]:
    """All coaching of a program, by the coachee's name."""
    return coachings_of(CoachingEngagement.objects.filter(contract__program=program))


def coachings_of(rows: "QuerySet[CoachingEngagement]") -> list[CoachingFacts]:
    """The facts of each, by the coachee's name; a fixed number of queries."""
    held = Q(engagement__sessions__state=SessionState.HELD)
    ahead = Q(engagement__sessions__state=SessionState.PLANNED)
    counted = rows.select_related("engagement").prefetch_related(
        "engagement__members__person", "three_way_contracts__signatures"
    )
    found = list(
        counted.annotate(
            held=Count("engagement__sessions", filter=held),
            last_held_at=Max("engagement__sessions__starts_at", filter=held),
            next_at=Min("engagement__sessions__starts_at", filter=ahead),
        )
    )
    used, titles = used_by(found), _titles(found)
    facts = [_facts(row, used.get(row.pk, 0), titles) for row in found]
    return sorted(facts, key=lambda one: (one.coachee, str(one.id)))


def shows_titles(coaching: CoachingEngagement) -> bool:
    """Whether the latest version lets titles of shared goals be read."""
    latest = _latest(coaching)
    return latest is not None and latest.shows_titles


def _latest(coaching: CoachingEngagement) -> ThreeWayContract | None:
    return next(iter(coaching.three_way_contracts.all()), None)


def _titles(found: Sequence[CoachingEngagement]) -> dict[UUID, list[SharedGoal]]:
    """Titles by relationship: only where the coachee let them be seen, goal by goal."""
    open_ones = [row.engagement_id for row in found if shows_titles(row)]
    goals = Goal.objects.filter(engagement__in=open_ones, title_shared=True)
    where: dict[UUID, Any] = dict(goals.values_list("pk", "engagement"))
    titles: dict[UUID, list[SharedGoal]] = defaultdict(list)
    for goal in shared_goals(goals):
        titles[where[goal.id]].append(goal)
    return titles


def _facts(
    row: CoachingEngagement, used: int, titles: dict[UUID, list[SharedGoal]]
) -> CoachingFacts:
    names = {member.role: member.person for member in row.engagement.members.all()}
    latest = _latest(row)
    members = {person.pk for person in names.values()}
    signed = {each.person_id for each in latest.signatures.all()} if latest else set()
    return CoachingFacts(
        id=row.pk,
        engagement_id=row.engagement_id,
        contract_id=row.contract_id,
        coachee_id=names[MemberRole.COACHEE].pk,
        coachee=names[MemberRole.COACHEE].name,
        coach=names[MemberRole.COACH].name,
        state=row.engagement.state,
        state_label=str(EngagementState(row.engagement.state).label),
        granted=row.minutes,
        used=used,
        held=row.held,  # type: ignore[attr-defined]
        last_held_at=row.last_held_at,  # type: ignore[attr-defined]
        next_at=row.next_at,  # type: ignore[attr-defined]
        agreement_id=latest.pk if latest else None,
        is_signed=members <= signed,
        is_seen=bool(latest and latest.seen_at),
        shows_titles=bool(latest and latest.shows_titles),
        goals=tuple(titles.get(row.engagement_id, ())),
    )
