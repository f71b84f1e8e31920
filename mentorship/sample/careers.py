"""Who comes, rises, moves and leaves while the story goes on: as HR enters it, on its day."""

import random
from datetime import UTC, date, datetime, time, timedelta

from mentorship.sample import people
from mentorship.sample.cast import Cast
from mentorship.sample.clock import Act, Clock
from mentorship.sample.people import Staff
from mentorship.sample.program import account
from mentorship.sample.structure import DIRECTOR, GRADES, MANAGER, TITLES, Employee
from participants.enums import PersonStatus
from participants.models import Person
from participants.services.facts import record_fact
from participants.services.people import mark_left, set_manager, update_person
from programs.enums import EnrolmentState

DAY = timedelta(days=1)
SOURCE = "HR"


def plan(clock: Clock, staff: Staff, cast: Cast, *, begun: date, seed: int) -> None:
    """Let everything happen on its day between `begun` and the end."""
    chance = random.Random(seed + 4)  # noqa: S311 - a story, not a secret
    for one in staff.plans:
        if one.started_on > begun:
            clock.at(_at(one.started_on, 9), _coming(staff, cast, one))
    free = [one for one in staff.plans if one.number not in cast.busy and not one.reports
            and one.started_on <= begun and one.manager]  # fmt: skip
    chance.shuffle(free)
    days = (clock.end.date() - begun).days
    scale = cast.scale

    def some_day(number: int, of: int) -> datetime:
        """Spread over the months, none in the first one."""
        return _at(begun + timedelta(days=30 + number * (days - 45) // of), 8 + number % 7)

    leavers, free = free[: scale.leavers], free[scale.leavers :]
    cast.leaving |= {one.number for one in leavers}
    for number, one in enumerate(leavers):
        clock.at(some_day(number, scale.leavers), _leaving(staff, cast, one))
    movers = [one for one in free if _elsewhere(staff, one)][: scale.movers]
    free = [one for one in free if one not in movers]
    for number, one in enumerate(movers):
        clock.at(some_day(number, scale.movers), _moving(staff, cast, one))
    rising = [one for one in free if 2 <= one.seniority <= 4][: scale.promoted]
    for number, one in enumerate(rising):
        clock.at(some_day(number, scale.promoted), _rising(staff, cast, one))
    _rising_executives(clock, staff, cast)


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), UTC)


def _rising_executives(clock: Clock, staff: Staff, cast: Cast) -> None:
    """Mentees of the first executive cohort who become directors: what the program is for."""
    some = cast.finished.mentees[1::4]
    for number, applicant in enumerate(some):
        moment = clock.end - (40 + 55 * number) * DAY
        clock.at(moment, _rising(staff, cast, applicant.plan))


def _coming(staff: Staff, cast: Cast, one: Employee) -> Act:
    def act(now: datetime) -> None:
        people.hire(staff, one, by=account(staff.person(cast.hr_admin)), now=now)

    return act


def _leaving(staff: Staff, cast: Cast, one: Employee) -> Act:
    return lambda now: leave(staff, cast, staff.person(one), now)


def leave(staff: Staff, cast: Cast, leaver: Person, now: datetime) -> None:
    """Somebody leaves; who reported to them reports to the next one up."""
    by = account(staff.person(cast.hr_admin))
    leaver.refresh_from_db()
    for report in Person.objects.filter(manager=leaver):
        set_manager(person=report, manager=leaver.manager, by=by, now=now)
    mark_left(person=leaver, by=by, now=now)


def _rising(staff: Staff, cast: Cast, one: Employee) -> Act:
    """A larger role, from that day on; managers rise to report to their manager's manager."""

    def act(now: datetime) -> None:
        person = staff.person(one)
        person.refresh_from_db()
        if person.status == PersonStatus.LEFT or _has_stopped(person):
            return
        level = (person.seniority or 1) + 1
        by = account(staff.person(cast.hr_admin))
        title = TITLES[one.function][level - 1]
        fields = {"job_title": title, "grade": GRADES[level], "seniority": level}
        boss = person.manager
        if level >= MANAGER and boss and (boss.seniority or 0) <= level and boss.manager:
            fields["manager"] = boss.manager
        update_person(person=person, by=by, now=now, **fields)
        record_fact(
            person=person, key="promotion", text=title, as_of=now.date(), source=SOURCE, by=by,
            now=now,
        )  # fmt: skip

    return act


def _has_stopped(person: Person) -> bool:
    """Whether they have withdrawn from a program: no promotion is due to that."""
    return person.enrolments.filter(state=EnrolmentState.WITHDRAWN).exists()


def _moving(staff: Staff, cast: Cast, one: Employee) -> Act:
    """To the same work in another unit, under another manager."""

    def act(now: datetime) -> None:
        person, by = staff.person(one), account(staff.person(cast.hr_admin))
        bosses = [staff.person(boss) for boss in _elsewhere(staff, one)]
        boss = bosses[one.number % len(bosses)]
        boss.refresh_from_db()
        if boss.status == PersonStatus.LEFT:
            return
        update_person(person=person, by=by, now=now, manager=boss, business_unit=boss.business_unit)
        record_fact(
            person=person, key="move", text=str(boss.business_unit), as_of=now.date(),
            source=SOURCE, by=by, now=now,
        )  # fmt: skip

    return act


def _elsewhere(staff: Staff, one: Employee) -> list[Employee]:
    """Managers of the same function in other units."""
    return [
        boss for boss in staff.plans
        if boss.function == one.function and boss.unit != one.unit and boss.reports
        and MANAGER <= boss.seniority <= DIRECTOR
    ]  # fmt: skip
