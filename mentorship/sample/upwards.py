"""The sample's pairs in which a junior mentors a senior, what leaders ask them, and the answer."""

from datetime import date, datetime

from engagements.models import Engagement, PooledRelease, Theme
from engagements.services import pooled
from engagements.services.engagements import start
from mentorship.sample.beside import DAY, Beside
from mentorship.sample.clock import Act
from mentorship.sample.diary import slot
from mentorship.sample.program import account
from mentorship.sample.structure import MANAGER
from participants.enums import PersonStatus
from participants.models import Person
from programs.enums import Format, ParticipantRole
from programs.models import Enrolment, Track

#: So many juniors are looked at.
CALLED = 60


def _suit(junior: Person, senior: Person) -> bool:
    """Whether one doesn't report to the other, and there is an hour at which both are at work."""
    try:
        slot(date(2026, 1, 5), (account(junior).zone, account(senior).zone), 0)
    except LookupError:
        return False
    return junior.manager_id != senior.pk


class Upwards(Beside):
    """A dozen juniors, the hero among them, mentor executives; leaders have asked twice.

    One question has been answered by enough, and leaders have answered. The other waits.
    """

    name = "upwards"
    BEGUN, MET, NEXT = 66, (48, 17), 9
    ASKED, GIVEN, RELEASED, ANSWERED, AGAIN, WAITS = 26, 23, 15, 12, 5, 3
    SENIORS, SOME = 4, 4

    def plan(self) -> None:
        """When what happens."""
        self.clock.at(self.on(self.BEGUN), self._begin)

    def _begin(self, now: datetime) -> None:
        seniors = self._seniors()
        pairs = self._pairs(seniors, len(self.words["voices"]))
        juniors = [junior for junior, _senior in pairs]
        if len(juniors) < len(self.words["voices"]):
            return
        track = self.track(now, format=Format.REVERSE, exclusive=False, meeting_every_days=30)
        self.welcome(juniors, track, ParticipantRole.MENTOR, now)
        self.welcome(seniors, track, ParticipantRole.MENTEE, now)
        for junior, senior in pairs:
            start(
                cohort=self.season.there(), track=track, mentor=junior, mentee=senior,
                by=self.season.running.owner, now=now,
            )  # fmt: skip
        for number, days in enumerate(self.MET):
            self.clock.at(self.on(days), self._meeting(track, number, days))
        self._plan_questions(juniors)

    def _pairs(self, seniors: list[Person], number: int) -> list[tuple[Person, Person]]:
        """The hero and so many less one, each with a senior whose working hours meet theirs."""
        found: list[tuple[Person, Person]] = []
        for junior in (self.hero(), *self._juniors()):
            turned = seniors[len(found) % len(seniors) :] + seniors if seniors else []
            senior = next((one for one in turned if _suit(junior, one)), None)
            if senior and len(found) < number:
                found.append((junior, senior))
        return found

    def _seniors(self) -> list[Person]:
        """Executives who mentor in the same program, but not the hero."""
        running = self.season.running
        mine = Engagement.objects.filter(members__person=self.hero()).values("members__person")
        keys = [running.staff.person(one.plan).pk for one in running.cast.executives.mentors]
        here = Person.objects.filter(pk__in=keys, status=PersonStatus.ACTIVE)
        found = here.exclude(pk__in=mine).select_related("user")
        return list(found.order_by("employee_id")[: self.SENIORS])

    def _juniors(self) -> list[Person]:
        """Those who have no part in any program, the least senior first."""
        running = self.season.running
        rows, busy = running.staff.rows, running.cast.busy | running.cast.leaving
        keys = [rows[key].pk for key in rows.keys() - busy]
        free = Person.objects.filter(pk__in=keys, status=PersonStatus.ACTIVE, user__isnull=False)
        enrolled = Enrolment.objects.filter(cohort__program=running.program)
        free = free.filter(seniority__lt=MANAGER).exclude(pk__in=enrolled.values("person"))
        return list(free.order_by("seniority", "employee_id").select_related("user")[:CALLED])

    def _meeting(self, track: Track, number: int, days: int) -> Act:
        def act(now: datetime) -> None:
            for pair in Engagement.objects.filter(track=track, ended_at=None).order_by("pk"):
                junior = pair.members.select_related("person__user").get(role="mentor").person
                notes = self.words["notes"][number]
                self.meet(pair, days + 1, now, notes=notes, by=junior)
                if number + 1 == len(self.MET) and junior == self.hero():
                    agenda = self.words["agenda"]
                    self.appoint(pair, self.NEXT, now, agenda=agenda, by=junior)

        return act

    def _plan_questions(self, juniors: list[Person]) -> None:
        first, second = self.words["questions"]
        at, on = self.clock.at, self.on
        at(on(self.ASKED), lambda now: self._ask(first, now))
        at(on(self.GIVEN), lambda now: self._give(first, juniors, self.words["voices"], now))
        at(on(self.RELEASED), lambda now: pooled.release_due(now=now))
        at(on(self.ANSWERED), self._answer)
        at(on(self.AGAIN), lambda now: self._ask(second, now))
        some = juniors[: self.SOME]
        at(on(self.WAITS), lambda now: self._give(second, some, self.words["waiting"], now))

    def _sponsor(self) -> Person:
        running = self.season.running
        return running.staff.person(running.cast.sponsor)

    def _ask(self, question: str, now: datetime) -> None:
        sponsor = self._sponsor()
        pooled.ask(
            program=self.season.running.program, question=question, by=account(sponsor),
            asked_by=sponsor, now=now,
        )  # fmt: skip

    def _give(self, question: str, juniors: list[Person], said: list[str], now: datetime) -> None:
        theme = Theme.objects.get(program=self.season.running.program, question=question)
        for junior, words in zip(juniors, said, strict=True):
            pooled.give(theme=theme, author=junior, words=words, by=account(junior), now=now)

    def _answer(self, now: datetime) -> None:
        sponsor = self._sponsor()
        release = PooledRelease.objects.get(theme__program=self.season.running.program)
        pooled.answer(
            release=release, author=sponsor, text=self.words["answer"], by=account(sponsor),
            now=now + 2 * DAY / 24,
        )  # fmt: skip
