"""Coaching in the sample: a pool from outside, contracts, choices, and hours that are used."""

import random
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils.crypto import get_random_string

from core.outbox.models import OutboxMessage
from engagements.enums import ClosingReason
from engagements.services import agreements, engagements, goals, sessions
from mentorship.sample.clock import Act, Clock
from mentorship.sample.diary import slot
from mentorship.sample.program import Running, account
from mentorship.sample.words import texts
from participants.enums import PersonStatus
from participants.models import Competency, Person
from participants.services import invitations
from programs.enums import EnrolmentState
from programs.models import Enrolment
from rotations.coaching.enums import SearchState
from rotations.coaching.services import contracts, notes, pool, privacy, searches
from rotations.models import CoachingContract, CoachingEngagement, CoachProfile, CoachSearch

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
MINUTES = 60
CURRENCY = "EUR"
#: Where people work whose hours meet those of every coach.
NEAR = ("Rotterdam", "Porto", "Bengaluru")
#: When the pool is asked in, in days before today.
INVITED = 405


class Coachings:
    """The coaching of the executive program, from the first invitation to a choice that waits."""

    def __init__(self, clock: Clock, running: Running) -> None:
        self.clock, self.running = clock, running
        self.coaches: list[CoachProfile] = []
        self.number = 0

    def plan(self) -> None:
        """When which contract is bought, and for whom it is."""
        self.clock.at(self._at(INVITED), self._invite)
        size = self.running.cast.scale.coachings
        first = self._buying(hours=size * 8, days=(390, 45), waits=(380, size), cohort="finished")
        second = self._buying(hours=60, days=(118, -240), waits=(110, size), cohort="executives")
        self.clock.at(self._at(390), first)
        self.clock.at(self._at(118), second)
        self.clock.at(self._at(100), self._buying(
            hours=6, days=(100, -24), waits=(98, 1), cohort="executives", coach=1,
        ))  # fmt: skip
        self.clock.at(self._at(44), lambda now: contracts.expire(now=now))

    def _at(self, days: int) -> datetime:
        return self.clock.end.replace(hour=8, minute=30, second=0, microsecond=0) - days * DAY

    def _invite(self, now: datetime) -> None:
        for number, words in enumerate(texts("coaching")["coaches"]):
            offered = Competency.objects.filter(name__in=words["competencies"])
            coach = pool.invite_coach(
                given_name=words["given"], family_name=words["family"], email=words["email"],
                timezone=words["timezone"], languages=words["languages"], competencies=offered,
                introduction=words["introduction"], by=self.running.owner, now=now,
            )  # fmt: skip
            # Invented, like everybody: no mail must ever leave, and removal must find them.
            Person.objects.filter(pk=coach.person_id).update(is_sample=True)
            OutboxMessage.objects.filter(to_email=words["email"]).update(is_sample=True)
            self.coaches.append(coach)
            self.clock.at(now + (1 + number) * DAY, self._joining(coach, number))

    def _joining(self, coach: CoachProfile, number: int) -> Act:
        def act(now: datetime) -> None:
            person = Person.objects.get(pk=coach.person_id)
            invited = person.invitations.get(accepted_at=None)
            token = invitations.token_of(invited)
            invitations.accept(token=token, password=get_random_string(40), now=now)
            coach.person = Person.objects.select_related("user").get(pk=person.pk)
            hr = account(self.running.staff.person(self.running.cast.hr_admin))
            amount = Decimal(220 + 20 * number)
            pool.set_rate(coach=coach, amount=amount, currency=CURRENCY, by=hr, now=now)

        return act

    def _buying(
        self, *, hours: int, days: tuple[int, int], waits: tuple[int, int], cohort: str,
        coach: int | None = None,
    ) -> Act:  # fmt: skip
        """A contract, and some days later so many people who may choose a coach."""

        def act(now: datetime) -> None:
            contract = contracts.buy(
                program=self.running.program, minutes=hours * MINUTES, currency=CURRENCY,
                rate=Decimal(230), starts_on=self._at(days[0]).date(),
                expires_on=self._at(days[1]).date(), by=self.running.owner, now=now,
                coach=None if coach is None else self.coaches[coach],
                provider="" if coach is not None else texts("coaching")["provider"],
            )  # fmt: skip
            self.clock.at(self._at(waits[0]), self._opening(contract, waits[1], cohort))
            if cohort == "executives" and coach is None:
                self.clock.at(self._at(6), self._opening(contract, 2, cohort, choosing=True))

        return act

    def _opening(
        self, contract: CoachingContract, count: int, cohort: str, *, choosing: bool = False
    ) -> Act:
        def act(now: datetime) -> None:
            numbers = [one.plan for one in getattr(self.running.cast, cohort).mentees]
            people = [self.running.staff.person(plan).pk for plan in numbers]
            free = Enrolment.objects.filter(
                person__in=people, state=EnrolmentState.SELECTED, role="mentee",
                person__status=PersonStatus.ACTIVE, person__site__name__in=NEAR,
                cohort__program=self.running.program,
            ).exclude(pk__in=CoachSearch.objects.values("enrolment"))  # fmt: skip
            rows = sorted(
                free.select_related("person__user"), key=lambda r: people.index(r.person_id)
            )
            for enrolment in rows[:count]:
                search = searches.open_search(
                    enrolment=enrolment, contract=contract, minutes=6 * MINUTES,
                    by=self.running.owner, now=now,
                )  # fmt: skip
                self.number += 1
                _Choice(self.clock, search, self.number).plan(now, waits=choosing)

        return act


