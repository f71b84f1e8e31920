"""Executives who give half an hour: conversations of the sample that were held, and some to come."""

from datetime import UTC, date, datetime, time, timedelta

from engagements.models import FlashBooking, FlashSlot
from engagements.selectors.flash import is_available
from engagements.services import flash, sessions
from mentorship.sample.clock import Act, Clock
from mentorship.sample.program import account
from mentorship.sample.season import Season
from mentorship.sample.words import texts
from participants.enums import PersonStatus
from participants.models import Competency, Person
from programs.enums import EnrolmentState, Format, ParticipantRole
from programs.models import Enrolment, Track
from programs.services.enrolments import decide, enrol
from programs.services.tracks import save_track

DAY, HALF_AN_HOUR = timedelta(days=1), timedelta(minutes=30)
#: Days before today: when it began, and when the conversations were that have been held.
BEGUN, HELD = 76, (62, 45, 31, 12)
#: Those to come, in days from today, with their seats.
OPEN = ((4, 1), (8, 1), (11, 3))
EXECUTIVES = 3
WORKING = range(9, 16)
COMPETENCIES = ("Influencing", "Decision making")


class Conversations:
    """A track of short conversations in a running cohort, given by people of another program."""

    def __init__(self, clock: Clock, season: Season, executives: list[Person]) -> None:
        self.clock, self.season = clock, season
        self.executives = executives[:EXECUTIVES]
        self.givers: list[Enrolment] = []

    def plan(self) -> None:
        """When what happens."""
        self.clock.at(self._on(BEGUN), self._begin)
        for number, days in enumerate(HELD):
            self.clock.at(self._on(days + 9), self._offering(number, days))
        for number, (days, seats) in enumerate(OPEN):
            self.clock.at(self._on(6 - number), self._opening(number, days, seats))

    def _on(self, days: int) -> datetime:
        return datetime.combine((self.clock.end - days * DAY).date(), time(10), UTC)

    def _begin(self, now: datetime) -> None:
        running, said = self.season.running, texts("flash")
        track = save_track(
            track=None, program=running.program, name=said["track"],
            description=said["description"], format=Format.FLASH, exclusive=False,
            competencies=Competency.objects.filter(name__in=COMPETENCIES), by=running.owner, now=now,
        )  # fmt: skip
        for person in self.executives:
            self._welcome(person, track, now)

    def _welcome(self, person: Person, track: Track, now: datetime) -> None:
        owner = self.season.running.owner
        row = enrol(
            person=person, cohort=self.season.there(), track=track, role=ParticipantRole.MENTOR,
            by=owner, now=now,
        )  # fmt: skip
        decide(
            enrolment=row,
            state=EnrolmentState.SELECTED,
            reason=texts("flash")["reason"],
            by=owner,
            now=now,
        )
        self.givers.append(row)

    def _offering(self, number: int, days: int) -> Act:
        """One that has been held by now: offered, booked some days later, held."""

        def act(now: datetime) -> None:
            slot = self._offer(number, -days, texts("flash")["held"][number], 1, now)
            if slot is None:
                return
            self.clock.at(now + 4 * DAY, self._booking(slot, number))

        return act

    def _booking(self, slot: FlashSlot, number: int) -> Act:
        def act(now: datetime) -> None:
            question = texts("flash")["held"][number]["question"]
            if booked := self._book(number, slot, now, question):
                self.clock.at(slot.ends_at, self._holding(booked, number))

        return act

    def _opening(self, number: int, days: int, seats: int) -> Act:
        """One to come; the first of them is booked, the second one is waited for as well."""

        def act(now: datetime) -> None:
            said = texts("flash")["open"][number]
            slot = self._offer(number, days, said, seats, now)
            if slot is None:
                return
            for turn in range((1, 2, 1)[number]):
                self._book(len(HELD) + 2 * number + turn, slot, now + HALF_AN_HOUR)

        return act

    def _book(
        self, number: int, slot: FlashSlot, now: datetime, question: str = ""
    ) -> FlashBooking | None:
        mentee = self._mentee(number, slot, now)
        if mentee is None:
            return None
        by = account(mentee)
        return flash.book(slot=slot, person=mentee, by=by, now=now, question=question)

    def _offer(
        self, number: int, days: int, said: dict[str, str], seats: int, now: datetime
    ) -> FlashSlot | None:
        giver = self.givers[number % len(self.givers)]
        giver.person.refresh_from_db(fields=["status"])
        if giver.person.status == PersonStatus.LEFT:
            return None
        noon = datetime.combine(_workday((self.clock.end + days * DAY).date()), time(11))
        starts_at = noon.replace(tzinfo=account(giver.person).zone)
        offered = giver.person.competencies.filter(direction="offered").first()
        return flash.offer(
            enrolment=giver, starts_at=starts_at, minutes=30, topic=said["topic"],
            competency=offered.competency if offered else None, seats=seats,
            place="https://calls.example/half-an-hour", by=account(giver.person), now=now,
        )  # fmt: skip

    def _mentee(self, number: int, slot: FlashSlot, now: datetime) -> Person | None:
        """One of those who may: the rules keep some from their own managers, clocks others."""
        rows = Enrolment.objects.filter(
            cohort=self.season.there(), role=ParticipantRole.MENTEE,
            state=EnrolmentState.SELECTED, person__status=PersonStatus.ACTIVE,
        ).select_related("person__user").order_by("person__sort_key")  # fmt: skip
        coming = set(slot.bookings.values_list("person", flat=True))
        people = [row.person for row in rows if row.person_id not in coming]
        turn = number % len(people) if people else 0
        turned = people[turn:] + people[:turn]
        local = slot.starts_at.astimezone
        awake = (one for one in turned if local(account(one).zone).hour in WORKING)
        return next((one for one in awake if is_available(slot, one, now=now)), None)

    def _holding(self, booked: FlashBooking, number: int) -> Act:
        """Logged by the mentee; both leave a line; some days later it is over."""

        def act(now: datetime) -> None:
            engagement = booked.engagement
            if engagement is None:
                return
            session = engagement.sessions.get()
            by, said = account(booked.person), texts("flash")["held"][number]
            sessions.log(
                engagement=engagement, session=session, starts_at=session.starts_at, minutes=30,
                by=by, now=now,
            )  # fmt: skip
            flash.leave_line(booking=booked, words=said["mentee"], by=by, now=now)
            giver = account(booked.slot.mentor)
            flash.leave_line(booking=booked, words=said["mentor"], by=giver, now=now + DAY)
            self.clock.at(
                now + 6 * DAY, lambda at: flash.end_if_over(engagement=engagement, now=at)
            )

        return act


def _workday(day: date) -> date:
    """That day, or the Monday after it."""
    weekend = max(0, 7 - day.weekday()) if day.weekday() > 4 else 0
    return day + weekend * DAY
