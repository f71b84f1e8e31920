"""A program of the sample: set up, applied for, decided on, and brought to a start."""

import random
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from core.accounts.models import User
from mentorship.sample.cast import Applicant, Cast
from mentorship.sample.clock import Clock
from mentorship.sample.people import Staff
from mentorship.sample.words import texts
from metrics.services.targets import set_targets
from participants.models import Competency
from programs.enums import ParticipantRole, ProgramRoleKind, Stage
from programs.models import Cohort, Enrolment, Milestone, Program, Track
from programs.services.cohorts import change_stage, create_cohort
from programs.services.enrolments import decide, enrol, invite, reach_milestone
from programs.services.programs import create_from_template, publish, rename, set_role

REASONS = texts("programs")["reasons"]


@dataclass
class Season:
    """One cohort on its way: its dates, who applies, and the rows once they exist."""

    name: str
    starts_on: date
    ends_on: date
    mentors: list[Applicant]
    mentees: list[Applicant]
    cohort: Cohort | None = None
    enrolments: list[tuple[Enrolment, Applicant]] = field(default_factory=list)

    @property
    def places(self) -> int:
        """As many as mentees are chosen."""
        return sum(one.decision == "selected" for one in self.mentees)

    def there(self) -> Cohort:
        """The cohort's row, which exists by the time this is asked."""
        if self.cohort is None:
            raise LookupError(self.name)
        self.cohort.refresh_from_db()
        return self.cohort


@dataclass
class Running:
    """The program that runs, and the people who run it."""

    staff: Staff
    cast: Cast
    program: Program
    tracks: list[Track]
    chance: random.Random

    @property
    def owner(self) -> User:
        """Who does the program's paperwork."""
        return account(self.staff.person(self.cast.owner))


def account(person: object) -> User:
    """The user of a person of the sample; each has one."""
    user: User = person.user  # type: ignore[attr-defined]
    return user


def set_up(staff: Staff, cast: Cast, *, seed: int, now: datetime) -> Running:
    """The program from its template, with its roles, as a draft."""
    words = texts("programs")["running"]
    owner, sponsor = staff.person(cast.owner), staff.person(cast.sponsor)
    by = account(owner)
    program = create_from_template(
        template="high-potential", name=words["name"], owner=owner, by=by, now=now, is_sample=True
    )
    rename(program=program, name=words["name"], summary=words["summary"], by=by, now=now)
    set_role(program=program, person=sponsor, role=ProgramRoleKind.SPONSOR, by=by, now=now)
    _describe_competencies()
    chance = random.Random(seed + 3)  # noqa: S311 - a story, not a secret
    return Running(staff, cast, program, list(program.tracks.order_by("position")), chance)


def set_goals(running: Running, now: datetime) -> None:
    """What the program wants to reach, for the scorecard to compare with."""
    wanted = {key: Decimal(value) for key, value in texts("programs")["targets"].items()}
    set_targets(program=running.program, targets=wanted, by=running.owner, now=now)


def _describe_competencies() -> None:
    for name, said in texts("competencies").items():
        Competency.objects.filter(name=name, description="").update(description=said["description"])


def draft(staff: Staff, cast: Cast, now: datetime) -> Program:
    """A second program, begun and left for tomorrow."""
    words = texts("programs")["draft"]
    owner = staff.person(cast.several)
    by = account(owner)
    program = create_from_template(
        template="reverse", name=words["name"], owner=owner, by=by, now=now, is_sample=True
    )
    rename(program=program, name=words["name"], summary=words["summary"], by=by, now=now)
    _describe_competencies()
    return program


def plan_season(
    clock: Clock, running: Running, season: Season, *, opens: datetime, selects: datetime,
    tells: datetime,
) -> None:  # fmt: skip
    """Let the cohort be opened, applied for, selected and told at its times."""
    clock.at(opens, lambda now: _open(running, season, now))
    everybody = [(one, ParticipantRole.MENTOR) for one in season.mentors]
    everybody += [(one, ParticipantRole.MENTEE) for one in season.mentees]
    for applicant, role in everybody:
        days = running.chance.uniform(1, (selects - opens).days - 1)
        clock.at(opens + timedelta(days=days), _application(running, season, applicant, role))
    clock.at(selects, lambda now: _move(running, season, Stage.SELECTING, now))
    clock.at(selects + timedelta(days=2), lambda now: _select(running, season, now))
    clock.at(tells, lambda now: _move(running, season, Stage.MATCHING, now))


def _open(running: Running, season: Season, now: datetime) -> None:
    publish(program=running.program, by=running.owner, now=now)
    season.cohort = create_cohort(
        program=running.program, name=season.name, starts_on=season.starts_on,
        ends_on=season.ends_on, places=season.places, by=running.owner, now=now,
    )  # fmt: skip
    _move(running, season, Stage.OPEN, now)
    for applicant in season.mentors[::3]:
        invite(
            cohort=season.there(), track=running.tracks[applicant.track],
            person=running.staff.person(applicant.plan), role=ParticipantRole.MENTOR,
            by=running.owner, now=now,
        )  # fmt: skip


def _move(running: Running, season: Season, stage: Stage, now: datetime) -> None:
    change_stage(cohort=season.there(), to=stage, by=running.owner, now=now)


def _application(
    running: Running, season: Season, applicant: Applicant, role: ParticipantRole
) -> "_Apply":
    return _Apply(running, season, applicant, role)


@dataclass(frozen=True)
class _Apply:
    """Somebody signs up, by themselves, and their profile says the same."""

    running: Running
    season: Season
    applicant: Applicant
    role: ParticipantRole

    def __call__(self, now: datetime) -> None:
        person = self.running.staff.person(self.applicant.plan)
        enrolment = enrol(
            person=person,
            cohort=self.season.there(),
            track=self.running.tracks[self.applicant.track],
            role=self.role,
            answers=self._answers(person),
            capacity=self.applicant.capacity or None,
            by=account(person),
            now=now,
        )
        self.season.enrolments.append((enrolment, self.applicant))

    def _answers(self, person: object) -> dict[str, object]:
        rows = list(Competency.objects.filter(name__in=self.applicant.competencies))
        chosen = [str(row.pk) for row in rows]
        both = {"hours": person.profile.hours_a_month, "languages": person.profile.languages}  # type: ignore[attr-defined]
        if self.role == ParticipantRole.MENTOR:
            told = {"capacity": self.applicant.capacity, "experience": self.applicant.words}
            return {"offered": chosen, **told, **both}
        return {"wanted": chosen, "objectives": self.applicant.words, **both}


def _select(running: Running, season: Season, now: datetime) -> None:
    for number, (enrolment, applicant) in enumerate(season.enrolments):
        mentor = enrolment.role == ParticipantRole.MENTOR
        reasons = REASONS["mentor" if mentor else applicant.decision]
        decide(
            enrolment=enrolment, state=applicant.decision, reason=reasons[number % len(reasons)],
            by=running.owner, now=now,
        )  # fmt: skip


def start(running: Running, season: Season, now: datetime) -> None:
    """The cohort begins."""
    _move(running, season, Stage.RUNNING, now)


def reach(enrolment: Enrolment, milestone: Milestone, now: datetime) -> None:
    """A participant has reached a step."""
    reach_milestone(enrolment=enrolment, milestone=milestone, by=None, now=now)
