"""A cohort's tale: from its opening over its matches to what each of its pairs does."""

from datetime import UTC, date, datetime, time, timedelta

from engagements.enums import OPEN_STATES
from engagements.models import Engagement
from mentorship.sample import feelings, pairing
from mentorship.sample.cast import Sides
from mentorship.sample.clock import Clock
from mentorship.sample.pairs import Pair
from mentorship.sample.plots import Plot
from mentorship.sample.program import Running
from mentorship.sample.season import Season
from mentorship.sample.stories import Story
from participants.models import Person
from programs.enums import Stage
from programs.models import TrackCompetency

DAY = timedelta(days=1)


def morning(end: datetime, days: int) -> datetime:
    """Nine o'clock UTC, so many days before the end."""
    return datetime.combine((end - days * DAY).date(), time(9), UTC)


class Tale:
    """One cohort; `pairs` have begun so far."""

    def __init__(
        self, clock: Clock, running: Running, sides: Sides, plot: Plot, name: str = ""
    ) -> None:
        self.clock, self.running, self.plot, self.pairs = clock, running, plot, 0
        self.stories, self.leaving = dict(plot.stories), plot.mentor_leaves
        starts = clock.end.date() - plot.starts * DAY
        self.season = Season(
            running, name or _name(starts), starts, starts + plot.lasts * DAY, sides,
            owes_training=plot.owes_training,
        )  # fmt: skip

    def plan(self) -> None:
        """When what happens."""
        clock, plot, season = self.clock, self.plot, self.season
        season.plan(
            clock, opens=self._at(plot.opens), selects=self._at(plot.selects),
            tells=self._at(plot.tells),
        )  # fmt: skip
        clock.at(self._at(plot.tells - 1), lambda now: pairing.set_policy(self.running, now))
        for number, days in enumerate(plot.matches):
            matching = pairing.match_left if number else pairing.match_all
            clock.at(self._at(days), matching(clock, self.running, season, self._began))
        clock.at(self._at(plot.starts), season.start)
        if plot.ends > 0:
            clock.at(self._at(plot.ends + 14), lambda now: season.move(Stage.CLOSING, now))
            clock.at(self._at(plot.ends - 9), lambda now: season.move(Stage.CLOSED, now))

    def match_first_track(self, now: datetime) -> None:
        """A run that is ready to be looked at."""
        pairing.match(self.running, self.season, self.running.tracks[0], now)

    def _at(self, days: int) -> datetime:
        return morning(self.clock.end, days)

    def _began(self, engagement: Engagement, now: datetime) -> None:
        rows = engagement.members.select_related(
            "person__user", "person__function", "person__site", "person__business_unit"
        )
        members = {row.role: row.person for row in rows}
        mentee = members["mentee"]
        hero = mentee.pk in self.running.heroes
        self.pairs += 1
        story = Story.HERO if hero else self._story(members["mentor"])
        wanted = mentee.competencies.filter(direction="wanted").order_by("competency__name")
        grown = TrackCompetency.objects.filter(track=engagement.track).values("competency")
        chosen = wanted.filter(competency__in=grown).select_related("competency")
        pair = Pair(
            clock=self.clock,
            season=self.season,
            engagement=engagement,
            mentor=members["mentor"],
            mentee=mentee,
            story=story,
            number=self.plot.offset + (0 if hero else self.pairs),
            competencies=[row.competency for row in chosen],
        )
        pair.begin(now)
        feelings.follow(self.clock, pair, now)

    def _story(self, mentor: Person) -> Story:
        """The story of the newest pair; rather a mentor of nobody else leaves the company."""
        story = self.stories.pop(self.pairs, Story.STEADY)
        if self.leaving and story != Story.STALLED:
            going = Engagement.objects.filter(members__person=mentor, state__in=OPEN_STATES)
            if going.count() == 1 or self.pairs >= self.season.places - 2:
                self.leaving, story = False, Story.MENTOR_LEAVES
        return story


def _name(day: date) -> str:
    return f"{day:%B %Y}"
