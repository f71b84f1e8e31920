"""What a pair of the sample does from its first session to today, by the kind of its story."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from engagements.enums import EngagementState
from engagements.models import Engagement, Goal, Session
from engagements.services import sessions
from mentorship.sample import ambitions, endings, steps
from mentorship.sample.clock import Clock
from mentorship.sample.diary import slot
from mentorship.sample.program import account
from mentorship.sample.season import Season
from mentorship.sample.stories import LASTS, Story
from mentorship.sample.words import about, texts
from participants.models import Competency, Person

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
#: So long before today a pair plans its last session of the story; the next one lies ahead.
NEARLY = 12 * DAY
#: So long before the end of the cohort nobody begins another round.
FAREWELL = 10 * DAY


@dataclass
class Pair:
    """Two people, their story, and what it has come to so far."""

    clock: Clock
    season: Season
    engagement: Engagement
    mentor: Person
    mentee: Person
    story: Story
    number: int
    competencies: list[Competency]
    held: int = 0
    goals: list[Goal] = field(default_factory=list)
    nearly_over: bool = False

    def __post_init__(self) -> None:
        self.chance = random.Random(1000 + self.number)  # noqa: S311 - a story, not a secret
        self.zones = (account(self.mentee).zone, account(self.mentor).zone)

    def is_over(self) -> bool:
        """Whether it rests or has ended by now."""
        self.engagement.refresh_from_db(fields=["state"])
        return self.engagement.state != EngagementState.ACTIVE

    def say(self, kind: str, number: int) -> str:
        """A text about what they work on, in words of the mentee's own work."""
        name = self.competencies[number % len(self.competencies)].name
        return str(about(name, kind, number // 2 + self.number, self.mentee))

    def begin(self, now: datetime) -> None:
        """The first session is planned within two days."""
        ambitions.show_to_manager(self, now)
        if self.story == Story.SILENT:
            return
        day = max(self.season.starts_on, now.date()) + (1 + 5 * self.number % 17) * DAY
        self.clock.at(now + 5 * HOUR, lambda at: self._plan(day, at))

    def _plan(self, day: object, now: datetime, *, back: bool = False) -> None:
        if self.is_over():
            return
        starts_at = slot(day, self.zones, self.number + self.held, back=back)  # type: ignore[arg-type]
        together = self.mentor.site_id == self.mentee.site_id
        places = texts("pairs")["same_site" if together else "places"]
        session = sessions.plan(
            engagement=self.engagement,
            starts_at=starts_at,
            minutes=60 if self.number % 3 else 45,
            place=places[(self.number + self.held) % len(places)],
            agenda=self.say("agenda", self.held) if self.held else "",
            by=account(self.mentee),
            now=now,
        )
        if self.story == Story.SLOW and self.held % 2 and not self.nearly_over:
            self.clock.at(starts_at - 20 * HOUR, lambda at: self._put_off(session, at))
        else:
            self._await(session)

    def _await(self, session: Session) -> None:
        """It takes place; somebody logs it soon after. The last one of some is not logged yet."""
        if not (self.nearly_over and self.story == Story.UNLOGGED):
            ends = session.starts_at + timedelta(minutes=session.minutes)
            delay = timedelta(minutes=self.chance.choice((8, 15, 40, 180)))
            self.clock.at(ends + delay, lambda now: self._log(session, now))

    def _put_off(self, session: Session, now: datetime) -> None:
        if self.is_over():
            return
        later = slot(now.date() + 9 * DAY, self.zones, self.number)
        sessions.move(
            session=session, starts_at=later, minutes=session.minutes, place=session.place,
            by=account(self.mentor), now=now,
        )  # fmt: skip
        session.refresh_from_db()
        self._await(session)

    def _log(self, session: Session, now: datetime) -> None:
        if self.is_over():
            return
        ambitions.keep_promises(self, now)
        by = self.mentor if self.number % 2 else self.mentee
        sessions.log(
            engagement=self.engagement,
            session=session,
            starts_at=session.starts_at,
            minutes=session.minutes,
            notes=self.say("notes", self.held) if self.held else self._first_notes(),
            actions=ambitions.promises(self, now),
            by=account(by),
            now=now,
        )
        self.held += 1
        self._afterwards(now)

    def _afterwards(self, now: datetime) -> None:
        if self.held == 1:
            self.clock.at(now + DAY * 0.8, lambda at: ambitions.agree(self, at))
        if self.held == 2:
            self.clock.at(now + DAY * 1.2, lambda at: ambitions.set_goals(self, at))
        elif self.goals:
            self.clock.at(now + DAY * 1.5, lambda at: ambitions.move_on(self, at))
        steps.reach_what_is_due(self, now)
        if self.held == LASTS.get(self.story):
            endings.stop(self, now)
        else:
            self._plan_next(now)

    def _plan_next(self, now: datetime) -> None:
        every = self.engagement.track.meeting_every_days
        if self.story != Story.HERO:
            every += self.chance.choice((-2, 0, 0, 2, 4, 6))
        day, today = now.date() + every * DAY, self.clock.end.date()
        if day > self.season.ends_on - FAREWELL:
            endings.plan_completion(self, now)
            return
        if not self.nearly_over and day > today - NEARLY:
            self.nearly_over = True
            if self.story == Story.UNLOGGED:
                self._plan(today - DAY, now, back=True)
                return
            if self.story == Story.HERO:
                day = today + 2 * DAY
        self._plan(day, now)

    def _first_notes(self) -> str:
        told = texts("pairs")["first_notes"]
        words: str = told[self.number % len(told)]
        return words.format(mentee=self.mentee.given_name, mentor=self.mentor.given_name)
