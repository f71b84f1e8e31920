"""What those who run a program may know of its relationships: facts, never words.

Everything here is a frozen value made from named columns, so no text can travel along.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import (
    Count,
    DateTimeField,
    DurationField,
    ExpressionWrapper,
    Min,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from engagements.enums import EngagementState, GoalState, MemberRole, SessionState
from engagements.models import CheckIn, Engagement, Goal
from engagements.permissions import OPEN_STATES
from engagements.selectors.agreements import cadence, cadences
from participants.models import Person
from programs.enums import Format
from programs.models import Cohort

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

#: Silence is a risk after this many rhythms.
PATIENCE = 2


@dataclass(frozen=True)
class PairFacts:
    """One relationship from outside; `risk` says why it needs somebody, or nothing."""

    id: UUID
    cohort_id: UUID
    mentors: tuple[str, ...]
    mentees: tuple[str, ...]
    track: str
    state: str
    state_label: "_StrOrPromise"
    reason: "_StrOrPromise"
    started_at: datetime
    ended_at: datetime | None
    held: int
    planned: int
    last_held_at: datetime | None
    next_at: datetime | None
    every_days: int
    risk: "_StrOrPromise"

    @property
    def title(self) -> str:
        """The pair's names, the mentee first."""
        return " · ".join((*self.mentees, *self.mentors))


@dataclass(frozen=True)
class HelpRequest:
    """Somebody would like to hear from the program team."""

    id: UUID
    person: str
    email: str
    cohort_id: UUID
    asked_at: datetime


@dataclass(frozen=True)
class SharedGoal:
    """A goal whose title its owner has shared with the reader."""

    id: UUID
    person_id: UUID
    person: str
    title: str
    progress: int
    state: str
    state_label: "_StrOrPromise"


def pairs(cohorts: Iterable[Cohort], *, now: datetime) -> list[PairFacts]:
    """All mentoring of these cohorts, those at risk first, then by the mentee's name."""
    mentoring = Engagement.objects.exclude(format=Format.COACHING)
    rows = _with_sessions(mentoring.filter(cohort__in=list(cohorts)), now)
    found = list(rows.select_related("track").prefetch_related("members__person"))
    days = cadences(found)
    facts = [_facts(row, days[row.pk], now) for row in found]
    return sorted(facts, key=lambda pair: (not pair.risk, pair.title))


def quiet_pairs(cohorts: Iterable[Cohort], *, now: datetime) -> Counter[UUID]:
    """How many relationships of each cohort are at risk: as `pairs` says, counted in the database.

    Its sessions are not looked at: the relationship keeps the last one held and the last planned.
    The rule is that of `_risk`; a test holds the two together.
    """
    patience = ExpressionWrapper(
        (PATIENCE * cadence() + 1) * Value(timedelta(days=1)), DurationField()
    )
    rows = Engagement.objects.filter(cohort__in=list(cohorts), state=EngagementState.ACTIVE)
    rows = rows.exclude(format=Format.COACHING).exclude(planned_until__gt=now).order_by()
    rows = rows.alias(silent_since=Coalesce("last_held_at", "started_at"))
    quiet = rows.filter(silent_since__lte=Value(now, DateTimeField()) - patience)
    counted = quiet.values("cohort").annotate(n=Count("pk"))
    return Counter(dict(counted.values_list("cohort", "n")))


def help_requests(cohorts: Iterable[Cohort]) -> list[HelpRequest]:
    """Open requests for help; never what else the person answered."""
    rows = CheckIn.objects.filter(
        engagement__cohort__in=list(cohorts), wants_help=True, help_handled_at=None
    ).exclude(answered_at=None)
    columns = ("pk", "engagement__cohort", "answered_at", "person")
    asked = list(rows.order_by("answered_at").values_list(*columns))
    people = Person.objects.in_bulk([person for *_rest, person in asked])
    return [
        HelpRequest(pk, people[person].name, people[person].email, cohort, at)
        for pk, cohort, at, person in asked
    ]


def shared_with_owner(cohort: Cohort) -> list[SharedGoal]:
    """Goals of a cohort whose titles their owners show to those who run the program.

    What is shown of coaching is agreed in its three-way contract, and read there.
    """
    goals = Goal.objects.filter(engagement__cohort=cohort, title_shared=True)
    return shared_goals(goals.exclude(engagement__format=Format.COACHING))


def shared_goals(goals: "QuerySet[Goal]") -> list[SharedGoal]:
    """The rows as values, by person; the caller has chosen those that the reader may see."""
    rows = goals.select_related("person").order_by("person__sort_key", "created_at")
    return [
        SharedGoal(
            id=goal.pk,
            person_id=goal.person_id,
            person=goal.person.name,
            title=goal.title,
            progress=goal.progress,
            state=goal.state,
            state_label=GoalState(goal.state).label,
        )
        for goal in rows.defer("success")
    ]


def _with_sessions(rows: "QuerySet[Engagement]", now: datetime) -> "QuerySet[Any]":
    held = Q(sessions__state=SessionState.HELD)
    ahead = Q(sessions__state=SessionState.PLANNED, sessions__starts_at__gt=now)
    return rows.annotate(
        held=Count("sessions", filter=held),
        planned=Count("sessions", filter=ahead),
        next_at=Min("sessions__starts_at", filter=ahead),
    )


def _facts(row: Any, every_days: int, now: datetime) -> PairFacts:
    names: dict[str, list[str]] = {MemberRole.MENTOR: [], MemberRole.MENTEE: []}
    for member in row.members.all():
        names[member.role].append(member.person.name)
    return PairFacts(
        id=row.pk,
        cohort_id=row.cohort_id,
        mentors=tuple(names[MemberRole.MENTOR]),
        mentees=tuple(names[MemberRole.MENTEE]),
        track=row.track.name,
        state=row.state,
        state_label=EngagementState(row.state).label,
        reason=row.get_closing_category_display(),
        started_at=row.started_at,
        ended_at=row.ended_at,
        held=row.held,
        planned=row.planned,
        last_held_at=row.last_held_at,
        next_at=row.next_at,
        every_days=every_days,
        risk=_risk(row, every_days, now),
    )


def _risk(row: Any, every_days: int, now: datetime) -> "_StrOrPromise":
    if row.state not in OPEN_STATES or row.state == EngagementState.PAUSED or row.planned:
        return ""
    quiet = (now - (row.last_held_at or row.started_at)).days
    if quiet <= PATIENCE * every_days:
        return ""
    if row.last_held_at is None:
        return _("No session yet, %(days)d days after the start") % {"days": quiet}
    facts = {"days": quiet, "every": every_days}
    return _("Last met %(days)d days ago, usually every %(every)d; nothing planned") % facts
