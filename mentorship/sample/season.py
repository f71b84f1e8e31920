"""A cohort of the sample: opened, applied for, decided on, begun and closed, each at its time."""

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from mentorship.sample.cast import Applicant, Sides
from mentorship.sample.clock import Act, Clock
from mentorship.sample.program import Running, account
from mentorship.sample.words import fitted, texts
from participants.enums import PersonStatus
from participants.models import Competency, Person
from programs.enums import EnrolmentState, ParticipantRole, Stage
from programs.models import Cohort, Enrolment, Milestone
from programs.selectors.tiers import mentor_lines, mentors_of
from programs.services.cohorts import change_stage, create_cohort
from programs.services.enrolments import decide, enrol, invite, reach_milestone
from programs.services.guiding import decide_tiers
from programs.services.programs import publish
from programs.services.trainings import record_training

REASONS = texts("programs")["reasons"]


@dataclass
class Season:
    """One cohort on its way: its dates, who applies, and the rows once they exist."""

    running: Running
    name: str
    starts_on: date
    ends_on: date
    sides: Sides
    owes_training: bool = False
    cohort: Cohort | None = None
    enrolments: list[tuple[Enrolment, Applicant]] = field(default_factory=list)

    @property
    def places(self) -> int:
        """As many as mentees are chosen."""
        return sum(one.decision == EnrolmentState.SELECTED for one in self.sides.mentees)

    def there(self) -> Cohort:
        """The cohort's row, which exists by the time this is asked."""
        if self.cohort is None:
            raise LookupError(self.name)
        self.cohort.refresh_from_db()
        return self.cohort

    def plan(self, clock: Clock, *, opens: datetime, selects: datetime, tells: datetime) -> None:
        """Let it be opened, applied for, selected and told at these times."""
        clock.at(opens, self._open)
        everybody = [(one, ParticipantRole.MENTOR) for one in self.sides.mentors]
        everybody += [(one, ParticipantRole.MENTEE) for one in self.sides.mentees]
        for applicant, role in everybody:
            days = self.running.chance.uniform(1, (selects - opens).days - 1)
            clock.at(opens + timedelta(days=days), self._application(applicant, role))
        clock.at(selects, lambda now: self.move(Stage.SELECTING, now))
        clock.at(selects + timedelta(days=2), self._select)
        clock.at(selects + timedelta(days=3), self._guide)
        clock.at(tells, lambda now: self.move(Stage.MATCHING, now))

    def move(self, stage: Stage, now: datetime) -> None:
        """Take it to the next stage."""
        change_stage(cohort=self.there(), to=stage, by=self.running.owner, now=now)

    def start(self, now: datetime) -> None:
        """It begins, with everybody at the kickoff."""
        self.move(Stage.RUNNING, now)
        for enrolment in Enrolment.objects.filter(cohort=self.there(), state="selected"):
            for step in enrolment.track.milestones.filter(offset_days=0):
                reach(enrolment, step, now)

    def _open(self, now: datetime) -> None:
        running = self.running
        publish(program=running.program, by=running.owner, now=now)
        self.cohort = create_cohort(
            program=running.program, name=self.name, starts_on=self.starts_on,
            ends_on=self.ends_on, places=self.places, by=running.owner, now=now,
        )  # fmt: skip
        self.move(Stage.OPEN, now)
        for applicant in self.sides.mentors[::3]:
            invite(
                cohort=self.there(), track=running.tracks[applicant.track],
                person=running.staff.person(applicant.plan), role=ParticipantRole.MENTOR,
                by=running.owner, now=now,
            )  # fmt: skip

    def _application(self, applicant: Applicant, role: ParticipantRole) -> Act:
        """Somebody signs up, by themselves, and their profile says the same."""

        def act(now: datetime) -> None:
            person = self.running.staff.person(applicant.plan)
            person.refresh_from_db(fields=["status"])
            if person.status == PersonStatus.LEFT:
                return
            enrolment = enrol(
                person=person, cohort=self.there(), track=self.running.tracks[applicant.track],
                role=role, answers=_answers(person, applicant, role),
                capacity=applicant.capacity or None, by=account(person), now=now,
            )  # fmt: skip
            self.enrolments.append((enrolment, applicant))

        return act

    def _select(self, now: datetime) -> None:
        for number, (enrolment, applicant) in enumerate(self.enrolments):
            mentor = enrolment.role == ParticipantRole.MENTOR
            reasons = REASONS["mentor" if mentor else applicant.decision]
            decide(
                enrolment=enrolment, state=applicant.decision,
                reason=reasons[number % len(reasons)], by=self.running.owner, now=now,
            )  # fmt: skip

    def _guide(self, now: datetime) -> None:
        """Each mentor has the tier that their years suggest, and nearly all have done its training."""
        cohort, owner, today = self.there(), self.running.owner, now.date()
        mentors = mentors_of(cohort).filter(state=EnrolmentState.SELECTED)
        lines = mentor_lines(mentors, cohort.program, today)
        wanted = {line.enrolment: line.suggested for line in lines if line.suggested}
        told: dict[str, Any] = {"batch": uuid.uuid4(), "by": owner, "now": now}
        decide_tiers(cohort=cohort, wanted=wanted, reason=REASONS["tier"][0], **told)
        asked = {row: tier.training for row, tier in wanted.items() if tier and tier.training}
        for training in dict.fromkeys(asked.values()):
            rows = [row for row, which in asked.items() if which == training]
            record_training(
                training=training, people=[row.person for row in rows if row not in self._owing(rows)],
                completed_on=today - timedelta(days=1), today=today, **told,
            )  # fmt: skip

    def _owing(self, rows: list[Enrolment]) -> list[Enrolment]:
        """Who has still to do it: the last of the second track who is new to mentoring."""
        if not self.owes_training:
            return []
        second = [row for row in rows if row.track_id == self.running.tracks[1].pk]
        new = [row for row in second if not row.person.training_completions.exists()]
        return new[-1:]


def _answers(person: Person, applicant: Applicant, role: ParticipantRole) -> dict[str, object]:
    rows = Competency.objects.filter(name__in=applicant.competencies)
    chosen = [str(row.pk) for row in rows]
    words = fitted(applicant.words, person)
    both = {"hours": person.profile.hours_a_month, "languages": person.profile.languages}
    if role == ParticipantRole.MENTOR:
        return {"offered": chosen, "capacity": applicant.capacity, "experience": words, **both}
    return {"wanted": chosen, "objectives": words, **both}


def reach(enrolment: Enrolment, milestone: Milestone, now: datetime) -> None:
    """A participant has reached a step."""
    reach_milestone(enrolment=enrolment, milestone=milestone, by=None, now=now)