class _Choice:
    """Somebody meets one or two coaches, chooses, and the coach says yes."""

    def __init__(self, clock: Clock, search: CoachSearch, number: int) -> None:
        self.clock, self.search, self.number = clock, search, number
        self.me = search.enrolment.person

    def plan(self, now: datetime, *, waits: bool) -> None:
        """`waits`: the call lies ahead, or the coach has not answered yet."""
        proposal = self.search.proposals.select_related("coach__person__user").first()
        if proposal is None:
            raise LookupError("no coach fits")
        coach = proposal.coach.person
        zones = (account(self.me).zone, account(coach).zone)
        day = (self.clock.end + DAY if waits and self.number % 2 else now + 2 * DAY).date()
        call = slot(day, zones, self.number)
        by = account(self.me)
        self.clock.at(now + 5 * HOUR, lambda at: searches.plan_call(
            proposal=proposal, starts_at=call, place="Video call", by=by, now=at,
        ))  # fmt: skip
        self.clock.at(call + 2 * HOUR, lambda at: searches.choose(proposal=proposal, by=by, now=at))
        if not waits:
            self.clock.at(call + 26 * HOUR, lambda at: self._accept(proposal, at))

    def _accept(self, proposal: Any, now: datetime) -> None:
        self.search.refresh_from_db()
        if self.search.state != SearchState.ASKED:
            return
        proposal.refresh_from_db()
        coach = proposal.coach.person
        coaching = searches.accept(proposal=proposal, by=account(coach), now=now)
        _Coaching(self.clock, coaching, self.me, coach, self.number).begin(now)


class _Coaching:
    """Two people and a share of hours that is never overdrawn."""

    def __init__(
        self, clock: Clock, coaching: CoachingEngagement, me: Person, coach: Person, number: int
    ) -> None:
        self.clock, self.coaching, self.me, self.coach = clock, coaching, me, coach
        self.number, self.held = number, 0
        self.zones = (account(me).zone, account(coach).zone)
        self.chance = random.Random(5000 + number)  # noqa: S311 - a story, not a secret

    def begin(self, now: datetime) -> None:
        """What those who pay may see is the first thing they settle."""
        privacy.decide(
            coaching=self.coaching, shows_titles=self.number % 2 == 0, by=account(self.me), now=now
        )
        self.clock.at(now + DAY, self._countersign)
        self.clock.at(now + 2 * HOUR, lambda at: self._plan(at + (4 + self.number % 5) * DAY, at))

    def _countersign(self, now: datetime) -> None:
        contract = self.coaching.three_way_contracts.first()
        if contract is not None and not self._is_over():
            privacy.sign(contract=contract, by=account(self.coach), now=now)

    def _is_over(self) -> bool:
        self.coaching.engagement.refresh_from_db()
        return self.coaching.engagement.ended_at is not None

    def _plan(self, day: datetime, now: datetime) -> None:
        """The next session, as long as hours and contract last."""
        if self._is_over():
            return
        if (self.held + 1) * MINUTES > self.coaching.minutes:
            self.clock.at(now + DAY, self._end)
            return
        starts_at = slot(day.date(), self.zones, self.number + self.held)
        if starts_at.date() > self.coaching.contract.expires_on:
            return
        told = texts("coaching")
        session = sessions.plan(
            engagement=self.coaching.engagement, starts_at=starts_at, minutes=MINUTES,
            place=told["places"][self.number % len(told["places"])],
            agenda=told["sessions"]["agenda"][self.held % 4], by=account(self.me), now=now,
        )  # fmt: skip
        self.clock.at(starts_at + timedelta(minutes=75), lambda at: self._log(session, at))

    def _log(self, session: Any, now: datetime) -> None:
        if self._is_over():
            return
        told = texts("coaching")["sessions"]
        turn = self.number + self.held
        sessions.log(
            engagement=self.coaching.engagement, session=session, starts_at=session.starts_at,
            minutes=MINUTES, notes=told["notes"][turn % 4], by=account(self.coach), now=now,
        )  # fmt: skip
        self.held += 1
        if self.held == 1:
            self._agree(now)
        if self.number % 2 and self.held % 2:
            text = told["coach_notes"][turn % 4]
            notes.write(coaching=self.coaching, text=text, by=account(self.coach), now=now + HOUR)
        if self.number % 3 == 0 and self.held == 2:
            until = (self.clock.end + 40 * DAY).date()
            privacy.give_facts(coaching=self.coaching, until=until, by=account(self.me), now=now)
        every = 16 + self.chance.choice((0, 2, 5, 7))
        self._plan(now + every * DAY, now)

    def _agree(self, now: datetime) -> None:
        engagement, by = self.coaching.engagement, account(self.me)
        agreement = agreements.write(
            engagement=engagement, by=by, now=now, **texts("coaching")["agreement"]
        )
        agreements.sign(agreement=agreement, by=by, now=now)
        agreements.sign(agreement=agreement, by=account(self.coach), now=now)
        found = texts("coaching")["sessions"]["goals"]
        title, success = found[self.number % len(found)]
        goals.set_goal(
            engagement=engagement, person=self.me, title=title, success=success, by=by, now=now
        )

    def _end(self, now: datetime) -> None:
        if self._is_over():
            return
        words = texts("coaching")["closing"][self.number % 2]
        engagements.close(
            engagement=self.coaching.engagement, category=ClosingReason.GOALS_REACHED,
            words=words, by=account(self.me), now=now, completed=True,
        )  # fmt: skip
