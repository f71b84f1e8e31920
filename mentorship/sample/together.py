"""The sample's circle, its peers, and a term at whose end mentors change."""

from datetime import datetime, timedelta

from engagements.models import Engagement, HandOver
from engagements.selectors.terms import plan_of
from engagements.services import attendance, handovers
from engagements.services.terms import change_mentors
from matching.models import MatchRun
from mentorship.sample.beside import DAY, Beside
from mentorship.sample.clock import Act
from mentorship.sample.program import account
from participants.models import Person
from programs.enums import Format, ParticipantRole
from programs.models import Track
from programs.selectors.terms import changes
from programs.services.tracks import save_track

MEMBERS = 4


class Circle(Beside):
    """Led by the hero's own mentor; it has met twice, once without one of them."""

    name = "circle"
    BEGUN, MET, NEXT = 80, (62, 31), 6

    def plan(self) -> None:
        """When what happens."""
        self.clock.at(self.on(self.BEGUN), self._begin)

    def _begin(self, now: datetime) -> None:
        leader = self._leader()
        members = self.others(leader, MEMBERS) if leader else []
        if leader is None or len(members) < MEMBERS:
            return
        track = self.track(
            now, format=Format.CIRCLE, exclusive=False, mentor_capacity=6, meeting_every_days=30
        )
        self.welcome([leader], track, ParticipantRole.MENTOR, now)
        self.welcome(members, track, ParticipantRole.MENTEE, now)
        run = self.published(track, now)
        self.says_yes(run, leader, now)
        for member in members:
            self.says_yes(run, member, now)
        for number, days in enumerate(self.MET):
            self.clock.at(self.on(days), self._meeting(track, leader, number, days))

    def _leader(self) -> Person | None:
        rows = Engagement.objects.filter(
            cohort=self.season.there(), members__person=self.hero(), ended_at=None
        )
        rows = rows.exclude(format=Format.COACHING)
        found = rows.order_by("pk").first()
        member = found.members.filter(role="mentor").first() if found else None
        return Person.objects.select_related("user").get(pk=member.person_id) if member else None

    def _meeting(self, track: Track, leader: Person, number: int, days: int) -> Act:
        def act(now: datetime) -> None:
            circle = Engagement.objects.filter(track=track, ended_at=None).first()
            if circle is None:
                return
            notes = self.words["notes"][number]
            session = self.meet(circle, days + 1, now, notes=notes, by=leader)
            there = attendance.expected(session)
            missing = there[-1:] if number else []
            came = [key for key in there if key not in missing]
            attendance.note_attendance(session=session, came=came, by=account(leader), now=now)
            if number + 1 == len(self.MET):
                agenda = self.words["agenda"][number + 1]
                self.appoint(circle, self.NEXT, now, agenda=agenda, by=leader)

        return act


class Peers(Beside):
    """The hero and a colleague take turns; three more came later: two are asked, one is left over."""

    name = "peers"
    BEGUN, MET, LATER, NEXT = 44, 23, 2, 3

    def plan(self) -> None:
        """When what happens."""
        self.clock.at(self.on(self.BEGUN), self._begin)

    def _begin(self, now: datetime) -> None:
        track = self.track(now, format=Format.PEER, meeting_every_days=14)
        hero = self.hero()
        found = self.others(hero, 4)
        if not found:
            return
        self.welcome([hero, found[0]], track, ParticipantRole.PEER, now)
        run = self.published(track, now)
        for person in (found[0], hero):
            self.says_yes(run, person, now)
        self.clock.at(self.on(self.MET), lambda at: self._meet(track, hero, at))
        self.clock.at(self.on(self.LATER), lambda at: self._later(track, found[1:], at))

    def _meet(self, track: Track, hero: Person, now: datetime) -> None:
        pair = Engagement.objects.filter(track=track, ended_at=None).first()
        if pair is None:
            return
        self.meet(pair, self.MET + 1, now, notes=self.words["notes"], by=hero)
        self.appoint(pair, self.NEXT, now, agenda=self.words["agenda"], by=hero)

    def _later(self, track: Track, people: list[Person], now: datetime) -> None:
        if len(people) < 3:
            return
        self.welcome(people, track, ParticipantRole.PEER, now)
        run = self.published(track, now)
        if pair := run.proposals.select_related("mentee__person__user").first():
            self.says_yes(run, pair.mentee.person, now + timedelta(hours=3))


