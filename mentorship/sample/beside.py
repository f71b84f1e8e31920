"""What a running program of the sample has beside its pairs: a circle, peers, and a term of mentors.

Each is a small track of its own, and whoever one signs in as in the demo meets them on their pages.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from typing import Any

from engagements.models import Engagement, Session
from engagements.services import sessions
from matching.enums import OfferState
from matching.models import MatchRun, Offer
from matching.services import offers, publish
from mentorship.sample import pairing
from mentorship.sample.clock import Clock
from mentorship.sample.diary import slot
from mentorship.sample.program import account
from mentorship.sample.season import Season
from mentorship.sample.structure import HEAD, MANAGER
from mentorship.sample.words import texts
from participants.enums import PersonStatus
from participants.models import Competency, Person
from programs.enums import EnrolmentState, ParticipantRole
from programs.models import Enrolment, Track
from programs.services.cohorts import update_cohort
from programs.services.enrolments import decide, enrol
from programs.services.tracks import save_track

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


class Beside:
    """A small track in a running cohort, with people who have no other part in it."""

    #: The name of its texts.
    name = ""

    def __init__(self, clock: Clock, season: Season) -> None:
        self.clock, self.season = clock, season
        self.words: dict[str, Any] = texts("formats")[self.name]

    def on(self, days: int) -> datetime:
        """Ten o'clock UTC, so many days before today."""
        return datetime.combine((self.clock.end - days * DAY).date(), time(10), UTC)

    def track(self, now: datetime, **fields: Any) -> Track:
        """The track, with the competencies that the program's first one grows."""
        running = self.season.running
        grown = Competency.objects.filter(
            pk__in=running.tracks[0].track_competencies.values("competency")
        )
        return save_track(
            track=None, program=running.program, name=self.words["track"],
            description=self.words["description"], competencies=grown, by=running.owner, now=now,
            **fields,
        )  # fmt: skip

    def hero(self) -> Person:
        """Whom one signs in as in the demo, as a mentee."""
        running = self.season.running
        return running.staff.person(running.cast.executives.mentees[0].plan)

    def welcome(
        self, people: Iterable[Person], track: Track, role: ParticipantRole, now: datetime
    ) -> list[Enrolment]:
        """They sign up and have a place, which the cohort gets for them."""
        cohort, owner, rows = self.season.there(), self.season.running.owner, list(people)
        if role != ParticipantRole.MENTOR and cohort.places is not None:
            names = ("name", "starts_on", "ends_on", "mentors_change_on")
            kept = {name: getattr(cohort, name) for name in names}
            update_cohort(
                cohort=cohort, places=cohort.places + len(rows), by=owner, now=now, **kept
            )
        found = []
        for person in rows:
            row = enrol(
                person=person, cohort=cohort, track=track, role=role, by=account(person), now=now
            )
            decide(
                enrolment=row, state=EnrolmentState.SELECTED, reason=texts("formats")["reason"],
                by=owner, now=now,
            )  # fmt: skip
            found.append(row)
        return found

    def others(self, near: Person, number: int, *, below: int = HEAD) -> list[Person]:
        """So many who work by the same clock in other units and have no part in this program, most
        senior first: rather those who have none anywhere.
        """
        running = self.season.running
        cast = running.cast
        alone = {each.number for each in (cast.hr_admin, cast.owner, cast.sponsor, cast.several)}
        rows = running.staff.rows
        here = Enrolment.objects.filter(cohort__program=running.program)
        there = set(here.values_list("person", flat=True))
        free = [
            rows[key]
            for key in sorted(rows.keys() - alone)
            if 3 <= (rows[key].seniority or 0) <= min(MANAGER, below - 1)
            and rows[key].timezone == near.timezone
            and rows[key].pk not in there
        ]
        known = Person.objects.filter(
            pk__in=[row.pk for row in free], status=PersonStatus.ACTIVE, user__isnull=False
        )
        elsewhere = known.exclude(business_unit=near.business_unit_id).select_related("user")
        found = list(elsewhere.order_by("-seniority", "employee_id"))
        busy = {rows[key].pk for key in cast.busy & rows.keys()}
        return sorted(found, key=lambda one: one.pk in busy)[:number]

    def published(self, track: Track, now: datetime) -> MatchRun:
        """A run, and its offers out if anybody is matched."""
        run = pairing.match(self.season.running, self.season, track, now)
        if run.facts.get("matched"):
            publish.publish(run=run, by=self.season.running.owner, now=now)
        return run

    def says_yes(self, run: MatchRun, person: Person, now: datetime) -> Offer | None:
        """To the one open question of a run; None for somebody whom it does not ask."""
        open_ones = Offer.objects.filter(proposal__run=run, person=person, state=OfferState.OPEN)
        first = open_ones.order_by("pk").first()
        return offers.accept(offer=first, by=account(person), now=now) if first else None

    def meet(
        self, engagement: Engagement, days: int, now: datetime, *, notes: str, by: Person
    ) -> Session:
        """A session of that day, logged at once by somebody."""
        starts_at = self.moment(engagement, days)
        return sessions.log(
            engagement=engagement, starts_at=starts_at, minutes=60, notes=notes, by=account(by),
            now=now,
        )  # fmt: skip

    def appoint(
        self, engagement: Engagement, days: int, now: datetime, *, agenda: str, by: Person
    ) -> Session:
        """A session to come, so many days from today."""
        return sessions.plan(
            engagement=engagement, starts_at=self.moment(engagement, -days), minutes=60,
            place=texts("pairs")["places"][0], agenda=agenda, by=account(by), now=now,
        )  # fmt: skip

    def moment(self, engagement: Engagement, days: int) -> datetime:
        """When all can, on about that day before today."""
        people = [row.person for row in engagement.members.select_related("person__user")]
        zones = tuple(account(one).zone for one in people)
        return slot((self.clock.end - days * DAY).date(), zones, days, back=days > 0)
