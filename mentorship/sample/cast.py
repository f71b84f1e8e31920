"""Who plays which part: chosen from the plan of the organisation, the same each time."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from mentorship.sample.structure import HEAD, MANAGER, UNIT_HEAD, Employee
from mentorship.sample.words import texts

TECHNICAL, STRATEGIC, PEOPLE = 0, 1, 2
#: Mentees of the cohort that runs, by track; the last is too small for figures of its own.
PLACES = {TECHNICAL: 16, STRATEGIC: 12, PEOPLE: 7}
NEXT_PLACES = {TECHNICAL: 7, STRATEGIC: 5}
OFFERED = {
    TECHNICAL: ("Technical direction", "Mentoring others", "Influencing"),
    STRATEGIC: ("Strategic thinking", "Leading change", "Decision making"),
    PEOPLE: ("Coaching", "Giving feedback", "Building teams"),
}
TECHNICAL_FUNCTIONS = ("Engineering", "Service")
NEWCOMER = timedelta(days=3 * 365)


@dataclass(frozen=True)
class Applicant:
    """Somebody who signs up: as what, for which track, with which competencies and words."""

    plan: Employee
    track: int
    competencies: tuple[str, ...]
    words: str
    capacity: int = 0
    decision: str = "selected"


@dataclass
class Cast:
    """The parts. Mentors and mentees of the running cohort, and of the one to match."""

    hr_admin: Employee
    owner: Employee
    sponsor: Employee
    several: Employee
    hero: Employee
    mentors: list[Applicant] = field(default_factory=list)
    mentees: list[Applicant] = field(default_factory=list)
    next_mentors: list[Applicant] = field(default_factory=list)
    next_mentees: list[Applicant] = field(default_factory=list)


def choose(plans: list[Employee], *, seed: int, today: date) -> Cast:
    """The cast of a staff."""
    chance = random.Random(seed + 2)  # noqa: S311 - a story, not a secret
    people = [one for one in plans if one.function == "People"]
    hr_admin = max(people, key=lambda one: one.seniority)
    owner = next(one for one in people if one.seniority < MANAGER)
    owner.title, owner.seniority = "Learning & Development Lead", 5
    sponsor = next(one for one in plans if one.seniority == UNIT_HEAD and one.unit != "Corporate")
    managers = [one for one in plans if MANAGER <= one.seniority < UNIT_HEAD and one.reports]
    several = next(one for one in managers if one.function == "Product")
    busy = {one.number for one in (hr_admin, owner, sponsor, several)}
    ripe = _ripe(plans, busy, today)
    hero = next(one for one in ripe if one.manager and one.manager.number not in busy
                and one.function == "Engineering" and one.site == "Rotterdam")  # fmt: skip
    cast = Cast(hr_admin, owner, sponsor, several, hero)
    busy |= {hero.number, *({hero.manager.number} if hero.manager else ())}
    _sign_up_mentees(cast, [one for one in ripe if one is not hero], chance, today)
    _sign_up_mentors(cast, plans, busy, chance)
    return cast


def _ripe(plans: list[Employee], busy: set[int], today: date) -> list[Employee]:
    """Who may become a mentee: some years here, not leading yet."""
    return [
        one
        for one in plans
        if 2 <= one.seniority <= 4 and today - one.started_on > NEWCOMER and one.number not in busy
    ]


def _sign_up_mentees(cast: Cast, ripe: list[Employee], chance: random.Random, today: date) -> None:
    chance.shuffle(ripe)
    ripe.insert(0, cast.hero)
    technical = [one for one in ripe if one.function in TECHNICAL_FUNCTIONS]
    others = [one for one in ripe if one.function not in TECHNICAL_FUNCTIONS]
    lead = [one for one in technical[1:] if one.seniority == 4][: PLACES[PEOPLE]]
    technical = [one for one in technical if one not in lead]
    pools = {TECHNICAL: technical, STRATEGIC: others, PEOPLE: lead}
    for track, pool in pools.items():
        now_size, later = PLACES[track], NEXT_PLACES.get(track, 0)
        extra = 1 if track != PEOPLE else 0
        for number, one in enumerate(pool[: now_size + extra + later]):
            words = _mentee(one, track, number)
            if number < now_size:
                cast.mentees.append(words)
            elif number < now_size + extra:
                cast.mentees.append(_decided(words, "waitlisted"))
            else:
                cast.next_mentees.append(words)


def _decided(applicant: Applicant, decision: str) -> Applicant:
    kept = (applicant.plan, applicant.track, applicant.competencies, applicant.words)
    return Applicant(*kept, decision=decision)


def _mentee(one: Employee, track: int, number: int) -> Applicant:
    names = OFFERED[track]
    first, second = names[number % 3], names[(number + 1) % 3]
    wish = texts("competencies")[first]["wish"]
    return Applicant(one, track, (first, second), wish)


def _sign_up_mentors(
    cast: Cast, plans: list[Employee], busy: set[int], chance: random.Random
) -> None:
    seniors = [
        one for one in plans if 5 <= one.seniority < HEAD and one.number not in busy
        and one.function != "People"
    ]  # fmt: skip
    chance.shuffle(seniors)
    technical = [one for one in seniors if one.function in TECHNICAL_FUNCTIONS]
    others = [one for one in seniors if one.function not in TECHNICAL_FUNCTIONS]
    lead = [one for one in technical if one.seniority >= MANAGER][:6]
    technical = [one for one in technical if one not in lead]
    cast.mentors.append(_mentor(cast.several, STRATEGIC, 0, 2))
    for track, pool, need in (
        (TECHNICAL, technical, PLACES[TECHNICAL]),
        (STRATEGIC, others, PLACES[STRATEGIC] - 2),
        (PEOPLE, lead, PLACES[PEOPLE]),
    ):
        _fill(cast, track, pool, need + 3)


def _fill(cast: Cast, track: int, pool: list[Employee], need: int) -> None:
    """Mentors until there are places enough and some to spare; the rest waits for the next."""
    kept = 5 if track in NEXT_PLACES else 0
    now, later = pool[: len(pool) - kept], pool[len(pool) - kept :]
    places = 0
    for number, one in enumerate(now):
        left = len(now) - number
        capacity = 1 if need - places <= left else 2
        if places >= need:
            later = [one, *later]
            continue
        cast.mentors.append(_mentor(one, track, number, capacity))
        places += capacity
    cast.next_mentors += [
        _mentor(one, track, n, 2 if n % 2 else 1) for n, one in enumerate(later[:7])
    ]


def _mentor(one: Employee, track: int, number: int, capacity: int) -> Applicant:
    names = OFFERED[track]
    shared = tuple(names[(number + step) % 3] for step in range(2 + number % 2))
    return Applicant(one, track, shared, texts("competencies")[shared[0]]["share"], capacity)
