"""What a pair of the sample does from its first session to today, by the kind of its story."""

import random
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from engagements.enums import ClosingReason, EngagementState
from engagements.models import ActionItem, Engagement, EngagementMember, Goal, Session
from engagements.services import actions, agreements, engagements, goals, sessions
from engagements.services.actions import NewAction
from mentorship.sample.clock import Clock
from mentorship.sample.diary import slot
from mentorship.sample.program import account
from mentorship.sample.words import about, texts
from participants.models import Competency, Person
from programs.enums import ParticipantRole
from programs.models import Enrolment
from programs.services.enrolments import reach_milestone

AGREED, GOALS_SET, MIDWAY = 14, 30, 90  # milestones by their days after the start
REACHED = 100


class Story(StrEnum):
    """How it goes with a pair."""

    STEADY = "steady"
    HERO = "hero"
    STRONG = "strong"
    SLOW = "slow"
    UNLOGGED = "unlogged"
    HELP = "help"
    STALLED = "stalled"
    SILENT = "silent"
    PAUSED = "paused"
    ENDED = "ended"


LASTS = {Story.STALLED: 3, Story.SILENT: 0, Story.PAUSED: 4, Story.ENDED: 3}


@dataclass
class Pair:
    """Two people, their story, and what it has come to so far."""

    clock: Clock
    engagement: Engagement
    mentor: Person
    mentee: Person
    story: Story
    number: int
    competencies: list[Competency]
    cohort_start: date
    held: int = 0
    goals: list[Goal] = field(default_factory=list)
    nearly_over: bool = False

    def __post_init__(self) -> None:
        self.chance = random.Random(1000 + self.number)  # noqa: S311 - a story, not a secret
        self.zones = (account(self.mentee).zone, account(self.mentor).zone)

    # The rhythm

    def begin(self, now: datetime) -> None:
        """The first session is planned within two days."""
        self._show_to_managers(now)
        if self.story == Story.SILENT:
            return
        day = max(self.cohort_start, now.date()) + timedelta(days=1 + 5 * self.number % 17)
        self.clock.at(now + timedelta(hours=5), lambda at: self._plan(day, at))

    def _plan(self, day: date, now: datetime, *, back: bool = False) -> None:
        starts_at = slot(day, self.zones, self.number + self.held, back=back)
        together = self.mentor.site_id == self.mentee.site_id
        places = texts("pairs")["same_site" if together else "places"]
        session = sessions.plan(
            engagement=self.engagement,
            starts_at=starts_at,
            minutes=60 if self.number % 3 else 45,
            place=places[(self.number + self.held) % len(places)],
            agenda=self._say("agenda", self.held) if self.held else "",
            by=account(self.mentee),
            now=now,
        )
        if self.story == Story.SLOW and self.held % 2 and not self.nearly_over:
            self.clock.at(starts_at - timedelta(hours=20), lambda at: self._put_off(session, at))
        else:
            self._await(session)

    def _await(self, session: Session) -> None:
        """It takes place; somebody logs it soon after. The last one of some is not logged yet."""
        if not (self.nearly_over and self.story == Story.UNLOGGED):
            ends = session.starts_at + timedelta(minutes=session.minutes)
            delay = timedelta(minutes=self.chance.choice((8, 15, 40, 180)))
            self.clock.at(ends + delay, lambda now: self._log(session, now))

    def _put_off(self, session: Session, now: datetime) -> None:
        later = slot(now.date() + timedelta(days=9), self.zones, self.number)
        sessions.move(
            session=session, starts_at=later, minutes=session.minutes, place=session.place,
            by=account(self.mentor), now=now,
        )  # fmt: skip
        session.refresh_from_db()
        self._await(session)

    def _log(self, session: Session, now: datetime) -> None:
        self._keep_promises(now)
        by = self.mentor if self.number % 2 else self.mentee
        sessions.log(
            engagement=self.engagement,
            session=session,
            starts_at=session.starts_at,
            minutes=session.minutes,
            notes=self._say("notes", self.held) if self.held else self._first_notes(),
            actions=self._promises(now),
            by=account(by),
            now=now,
        )
        self.held += 1
        self._afterwards(now)

    def _afterwards(self, now: datetime) -> None:
        day = timedelta(days=1)
        if self.held == 1:
            self.clock.at(now + day * 0.8, self._agree)
        if self.held == 2:
            self.clock.at(now + day * 1.2, self._set_goals)
        elif self.goals:
            self.clock.at(now + day * 1.5, self._move_on)
        if self.held >= 3 and now.date() >= self.cohort_start + timedelta(days=MIDWAY - 7):
            self._reach(MIDWAY, now)
        if self.held == LASTS.get(self.story):
            self._stop(now)
        else:
            self._plan_next(now)

    def _plan_next(self, now: datetime) -> None:
        every = self.engagement.track.meeting_every_days
        if self.story != Story.HERO:
            every += self.chance.choice((-2, 0, 0, 2, 4, 6))
        day, today = now.date() + timedelta(days=every), self.clock.end.date()
        if not self.nearly_over and day > today - timedelta(days=12):
            self.nearly_over = True
            if self.story == Story.UNLOGGED:
                self._plan(today - timedelta(days=1), now, back=True)
                return
            if self.story == Story.HERO:
                day = today + timedelta(days=2)
        self._plan(day, now)

    def _stop(self, now: datetime) -> None:
        if self.story == Story.PAUSED:
            engagements.pause(engagement=self.engagement, by=account(self.mentee), now=now)
        if self.story == Story.ENDED:
            self.clock.at(now + timedelta(days=4), self._end)

    def _end(self, now: datetime) -> None:
        words = texts("pairs")["close_words"]
        engagements.close(
            engagement=self.engagement, category=ClosingReason.MOVED, words=words,
            by=account(self.mentee), now=now, completed=False,
        )  # fmt: skip

    # What they agree on, want and promise

    def _agree(self, now: datetime) -> None:
        told = texts("pairs")["agreements"]
        agreement = agreements.write(
            engagement=self.engagement, by=account(self.mentee), now=now,
            **told[self.number % len(told)],
        )  # fmt: skip
        agreements.sign(agreement=agreement, by=account(self.mentee), now=now)

        def countersign(at: datetime) -> None:
            agreements.sign(agreement=agreement, by=account(self.mentor), now=at)
            self._reach(AGREED, at)

        self.clock.at(now + timedelta(hours=self.chance.choice((3, 20, 44))), countersign)

    def _set_goals(self, now: datetime) -> None:
        for place, competency in enumerate(self.competencies):
            title, success = about(competency.name, "goals", self.number + place)
            goal = goals.set_goal(
                engagement=self.engagement, person=self.mentee, title=title, success=success,
                competency=competency, due_on=self.cohort_start + timedelta(days=160 + 10 * place),
                by=account(self.mentee), now=now,
            )  # fmt: skip
            self.goals.append(goal)
        self._reach(GOALS_SET, now)
        if self.number % 3 == 0:
            until = self.clock.end.date() + timedelta(days=60)
            goals.share_title(
                goal=self.goals[0], title_shared=True, manager_until=until,
                by=account(self.mentee), now=now,
            )  # fmt: skip

    def _move_on(self, now: datetime) -> None:
        step = self.held - 3
        goal = self.goals[step % len(self.goals)]
        goal.refresh_from_db()
        if goal.closed_at or self.engagement_has_ended():
            return
        pace = {Story.STRONG: 40, Story.SLOW: 12}.get(self.story, 22)
        after = min(goal.progress + pace + self.chance.choice((-5, 0, 5)), REACHED)
        evidence = about(self.competencies[step % len(self.goals)].name, "evidence", step // 2)
        by = account(self.mentee)
        goals.update_progress(goal=goal, progress=after, evidence=evidence, by=by, now=now)
        if after == REACHED:
            goals.reach(goal=goal, by=by, now=now)

    def engagement_has_ended(self) -> bool:
        """Whether it is over by now."""
        self.engagement.refresh_from_db()
        return self.engagement.state != EngagementState.ACTIVE

    def _promises(self, now: datetime) -> list[NewAction]:
        due = now.date() + timedelta(days=self.engagement.track.meeting_every_days)
        kept = NewAction(self._say("actions", self.held), owner=self.mentee, due_on=due)
        if self.held % 3 != 1 and self.story != Story.HERO:
            return [kept]
        return [kept, NewAction("Send the reading I mentioned", owner=self.mentor, due_on=due)]

    def _keep_promises(self, now: datetime) -> None:
        """Most of what was promised is done by the next session."""
        for item in ActionItem.objects.filter(engagement=self.engagement, done_at=None):
            if self.chance.random() < 0.85:
                owner = self.mentor if item.owner_id == self.mentor.pk else self.mentee
                actions.mark_done(action=item, by=account(owner), now=now)

    # Bits

    def _say(self, kind: str, number: int) -> str:
        name = self.competencies[number % len(self.competencies)].name
        return str(about(name, kind, number // 2 + self.number))

    def _first_notes(self) -> str:
        return (
            f"Got to know each other. {self.mentee.given_name} told what the next half year should"
            f" bring, {self.mentor.given_name} how it was back then. We like the same hour."
        )

    def _show_to_managers(self, now: datetime) -> None:
        if self.number % 3 == 2:
            return
        member = EngagementMember.objects.get(engagement=self.engagement, person=self.mentee)
        engagements.show_to_manager(member=member, shown=True, by=account(self.mentee), now=now)

    def _reach(self, offset: int, now: datetime) -> None:
        for person, role in (
            (self.mentor, ParticipantRole.MENTOR), (self.mentee, ParticipantRole.MENTEE),
        ):  # fmt: skip
            enrolment = Enrolment.objects.get(
                person=person, cohort=self.engagement.cohort_id, role=role,
                track=self.engagement.track_id,
            )  # fmt: skip
            for milestone in self.engagement.track.milestones.filter(offset_days=offset):
                reach_milestone(
                    enrolment=enrolment, milestone=milestone, by=account(person), now=now
                )