class Terms(Beside):
    """Two mentors and two mentees; after four months they change, with notes for who comes next.

    One new pair has begun, the other is to talk once before the mentee's yes.
    """

    name = "terms"
    BEGUN, MET, ANEW = 118, (96, 60), 5

    def plan(self) -> None:
        """When what happens."""
        self.clock.at(self.on(self.BEGUN), self._begin)

    def _begin(self, now: datetime) -> None:
        mentors = self._mentors()
        level = min(mentor.seniority or 0 for mentor in mentors)
        mentees = self.others(mentors[0], 2, below=level)
        if len(mentees) + len(mentors) < 4:
            return
        track = self.track(now, mentor_term_months=4)
        self.welcome(mentors, track, ParticipantRole.MENTOR, now)
        self.welcome(mentees, track, ParticipantRole.MENTEE, now)
        run = self.published(track, now)
        for person in (*mentors, *mentees):
            self.says_yes(run, person, now)
        for number, days in enumerate(self.MET):
            self.clock.at(self.on(days), self._meeting(track, number, days))
        ahead = changes(self.season.there(), track)
        if ahead and ahead[0] < self.on(self.ANEW).date() - DAY:
            moment = self.on((self.clock.end.date() - ahead[0]).days - 1)
            self.clock.at(moment - 3 * DAY, lambda at: self._hand_over(track, at))
            self.clock.at(moment, lambda at: self._change(track, at))
            self.clock.at(self.on(self.ANEW), lambda at: self._anew(track, mentors, at))

    def _mentors(self) -> list[Person]:
        """Two who mentor in another program as well, the most senior of them."""
        running = self.season.running
        plans = sorted(
            (one.plan for one in running.cast.step.mentors if one.plan is not running.cast.several),
            key=lambda plan: (-plan.seniority, plan.number),
        )
        rows = [running.staff.person(plan) for plan in plans[:2]]
        return list(Person.objects.filter(pk__in=[row.pk for row in rows]).select_related("user"))

    def _pairs(self, track: Track) -> list[tuple[Engagement, Person, Person]]:
        rows = Engagement.objects.filter(track=track, ended_at=None).order_by("pk")
        found = []
        for row in rows.prefetch_related("members__person__user"):
            sides = {member.role: member.person for member in row.members.all()}
            found.append((row, sides["mentor"], sides["mentee"]))
        return found

    def _meeting(self, track: Track, number: int, days: int) -> Act:
        def act(now: datetime) -> None:
            for pair, _mentor, mentee in self._pairs(track):
                notes = self.words["notes"][number]
                self.meet(pair, days + 1, now, notes=notes, by=mentee)

        return act

    def _hand_over(self, track: Track, now: datetime) -> None:
        for pair, mentor, mentee in self._pairs(track):
            for author, text in ((mentor, "note_by_mentor"), (mentee, "note_by_mentee")):
                handovers.write(
                    engagement=pair, author=author, text=self.words[text], offered=True,
                    by=account(author), now=now,
                )  # fmt: skip

    def _change(self, track: Track, now: datetime) -> None:
        owner, cohort = self.season.running.owner, self.season.there()
        if plan := plan_of(cohort, track, now):
            change_mentors(cohort=cohort, track=track, seen=plan.mark, by=owner, now=now)

    def _anew(self, track: Track, mentors: list[Person], now: datetime) -> None:
        """The two talk first from now on."""
        running = self.season.running
        grown = [row.competency for row in track.track_competencies.select_related("competency")]
        save_track(
            track=track, program=running.program, competencies=grown, first_talk=True,
            by=running.owner, now=now,
        )  # fmt: skip
        run = self.published(track, now)
        for mentor in mentors:
            self.says_yes(run, mentor, now + timedelta(hours=5))
        self.clock.at(self.on(2), lambda at: self._second_begins(run, at))

    def _second_begins(self, run: MatchRun, now: datetime) -> None:
        """One mentee has talked and says yes, and shows what the one before wrote."""
        pair = run.proposals.select_related("mentee__person__user").first()
        mentee = pair.mentee.person if pair else None
        if mentee is None or not self.says_yes(run, mentee, now):
            return
        begun = Engagement.objects.get(track=run.track, ended_at=None, members__person=mentee)
        for note in HandOver.objects.filter(mentee=mentee, offered_at__isnull=False):
            handovers.show(note=note, engagement=begun, by=account(mentee), now=now)
