"""What the lower rooms know about one program in one month, person by person.

All facts are taken as they stood at the month's end, so that a rollup gives the same rows whenever
it runs. Engagements answer through their selectors; enrolments are replayed from their history.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from engagements.enums import GoalState
from engagements.models import Goal
from engagements.selectors import activity
from metrics.months import Month
from programs.enums import EnrolmentState
from programs.models import (
    Cohort,
    Enrolment,
    EnrolmentChange,
    Milestone,
    MilestoneProgress,
    Program,
)

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
UNDECIDED = (EnrolmentState.STARTED, EnrolmentState.APPLIED)
TAKES_PART = (EnrolmentState.SELECTED, EnrolmentState.COMPLETED)


@dataclass(frozen=True)
class Amount:
    """A person's part of a ratio."""

    numerator: Decimal
    denominator: Decimal

    def __add__(self, other: "Amount") -> "Amount":
        return Amount(self.numerator + other.numerator, self.denominator + other.denominator)


Amounts = dict[UUID, Amount]


@dataclass(frozen=True)
class Standing:
    """An enrolment as it stood at the month's end."""

    enrolment_id: UUID
    person_id: UUID
    cohort: Cohort
    track_id: UUID
    state: str


@dataclass(frozen=True)
class Place:
    """Where a person counts: the cohort and track that they joined last."""

    cohort_id: UUID
    track_id: UUID


class Facts:
    """One program in one month; each kind of fact is asked for once, when first needed."""

    def __init__(
        self,
        *,
        program: Program,
        month: Month,
        zone: ZoneInfo,
        people: Iterable[UUID] | None = None,
    ) -> None:
        """`people` limits what is read to what concerns them; None reads all."""
        self.program, self.month = program, month
        self.since, self.until = month.begins(zone), month.ends(zone)
        self.last_day = (self.until.astimezone(zone) - timedelta(days=1)).date()
        self._people = None if people is None else set(people)

    @cached_property
    def cohorts(self) -> dict[UUID, Cohort]:
        """The cohorts that had not ended before the month."""
        rows = Cohort.objects.filter(program=self.program, ends_on__gte=self.month.first)
        if self._people is not None:
            rows = rows.filter(enrolments__person__in=self._people).distinct()
        return {row.pk: row for row in rows}

    @cached_property
    def standings(self) -> list[Standing]:
        """Every enrolment that anybody but the person knew of at the month's end."""
        known = Enrolment.objects.filter(cohort__in=self.cohorts).order_by("created_at", "id")
        known = known if self._people is None else known.filter(person__in=self._people)
        rows, history = list(known), self._history(known)
        found = ((row, _state_at(row, history[row.pk], self.until)) for row in rows)
        return [
            Standing(row.pk, row.person_id, self.cohorts[row.cohort_id], row.track_id, state)
            for row, state in found
            if state not in ("", EnrolmentState.STARTED)
        ]

    def _history(self, known: QuerySet[Enrolment]) -> dict[UUID, list[EnrolmentChange]]:
        history: dict[UUID, list[EnrolmentChange]] = defaultdict(list)
        theirs = known.order_by().values("pk")
        for change in EnrolmentChange.objects.filter(enrolment__in=theirs).order_by("number"):
            history[change.enrolment_id].append(change)
        return history

    @cached_property
    def places(self) -> dict[UUID, Place]:
        """Where each person counts. Taking part goes before having asked; later before earlier."""
        order = sorted(
            self.standings,
            key=lambda row: (row.state in TAKES_PART, row.cohort.starts_on, str(row.enrolment_id)),
        )
        return {row.person_id: Place(row.cohort.pk, row.track_id) for row in order}

    @cached_property
    def relationships(self) -> list[activity.EngagementActivity]:
        """Relationships that were open at some moment of the month."""
        return activity.engagement_activity(
            since=self.since, until=self.until, cohorts=self.cohorts.values(), people=self._people
        )

    def participation(self) -> Amounts:
        """One for each person asked or decided upon; counted where they take part.

        Who waits for a decision neither takes part nor was left out yet.
        """
        inside = {row.person_id for row in self.standings if row.state in TAKES_PART}
        decided = {row.person_id for row in self.standings if row.state not in UNDECIDED}
        return {person: _amount(person in inside, 1) for person in self.places if person in decided}

    def sessions(self) -> Amounts:
        """Sessions held and due, told with the mentee: a session is one fact, not one for each.

        In a circle it is one for each member: theirs are the sessions that they came to.
        """
        return _summed(
            (mentee, _amount(row.held - row.missed.get(mentee, 0), row.expected))
            for row in self.relationships
            for mentee in row.mentees
        )

    def goals(self) -> Amounts:
        """Progress of each goal as a part of 1; a goal that was let go doesn't count."""
        rows = activity.goal_activity(
            since=LONG_AGO, until=self.until, cohorts=self.cohorts.values(), people=self._people
        )
        dropped = set(
            Goal.objects.filter(
                engagement__cohort__in=self.cohorts,
                state=GoalState.DROPPED,
                closed_at__lt=self.until,
            ).values_list("pk", flat=True)
        )
        return _summed(
            (row.person_id, _amount(1 if row.reached else Decimal(row.after) / 100, 1))
            for row in rows
            if row.goal_id not in dropped
        )

    def milestones(self) -> Amounts:
        """Milestones reached, of those due by the month's end, of people who take part."""
        inside = [row for row in self.standings if row.state in TAKES_PART]
        due: dict[UUID, list[Milestone]] = defaultdict(list)
        tracks = {row.track_id for row in inside}
        for milestone in Milestone.objects.filter(track__in=tracks, optional=False):
            due[milestone.track_id].append(milestone)
        steps = MilestoneProgress.objects.filter(
            enrolment__cohort__in=self.cohorts, reached_at__lt=self.until
        )
        if self._people is not None:
            steps = steps.filter(enrolment__person__in=self._people)
        reached = set(steps.values_list("enrolment", "milestone"))
        return _summed(
            (row.person_id, _amount((row.enrolment_id, milestone.pk) in reached, 1))
            for row in inside
            for milestone in due[row.track_id]
            if row.cohort.starts_on + timedelta(days=milestone.offset_days) <= self.last_day
        )

    def fit(self) -> Amounts:
        """Each person's latest answer in each relationship that was open, from 1 to 5."""
        still_open = {row.engagement_id for row in self.relationships}
        answers = activity.fit_answers(
            since=LONG_AGO, until=self.until, cohorts=self.cohorts.values(), people=self._people
        )
        latest = {
            (answer.person_id, answer.engagement_id): answer.fit
            for answer in sorted(answers, key=lambda row: (row.answered_at, str(row.checkin_id)))
            if answer.fit is not None and answer.engagement_id in still_open
        }
        return _summed((person, _amount(fit, 1)) for (person, _), fit in latest.items())


def _state_at(row: Enrolment, history: list[EnrolmentChange], until: datetime) -> str:
    """The state at a moment by the steps that held then; empty where it began later."""
    if not history:  # written without a history, by an import of old records
        return row.state if (row.applied_at or row.created_at) < until else ""
    held = [
        change
        for change in history
        if change.at < until and (change.undone_at is None or change.undone_at >= until)
    ]
    return held[-1].after if held else ""


def _amount(numerator: int | bool | Decimal, denominator: int) -> Amount:
    return Amount(Decimal(numerator), Decimal(denominator))


def _summed(parts: Iterable[tuple[UUID, Amount]]) -> Amounts:
    nothing = _amount(0, 0)
    sums: Amounts = {}
    for person, amount in parts:
        sums[person] = sums.get(person, nothing) + amount
    return sums
