"""Facts between two moments, for figures: metrics counts them, behind the privacy gateway.

They are about mentoring; coaching has a ledger of its own.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from engagements.enums import GoalState, MemberRole, SessionState
from engagements.models import Attendance, CheckIn, Engagement, EngagementMember, Goal
from engagements.naming import is_circle
from engagements.selectors.agreements import cadences
from programs.enums import Format
from programs.models import Cohort


@dataclass(frozen=True)
class EngagementActivity:
    """Sessions of one relationship in [since, until): held, and due by its rhythm.

    What is due in adjoining spans adds up. `missed` says how many of those held each member of a circle
    did not come to, as far as somebody has noted it.
    """

    engagement_id: UUID
    cohort_id: UUID
    track_id: UUID
    people: tuple[UUID, ...]
    mentors: tuple[UUID, ...]
    mentees: tuple[UUID, ...]
    started_at: datetime
    ended_at: datetime | None
    held: int
    expected: int
    missed: Mapping[UUID, int] = field(default_factory=dict)


@dataclass(frozen=True)
class GoalActivity:
    """Progress of one goal, in percent, at both ends of a span; set later, it begins at 0."""

    goal_id: UUID
    person_id: UUID
    engagement_id: UUID
    cohort_id: UUID
    track_id: UUID
    before: int
    after: int
    reached: bool


@dataclass(frozen=True)
class FitAnswer:
    """One answered check-in: fit and progress from 1 to 5, None where left out."""

    checkin_id: UUID
    person_id: UUID
    engagement_id: UUID
    cohort_id: UUID
    track_id: UUID
    answered_at: datetime
    fit: int | None
    progress: int | None


def engagement_activity(
    *,
    since: datetime,
    until: datetime,
    cohorts: Iterable[Cohort] | None = None,
    people: Collection[UUID] | None = None,
) -> list[EngagementActivity]:
    """Every relationship that was open at some moment of the span, of these people if given.

    A short conversation has no rhythm, so nothing of it is held against a plan.
    """
    rows = Engagement.objects.exclude(format__in=(Format.COACHING, Format.FLASH))
    rows = rows.filter(started_at__lt=until).exclude(ended_at__lte=since)
    if cohorts is not None:
        rows = rows.filter(cohort__in=list(cohorts))
    if people is not None:
        theirs = EngagementMember.objects.filter(person__in=people)
        rows = rows.filter(pk__in=theirs.values("engagement"))
    in_span = Q(
        sessions__state=SessionState.HELD,
        sessions__starts_at__gte=since,
        sessions__starts_at__lt=until,
    )
    counted = rows.annotate(held=Count("sessions", filter=in_span)).select_related("track")
    found, members = list(counted.order_by("pk")), _members(rows, since, until)
    days, missed = cadences(found), _missed(found, since, until)
    made = [_activity(row, members[row.pk], days[row.pk], since, until) for row in found]
    return [replace(each, missed=missed.get(each.engagement_id, {})) for each in made]


def _missed(
    rows: Iterable[Engagement], since: datetime, until: datetime
) -> dict[UUID, dict[UUID, int]]:
    """For each circle, how many sessions somebody did not come to."""
    circles = [row.pk for row in rows if is_circle(row)]
    if not circles:
        return {}
    absent = Attendance.objects.filter(
        session__engagement__in=circles,
        session__state=SessionState.HELD,
        session__starts_at__gte=since,
        session__starts_at__lt=until,
        came=False,
    )
    found: dict[UUID, dict[UUID, int]] = defaultdict(dict)
    counted = absent.values_list("session__engagement", "person").annotate(n=Count("pk"))
    for circle, person, n in counted.order_by("session__engagement", "person"):
        found[circle][person] = n
    return found


def _members(
    rows: "QuerySet[Engagement]", since: datetime, until: datetime
) -> dict[UUID, list[tuple[UUID, str]]]:
    """The people of each relationship and their roles, in the order of roles; of a circle, those who
    were in it at some moment of the span.
    """
    found: dict[UUID, list[tuple[UUID, str]]] = defaultdict(list)
    columns = ("engagement", "person", "role")
    members = EngagementMember.objects.filter(engagement__in=rows.order_by().values("pk"))
    gone = Q(left_at__lte=since) | Q(joined_at__gte=until)
    members = members.exclude(gone & Q(engagement__format=Format.CIRCLE))
    for engagement, person, role in members.order_by("role", "pk").values_list(*columns):
        found[engagement].append((person, role))
    return found


def goal_activity(
    *,
    since: datetime,
    until: datetime,
    cohorts: Iterable[Cohort] | None = None,
    people: Collection[UUID] | None = None,
) -> list[GoalActivity]:
    """Every goal set before the end of the span and not closed before its beginning."""
    rows = Goal.objects.filter(created_at__lt=until, engagement__isnull=False)
    rows = rows.exclude(closed_at__lt=since).exclude(engagement__format=Format.COACHING)
    rows = rows.defer("title", "success")
    if cohorts is not None:
        rows = rows.filter(engagement__cohort__in=list(cohorts))
    if people is not None:
        rows = rows.filter(person__in=people)
    found = rows.select_related("engagement").prefetch_related("updates").order_by("pk")
    return [_goal(row, since, until) for row in found]


def fit_answers(
    *,
    since: datetime,
    until: datetime,
    cohorts: Iterable[Cohort] | None = None,
    people: Collection[UUID] | None = None,
) -> list[FitAnswer]:
    """Every check-in answered in [since, until)."""
    rows = CheckIn.objects.filter(answered_at__gte=since, answered_at__lt=until)
    rows = rows.exclude(engagement__format=Format.COACHING)
    if cohorts is not None:
        rows = rows.filter(engagement__cohort__in=list(cohorts))
    if people is not None:
        rows = rows.filter(person__in=people)
    columns = ("pk", "person", "engagement", "engagement__cohort", "engagement__track")
    answers = ("answered_at", "fit", "progress")
    return [FitAnswer(*row) for row in rows.order_by("pk").values_list(*columns, *answers)]


def expected_sessions(
    *,
    started_at: datetime,
    ended_at: datetime | None,
    every_days: int,
    since: datetime,
    until: datetime,
) -> int:
    """How many whole rhythms since the start end in (since, until], while it was open."""
    end = min(until, ended_at or until)
    begin = max(since, started_at)
    if end <= begin:
        return 0
    return (end - started_at).days // every_days - (begin - started_at).days // every_days


def _activity(
    row: "Engagement",
    members: list[tuple[UUID, str]],
    every_days: int,
    since: datetime,
    until: datetime,
) -> EngagementActivity:
    peers = tuple(person for person, role in members if role == MemberRole.PEER)
    return EngagementActivity(
        engagement_id=row.pk,
        cohort_id=row.cohort_id,
        track_id=row.track_id,
        people=tuple(person for person, _role in members),
        mentors=tuple(person for person, role in members if role == MemberRole.MENTOR) or peers[1:],
        mentees=tuple(person for person, role in members if role == MemberRole.MENTEE) or peers[:1],
        started_at=row.started_at,
        ended_at=row.ended_at,
        held=row.held,  # type: ignore[attr-defined]
        expected=expected_sessions(
            started_at=row.started_at,
            ended_at=row.ended_at,
            every_days=every_days,
            since=since,
            until=until,
        ),
    )


def _goal(row: Goal, since: datetime, until: datetime) -> GoalActivity:
    steps = sorted(row.updates.all(), key=lambda step: step.at)
    engagement = row.engagement
    assert engagement is not None  # noqa: S101 - the query leaves out the others
    closed = row.closed_at is not None and row.closed_at < until
    return GoalActivity(
        goal_id=row.pk,
        person_id=row.person_id,
        engagement_id=engagement.pk,
        cohort_id=engagement.cohort_id,
        track_id=engagement.track_id,
        before=next((step.after for step in reversed(steps) if step.at < since), 0),
        after=next((step.after for step in reversed(steps) if step.at < until), 0),
        reached=closed and row.state == GoalState.REACHED,
    )
