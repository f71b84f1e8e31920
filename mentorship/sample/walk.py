"""The walk from nothing to today: everything the sample organisation has done, in order."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from django.db import connection, transaction

from core import doorbell
from core.reminders.ticking import tick
from engagements.models import Engagement
from engagements.services.upkeep import keep_up
from mentorship.sample import cast as casting
from mentorship.sample import feelings, pairing, people, post, program, structure
from mentorship.sample.cast import Cast
from mentorship.sample.clock import Clock
from mentorship.sample.pairs import Pair, Story
from mentorship.sample.program import Running, Season
from metrics.services import publishing
from participants.models import Competency
from programs.models import Enrolment

SEED = 7
#: Days before today.
HIRED, BEGUN, OPENED, STARTED = 245, 225, 215, 150
MAIL = timedelta(days=21)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
#: Which pair, in the order in which they begin, has which story; the others go steadily.
STORIES = {
    2: Story.STRONG, 4: Story.STALLED, 6: Story.UNLOGGED, 8: Story.SLOW, 10: Story.ENDED,
    12: Story.HELP, 14: Story.STRONG, 16: Story.SILENT, 18: Story.PAUSED, 20: Story.UNLOGGED,
    22: Story.SLOW, 24: Story.STALLED, 26: Story.STRONG, 28: Story.SLOW,
}  # fmt: skip
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
    staff = people.hire(plans, seed=seed, now=_morning(now, HIRED))
    people.appoint(staff.person(cast.hr_admin), _morning(now, HIRED))
    report(20, "program")
    clock = Clock(end=now)
    running = program.set_up(staff, cast, seed=seed, now=_morning(now, BEGUN))
    tale = _Tale(clock, running, cast)
    tale.plan()
    clock.at(_morning(now, OPENED), lambda at: program.set_goals(running, at))
    clock.at(_morning(now, 20), lambda at: program.draft(staff, cast, at))
    _reminders(clock, now)
    _figures(clock, now)
    clock.walk(_passed(now, report))
    publishing.keep_up(now=now, full=True)
    report(98, "end")
    people.mark_competencies(known)
    return Walked(people=len(plans), pairs=tale.pairs)


def _morning(now: datetime, days: int) -> datetime:
    """Nine o'clock UTC, so many days before today."""
    return datetime.combine((now - days * DAY).date(), time(9), UTC)


def _reminders(clock: Clock, now: datetime) -> None:
    """Time alone brings reminders; only those of the last weeks can still be read."""
    clock.every(_morning(now, MAIL.days), HOUR, lambda at: tick(now=at))
    clock.every(_morning(now, MAIL.days) - HOUR, 7 * DAY, lambda at: keep_up(now=at))


def _figures(clock: Clock, now: datetime) -> None:
    """On the first of each month the last one is counted and released."""
    for day in range(BEGUN):
        moment = _morning(now, day) - 5 * HOUR
        if moment.day == 1:
            clock.at(moment, lambda at: publishing.keep_up(now=at, full=True))


def _passed(now: datetime, report: Report) -> Callable[[datetime], None]:
    """After each act: the post goes round, and a new week is reported."""
    carry, week = post.postman(_morning(now, MAIL.days)), -1
    begin = _morning(now, BEGUN)

    def passed(at: datetime) -> None:
        nonlocal week
        carry(at)
        if (at - begin).days // 7 > week:
            week = (at - begin).days // 7
            report(20 + 77 * (at - begin).days // BEGUN, f"{at:%Y-%m-%d}")

    return passed


class _Tale:
    """The cohort that runs, and the one that is ready to be matched."""

    def __init__(self, clock: Clock, running: Running, cast: Cast) -> None:
        self.clock, self.running, self.pairs = clock, running, 0
        today = clock.end.date()
        start, later = today - STARTED * DAY, today + 14 * DAY
        self.first = Season(_name(start), start, start + 182 * DAY, cast.mentors, cast.mentees)
        self.second = Season(
            _name(later), later, later + 182 * DAY, cast.next_mentors, cast.next_mentees
        )

    def plan(self) -> None:
        """When what happens."""
        now, clock, running = self.clock.end, self.clock, self.running
        program.plan_season(
            clock, running, self.first, opens=_morning(now, OPENED),
            selects=_morning(now, OPENED - 28), tells=_morning(now, STARTED + 20),
        )  # fmt: skip
        clock.at(_morning(now, STARTED + 19), lambda at: pairing.set_policy(running, at))
        for days, matching in ((14, pairing.match_all), (8, pairing.match_left)):
            act = matching(clock, running, self.first, self._began)
            clock.at(_morning(now, STARTED + days), act)
        clock.at(_morning(now, STARTED), self._start)
        program.plan_season(
            clock, running, self.second, opens=_morning(now, 55), selects=_morning(now, 16),
            tells=_morning(now, 4),
        )  # fmt: skip
        # One track is ready to be looked at, the other waits for its first run.
        clock.at(_morning(now, 1), self._match_next)

    def _start(self, now: datetime) -> None:
        program.start(self.running, self.first, now)
        for enrolment in Enrolment.objects.filter(cohort=self.first.there(), state="selected"):
            for step in enrolment.track.milestones.filter(offset_days=0):
                program.reach(enrolment, step, now)

    def _match_next(self, now: datetime) -> None:
        pairing.match(self.running, self.second, self.running.tracks[0], now)

    def _began(self, engagement: Engagement, now: datetime) -> None:
        members = {
            row.role: row.person for row in engagement.members.select_related("person__user")
        }
        mentee = members["mentee"]
        hero = mentee.pk == self.running.staff.person(self.running.cast.hero).pk
        self.pairs += 1
        story = Story.HERO if hero else STORIES.get(self.pairs, Story.STEADY)
        wanted = mentee.competencies.filter(direction="wanted").order_by("competency__name")
        pair = Pair(
            clock=self.clock,
            engagement=engagement,
            mentor=members["mentor"],
            mentee=mentee,
            story=story,
            number=0 if hero else self.pairs,
            competencies=[row.competency for row in wanted.select_related("competency")],
            cohort_start=self.first.starts_on,
        )
        pair.begin(now)
        feelings.follow(self.clock, pair, now)


def _name(day: object) -> str:
    return f"{day:%B %Y}"
