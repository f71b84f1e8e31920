"""A program with as many people as a test wants, whose months differ from each other.

Rows are written as old records are: without the services, which take their time.
"""

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

from engagements.enums import GoalState, MemberRole, SessionState
from engagements.models import CheckIn, Engagement, EngagementMember, Goal, GoalUpdate, Session
from participants.enums import UnitKind
from participants.models import Person, Unit
from programs.enums import EnrolmentState, ParticipantRole, ProgramRoleKind, Stage
from programs.models import (
    Cohort,
    Enrolment,
    Milestone,
    MilestoneProgress,
    Program,
    ProgramRole,
    Track,
)

DAY = timedelta(days=1)
START = datetime(2025, 9, 1, 8, tzinfo=UTC)
NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
UNITS = ("Logistics", "Retail", "Customer care", "Product", "Corporate")
TRACKS = ("New managers", "Specialists", "Women in technology")


class Crowd:
    """The program and its people; everything follows from the seed."""

    def __init__(self, *, pairs: int = 30, seed: int = 1, name: str = "Leading with care") -> None:
        self.dice = random.Random(seed)
        self.program = Program.objects.create(
            name=name, summary="Six months together.", published_at=START
        )
        self.tracks = [self._track(title, number) for number, title in enumerate(TRACKS)]
        self.units = [self._unit(title) for title in UNITS]
        self.cohorts = [
            self._cohort("Autumn", date(2025, 9, 1)),
            self._cohort("Winter", date(2025, 12, 1)),
        ]
        self.pairs = [self.pair() for _ in range(pairs)]

    def oversee(self, person: Person, role: str = ProgramRoleKind.SPONSOR) -> None:
        ProgramRole.objects.create(program=self.program, person=person, role=role)

    def _track(self, title: str, number: int) -> Track:
        track = Track.objects.create(
            program=self.program, name=title, position=number, meeting_every_days=14
        )
        for offset, step in ((30, "Goals agreed"), (75, "Half-way review"), (150, "Last review")):
            Milestone.objects.create(track=track, name=step, offset_days=offset)
        return track

    def _unit(self, title: str) -> Unit:
        return Unit.objects.get_or_create(kind=UnitKind.BUSINESS_UNIT, name=title)[0]

    def _cohort(self, title: str, starts_on: date) -> Cohort:
        return Cohort.objects.create(
            program=self.program,
            name=title,
            starts_on=starts_on,
            ends_on=starts_on + 300 * DAY,
            stage=Stage.RUNNING,
            stage_since=START,
            places=60,
        )

    def person(self, role: str) -> Person:
        number = Person.objects.count()
        return Person.objects.create(
            given_name=f"Given{number}",
            family_name=f"Family{number}",
            email=f"{role}{number}@crowd.test",
            sort_key=f"family{number}",
            business_unit=self.dice.choices(self.units, [9, 7, 6, 4, 1])[0],
        )

    def enrol(
        self, person: Person, cohort: Cohort, track: Track, role: str, state: str, at: datetime
    ) -> Enrolment:
        return Enrolment.objects.create(
            person=person,
            cohort=cohort,
            track=track,
            role=role,
            state=state,
            created_at=at,
            applied_at=at,
            decided_at=at,
        )

    def pair(self, cohort: Cohort | None = None) -> Engagement:
        """Two enrolments, a relationship, and what became of it; now and then a refusal."""
        dice = self.dice
        cohort = cohort or dice.choices(self.cohorts, [3, 2])[0]
        track = dice.choices(self.tracks, [5, 4, 1])[0]
        at = datetime.combine(cohort.starts_on, START.timetz()) + dice.randrange(12) * DAY
        members: dict[str, Person] = {}
        for role in (ParticipantRole.MENTOR, ParticipantRole.MENTEE):
            members[role] = self.person(role)
            row = self.enrol(members[role], cohort, track, role, EnrolmentState.SELECTED, at)
            self._milestones(row)
        if dice.random() < 0.4:
            state = dice.choice([EnrolmentState.DECLINED, EnrolmentState.INVITED])
            self.enrol(self.person("mentee"), cohort, track, ParticipantRole.MENTEE, state, at)
        engagement = Engagement.objects.create(
            cohort=cohort, track=track, started_at=at + 5 * DAY, created_at=at
        )
        for role, person in members.items():
            EngagementMember.objects.create(
                engagement=engagement, person=person, role=MemberRole(role), joined_at=at
            )
        self._live(engagement, members[ParticipantRole.MENTEE], list(members.values()))
        return engagement

    def _milestones(self, row: Enrolment) -> None:
        for milestone in row.track.milestones.all():
            if self.dice.random() < 0.8:
                due = datetime.combine(row.cohort.starts_on, START.timetz())
                at = due + milestone.offset_days * DAY + self.dice.randrange(-12, 9) * DAY
                if at < NOW:
                    MilestoneProgress.objects.create(
                        enrolment=row, milestone=milestone, reached_at=at
                    )

    def _live(self, engagement: Engagement, mentee: Person, both: list[Person]) -> None:
        dice, at = self.dice, engagement.started_at
        while at < NOW:
            if dice.random() < 0.82:
                self.session(engagement, at)
            at += dice.randrange(12, 19) * DAY
        goal = self.goal(engagement, mentee)
        at, progress = goal.created_at, 0
        while at < NOW and progress < 100:
            at += dice.randrange(15, 40) * DAY
            if at < NOW:
                progress = self.step(goal, progress, at)
        for person in both:
            self.check_in(engagement, person)

    def session(self, engagement: Engagement, at: datetime) -> Session:
        return Session.objects.create(
            engagement=engagement,
            starts_at=at,
            state=SessionState.HELD,
            logged_at=at + DAY,
            created_at=at,
        )

    def goal(self, engagement: Engagement, mentee: Person) -> Goal:
        at = engagement.started_at + 10 * DAY
        return Goal.objects.create(
            person=mentee, engagement=engagement, title="Lead", created_at=at
        )

    def step(self, goal: Goal, before: int, at: datetime) -> int:
        after = min(before + self.dice.choice([10, 15, 20, 30]), 100)
        GoalUpdate.objects.create(goal=goal, at=at, before=before, after=after, created_at=at)
        goal.progress = after
        if after == 100:
            goal.state, goal.closed_at = GoalState.REACHED, at
        goal.save()
        return after

    def check_in(self, engagement: Engagement, person: Person) -> None:
        at = engagement.started_at + 30 * DAY
        while at < NOW:
            if self.dice.random() < 0.75:
                CheckIn.objects.create(
                    engagement=engagement,
                    person=person,
                    due_on=at.date(),
                    answered_at=at + 2 * DAY,
                    fit=self.dice.choices([5, 4, 3, 2], [5, 7, 3, 1])[0],
                    progress=4,
                )
            at += 30 * DAY

    def facts(self) -> dict[str, Any]:
        return {"program": self.program, "now": NOW}
