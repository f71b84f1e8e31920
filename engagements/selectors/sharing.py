"""What a line manager may know: what their reports chose to show, and nothing else."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from engagements.models import EngagementMember, Goal
from engagements.selectors.metadata import SharedGoal, shared_goals
from participants.enums import PersonStatus
from participants.models import Person
from participants.selectors import person_of


@dataclass(frozen=True)
class Participation:
    """That somebody takes part: in which program, as what, and whether it goes on."""

    program: str
    cohort: str
    role: str
    since: date
    state_label: Any
    is_open: bool


@dataclass(frozen=True)
class Report:
    """One of the manager's people and what they show."""

    person: Person
    participations: tuple[Participation, ...]
    goals: tuple[SharedGoal, ...]


def has_reports(user: Any) -> bool:
    """Whether the user is somebody's line manager."""
    me = person_of(user)
    return me is not None and _active(manager=me.pk).exists()


def team_of(user: Any, *, today: date) -> list[Report]:
    """The reports by name; those who show nothing look like those who take part in nothing."""
    people = list(_reports(user).order_by("sort_key"))
    members = EngagementMember.objects.filter(
        person__in=people, manager_may_see=True, left_at=None
    ).select_related("engagement__cohort__program")
    goals = shared_goals(Goal.objects.filter(person__in=people, manager_until__gte=today))
    return [
        Report(
            person,
            tuple(_participation(row) for row in members if row.person_id == person.pk),
            tuple(goal for goal in goals if goal.person_id == person.pk),
        )
        for person in people
    ]


def _reports(user: Any) -> Any:
    return _active(manager__user=user)


def _active(**manager: Any) -> Any:
    return Person.objects.filter(status=PersonStatus.ACTIVE, **manager)


def _participation(member: EngagementMember) -> Participation:
    engagement = member.engagement
    return Participation(
        program=engagement.cohort.program.name,
        cohort=engagement.cohort.name,
        role=str(member.get_role_display()),
        since=engagement.started_at.date(),
        state_label=engagement.get_state_display(),
        is_open=engagement.ended_at is None,
    )
