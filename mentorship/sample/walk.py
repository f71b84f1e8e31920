"""The walk from nothing to today: everything the sample organisation has done, in order."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction

from core import doorbell
from core.reminders.ticking import tick
from engagements.services.upkeep import keep_up
from matching.services import declared
from mentorship.sample import (
    asking,
    careers,
    groups,
    people,
    plots,
    post,
    program,
    reactions,
    structure,
)
from mentorship.sample import cast as casting
from mentorship.sample.cast import Cast
from mentorship.sample.clock import Clock
from mentorship.sample.coaching import Coachings
from mentorship.sample.flash import Conversations
from mentorship.sample.people import Staff
from mentorship.sample.program import Running
from mentorship.sample.tale import Tale, morning
from mentorship.sample.together import Circle, Peers, Terms
from mentorship.sample.upwards import Upwards
from mentorship.sample.waves import Waves
from mentorship.sample.words import texts
from metrics.services import publishing
from participants.models import Competency

SEED = 7
#: Days before today: who is there, and when each program is set up.
HIRED, EXECUTIVE, STEP, PILOT, DRAFT = 460, 456, 225, 48, 20
#: So many days after a program is set up its goals are.
GOALS = 10
MAIL = timedelta(days=21)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
#: How far the story is when its people are there, and how far its last day takes it.
PEOPLED, TOLD = 10, 97
Report = Callable[[int, str], None]


@dataclass(frozen=True)
class Walked:
    """How much there is now."""

    people: int
    pairs: int


class AlreadyThereError(Exception):
    """There is a sample organisation already."""


def walk(
    *, people_wanted: int = structure.USUAL, seed: int = SEED, now: datetime,
    report: Report = lambda percent, words: None,
) -> Walked:  # fmt: skip
    """Make the sample, all of it or nothing. `report(percent, step)` follows it.

    Raises AlreadyThereError.
    """
    with transaction.atomic(), without_savepoints(), doorbell.silent():
        if not people.found_organisation(now):
            raise AlreadyThereError
        return _walk(people_wanted, seed, now, report)


@contextmanager
def without_savepoints() -> Iterator[None]:
    """One transaction, and nothing inside it that could be taken back alone.

    Every service call opens a savepoint. Tens of thousands of them take half of the time, and any
    failure is to undo the whole walk anyway.
    """
    features = connection.features
    features.uses_savepoints = False
    try:
        yield
    finally:
        features.uses_savepoints = True


def _walk(wanted: int, seed: int, now: datetime, report: Report) -> Walked:
    known = set(Competency.objects.values_list("pk", flat=True))
    report(1, "people")
    today = now.date()
    plans = structure.staff(people=wanted, seed=seed, today=today)
    cast = casting.choose(plans, seed=seed, today=today)
    begun = morning(now, HIRED)
    staff = people.hire_all(plans, seed=seed, now=begun)
    people.appoint(staff.person(cast.hr_admin), begun)
    groups.ask(begun)
    groups.declare(staff.rows.values(), seed=seed, now=begun)
    report(PEOPLED, "program")
    clock = Clock(end=now)
    tales = _Tales(clock, staff, cast, seed)
    tales.plan()
    careers.plan(clock, staff, cast, begun=begun.date(), seed=seed)
    clock.at(morning(now, DRAFT), lambda at: program.draft(staff, cast, at))
    clock.every(begun + 12 * HOUR, DAY, reactions.reactor())
    _reminders(clock, now)
    _figures(clock, now)
    clock.walk(_passed(now, report))
    publishing.keep_up(now=now, full=True)
    report(98, "end")
    people.mark_competencies(known)
    return Walked(people=len(staff.rows), pairs=tales.pairs)


def _reminders(clock: Clock, now: datetime) -> None:
    """Time alone brings reminders; only those of the last weeks can still be read."""
    clock.every(morning(now, MAIL.days), HOUR, lambda at: tick(now=at))
    clock.every(morning(now, MAIL.days) - HOUR, 7 * DAY, lambda at: keep_up(now=at))


def _figures(clock: Clock, now: datetime) -> None:
    """On the day on which a month's figures are due it is counted and released."""
    for day in range(HIRED):
        moment = morning(now, day) - 5 * HOUR
        if moment.day == 4:
            clock.at(moment, _count)


def _count(now: datetime) -> None:
    publishing.keep_up(now=now, full=True)
    declared.tell_month(now=now)


def _passed(now: datetime, report: Report) -> Callable[[datetime], None]:
    """After each act: the post goes round, and a new week is reported."""
    carry, week = post.postman(morning(now, MAIL.days)), -1
    begin = morning(now, HIRED)

    def passed(at: datetime) -> None:
        nonlocal week
        carry(at)
        if (at - begin).days // 7 > week:
            week = (at - begin).days // 7
            way = (at - begin).days / HIRED
            report(PEOPLED + round((TOLD - PEOPLED) * way), f"{at:%Y-%m-%d}")

    return passed


class _Tales:
    """The programs, each set up on its day, and the cohorts of each."""

    def __init__(self, clock: Clock, staff: Staff, cast: Cast, seed: int) -> None:
        self.clock, self.staff, self.cast, self.seed = clock, staff, cast, seed
        self.told: list[Tale] = []

    @property
    def pairs(self) -> int:
        """How many have begun."""
        return sum(tale.pairs for tale in self.told)

    def plan(self) -> None:
        """When which program is set up."""
        for days, act in ((EXECUTIVE, self._executive), (STEP, self._step), (PILOT, self._pilot)):
            self.clock.at(morning(self.clock.end, days), act)

    def _executive(self, now: datetime) -> None:
        running = self._set_up("executive", "executive", now)
        self._tell(Tale(self.clock, running, self.cast.finished, plots.FINISHED))
        self._tell(tale := Tale(self.clock, running, self.cast.executives, plots.EXECUTIVES))
        for part in (Circle, Peers, Terms, Upwards):
            part(self.clock, tale.season).plan()
        Waves(self.clock, running).plan()
        Coachings(self.clock, running).plan()

    def _step(self, now: datetime) -> None:
        running = self._set_up("running", "high-potential", now)
        self._tell(tale := Tale(self.clock, running, self.cast.step, plots.STEP))
        executives = [self.staff.person(one.plan) for one in self.cast.executives.mentors]
        Conversations(self.clock, tale.season, executives).plan()
        later = Tale(self.clock, running, self.cast.step_next, plots.STEP_NEXT)
        self._tell(later)
        # One track is ready to be looked at, the other waits for its first run.
        self.clock.at(morning(self.clock.end, 2), lambda at: asking.pin(later.season, at))
        self.clock.at(morning(self.clock.end, 1), later.match_first_track)

    def _pilot(self, now: datetime) -> None:
        running = self._set_up("pilot", "onboarding-buddy", now)
        name = texts("programs")["pilot"]["cohort"]
        self._tell(tale := Tale(self.clock, running, self.cast.pilot, plots.PILOT, name))
        self.clock.at(morning(self.clock.end, 4), lambda at: asking.let_ask(tale.season, at))
        self.clock.at(morning(self.clock.end, 1), lambda at: asking.ask(tale.season, at))

    def _set_up(self, name: str, template: str, now: datetime) -> Running:
        running = program.set_up(
            self.staff, self.cast, name=name, template=template, seed=self.seed, now=now
        )
        moment = min(now + GOALS * DAY, self.clock.end)
        self.clock.at(moment, lambda at: program.set_goals(running, at))
        return running

    def _tell(self, tale: Tale) -> None:
        self.told.append(tale)
        tale.plan()
