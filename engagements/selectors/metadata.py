"""What those who run a program may know of its relationships: facts, never words.

Everything here is a frozen value made from named columns, so no text can travel along.
"""

from collections import Counter, defaultdict
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

from engagements.enums import ClosingReason, EngagementState, GoalState, MemberRole, SessionState
from engagements.models import CheckIn, Engagement, EngagementMember, Goal, Session
from engagements.selectors.agreements import cadence
from participants.models import Person
from participants.models.people import NAMED_BY
from programs.enums import Format
from programs.models import Cohort

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

#: Silence is a risk after this many rhythms.
PATIENCE = 2

#: What is read of a relationship; `every_days` is its rhythm.
COLUMNS = [
    "pk",
    "cohort_id",
    "format",
    "track__name",
    "state",
    "closing_category",
    "started_at",
    "last_held_at",
    "planned_until",
    "every_days",
]

#: What a name is made of.
NAMED = [f"person__{name}" for name in NAMED_BY]


@dataclass(frozen=True)
class Pair:
    """One relationship from outside; `risk` says why it needs somebody, or nothing."""

    id: UUID
    cohort_id: UUID
    mentors: tuple[str, ...]
    mentees: tuple[str, ...]
    track: str
    state: str
    state_label: "_StrOrPromise"
    reason: "_StrOrPromise"
    last_held_at: datetime | None
    every_days: int
    risk: "_StrOrPromise"

    @property
    def title(self) -> str:
        """The pair's names, the mentee first."""
        return " · ".join((*self.mentees, *self.mentors))


@dataclass(frozen=True)
class PairFacts:
    """A relationship with what is counted of its sessions."""

    pair: Pair
    held: int
    next_at: datetime | None


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


def pairs(cohorts: Iterable[Cohort], *, now: datetime) -> list[Pair]:
    """All mentoring of these cohorts, those at risk first, then by the mentee's name.

    Its sessions are not looked at, however many have been held: `with_sessions` does for a page.
    """
    wanted = list(cohorts)
    mentoring = Engagement.objects.exclude(format=Format.COACHING)
    rows = mentoring.filter(cohort__in=wanted).annotate(every_days=cadence())
    names = _names(wanted)
    told = [_pair(row, names[row.pk], now) for row in rows.values_list(*COLUMNS, named=True)]
    return sorted(told, key=lambda pair: (not pair.risk, pair.title))


def with_sessions(pairs: Iterable[Pair], *, now: datetime) -> list[PairFacts]:
    """These pairs in their order, with what their sessions add."""
    held = Q(state=SessionState.HELD)
    ahead = Q(state=SessionState.PLANNED, starts_at__gt=now)
    chosen = list(pairs)
    rows = Session.objects.filter(engagement__in=[pair.id for pair in chosen]).order_by()
    counted = rows.values("engagement").annotate(
        held=Count("pk", filter=held), next_at=Min("starts_at", filter=ahead)
    )
    found = {row: (n, at) for row, n, at in counted.values_list("engagement", "held", "next_at")}
    return [PairFacts(pair, *found.get(pair.id, (0, None))) for pair in chosen]


def quiet_pairs(cohorts: Iterable[Cohort], *, now: datetime) -> Counter[UUID]:
    """How many relationships of each cohort are at risk: as `pairs` says, counted in the database.

    Its sessions are not looked at: the relationship keeps the last one held and the last planned.
    The rule is that of `_risk`; a test holds the two together.
    """
    patience = ExpressionWrapper(
        (PATIENCE * cadence() + 1) * Value(timedelta(days=1)), DurationField()
    )
    rows = Engagement.objects.filter(cohort__in=list(cohorts), state=EngagementState.ACTIVE)
    rows = rows.exclude(format__in=(Format.COACHING, Format.FLASH))
    rows = rows.exclude(planned_until__gt=now).order_by()
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


def _names(cohorts: Iterable[Cohort]) -> dict[UUID, dict[str, list[str]]]:
    """Who is in each relationship, by role; who has left a circle is no longer named."""
    found: dict[UUID, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    rows = EngagementMember.objects.filter(engagement__cohort__in=cohorts).order_by("pk")
    rows = rows.exclude(engagement__format=Format.CIRCLE, left_at__isnull=False)
    for member in rows.select_related("person").only("engagement_id", "role", *NAMED):
        found[member.engagement_id][member.role].append(member.person.name)
    return found


def _pair(row: Any, names: dict[str, list[str]], now: datetime) -> Pair:
    reason = row.closing_category
    peers = names[MemberRole.PEER]
    return Pair(
        id=row.pk,
        cohort_id=row.cohort_id,
        mentors=tuple(names[MemberRole.MENTOR] or peers[1:]),
        mentees=tuple(names[MemberRole.MENTEE] or peers[:1]),
        track=row.track__name,
        state=row.state,
        state_label=EngagementState(row.state).label,
        reason=ClosingReason(reason).label if reason else "",
        last_held_at=row.last_held_at,
        every_days=row.every_days,
        risk=_risk(row, now),
    )


def _risk(row: Any, now: datetime) -> "_StrOrPromise":
    if row.format == Format.FLASH:  # one conversation has no rhythm
        return ""
    if row.state != EngagementState.ACTIVE or (row.planned_until and row.planned_until > now):
        return ""
    quiet = (now - (row.last_held_at or row.started_at)).days
    if quiet <= PATIENCE * row.every_days:
        return ""
    if row.last_held_at is None:
        return _("No session yet, %(days)d days after the start") % {"days": quiet}
    facts = {"days": quiet, "every": row.every_days}
    return _("Last met %(days)d days ago, usually every %(every)d; nothing planned") % facts
