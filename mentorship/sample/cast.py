"""Who plays which part: chosen from the plan of the organisation, the same each time."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from mentorship.sample.scale import PEOPLE, STRATEGIC, TECHNICAL, Scale, scale_of
from mentorship.sample.structure import DIRECTOR, HEAD, HOME, MANAGER, UNIT_HEAD, Employee
from mentorship.sample.words import texts

OFFERED = {
    TECHNICAL: ("Technical direction", "Mentoring others", "Influencing"),
    STRATEGIC: ("Strategic thinking", "Leading change", "Decision making"),
    PEOPLE: ("Coaching", "Giving feedback", "Building teams"),
}
EXECUTIVE = ("Strategic thinking", "Business acumen", "Executive presence")
TECHNICAL_FUNCTIONS = ("Engineering", "Service")
NEWCOMER, SETTLED = timedelta(days=365), timedelta(days=3 * 365)
GOOD = 3  # the rating that the executive program asks for


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
class Sides:
    """Who applies for one cohort."""

    mentors: list[Applicant] = field(default_factory=list)
    mentees: list[Applicant] = field(default_factory=list)

    @property
    def numbers(self) -> set[int]:
        """The numbers of everybody in it."""
        return {one.plan.number for one in [*self.mentors, *self.mentees]}


@dataclass
class Cast:
    """The parts: who runs things, and who takes part in which cohort."""

    scale: Scale
    hr_admin: Employee
    owner: Employee
    sponsor: Employee
    several: Employee
    hero: Employee
    step: Sides = field(default_factory=Sides)
    step_next: Sides = field(default_factory=Sides)
    finished: Sides = field(default_factory=Sides)
    executives: Sides = field(default_factory=Sides)
    pilot: Sides = field(default_factory=Sides)
    #: The numbers of those who will have left by today, without a part so far: give them none.
    leaving: set[int] = field(default_factory=set)

    @property
    def heroes(self) -> set[int]:
        """The numbers of those of whose relationship there is most to see, one in each program."""
        return {self.hero.number, self.executives.mentees[0].plan.number}

    @property
    def busy(self) -> set[int]:
        """The numbers of everybody with a part."""
        alone = (self.hr_admin, self.owner, self.sponsor, self.several, self.hero)
        cohorts = (self.step, self.step_next, self.finished, self.executives, self.pilot)
        return {one.number for one in alone}.union(*(sides.numbers for sides in cohorts))


def choose(plans: list[Employee], *, seed: int, today: date) -> Cast:
    """The cast of a staff."""
    chance = random.Random(seed + 2)  # noqa: S311 - a story, not a secret
    people = [one for one in plans if one.function == "People"]
    hr_admin = max(people, key=lambda one: one.seniority)
    settled = (one for one in people if today - one.started_on > SETTLED)
    owner = next(one for one in settled if one.seniority < MANAGER)
    owner.title, owner.seniority = "Learning & Development Lead", 5
    sponsor = next(one for one in plans if one.seniority == UNIT_HEAD and one.unit != "Corporate")
    managers = [one for one in plans if MANAGER <= one.seniority < UNIT_HEAD and one.reports]
    several = next(one for one in managers if one.function == "Product")
    busy = {one.number for one in (hr_admin, owner, sponsor, several)}
    ripe = _ripe(plans, busy, today)
    hero = next(one for one in ripe if one.manager and one.manager.number not in busy
                and one.function == "Engineering" and one.site == "Rotterdam")  # fmt: skip
    cast = Cast(scale_of(len(plans)), hr_admin, owner, sponsor, several, hero)
    _cast_step_mentees(cast, [one for one in ripe if one is not hero], chance)
    _cast_executives(cast, plans, busy, chance)
    top = {one.plan.number for one in [*cast.finished.mentors, *cast.executives.mentors]}
    _cast_step_mentors(cast, plans, busy | top | {hero.number, *_boss(hero)}, chance)
    _cast_pilot(cast, plans, today)
    return cast


def _boss(one: Employee) -> Iterator[int]:
    if one.manager:
        yield one.manager.number


def _ripe(plans: list[Employee], busy: set[int], today: date) -> list[Employee]:
    """Who may become a mentee: some years here, not leading yet."""
    return [
        one
        for one in plans
        if 2 <= one.seniority <= 4 and today - one.started_on > SETTLED and one.number not in busy
    ]


def _cast_step_mentees(cast: Cast, ripe: list[Employee], chance: random.Random) -> None:
    chance.shuffle(ripe)
    ripe.insert(0, cast.hero)
    technical = [one for one in ripe if one.function in TECHNICAL_FUNCTIONS]
    others = [one for one in ripe if one.function not in TECHNICAL_FUNCTIONS]
    lead = [one for one in technical[1:] if one.seniority == 4][: cast.scale.places[PEOPLE]]
    technical = [one for one in technical if one not in lead]
    pools = {TECHNICAL: technical, STRATEGIC: others, PEOPLE: lead}
    for track, pool in pools.items():
        now_size, later = cast.scale.places[track], cast.scale.waiting.get(track, 0)
        extra = 1 if later else 0
        for number, one in enumerate(pool[: now_size + extra + later]):
            words = _mentee(one, track, OFFERED[track], number)
            if number < now_size:
                cast.step.mentees.append(words)
            elif number < now_size + extra:
                cast.step.mentees.append(_decided(words, "waitlisted"))
            else:
                cast.step_next.mentees.append(words)


def _decided(applicant: Applicant, decision: str) -> Applicant:
    kept = (applicant.plan, applicant.track, applicant.competencies, applicant.words)
    return Applicant(*kept, decision=decision)


def _mentee(one: Employee, track: int, names: tuple[str, ...], number: int) -> Applicant:
    first, second = names[number % 3], names[(number + 1) % 3]
    wish = texts("competencies")[first]["wish"]
    return Applicant(one, track, (first, second), wish)


def _cast_step_mentors(
    cast: Cast, plans: list[Employee], busy: set[int], chance: random.Random
) -> None:
    seniors = [
        one for one in plans if 5 <= one.seniority < HEAD and one.number not in busy
        and one.function != "People"
    ]  # fmt: skip
    chance.shuffle(seniors)
    technical = [one for one in seniors if one.function in TECHNICAL_FUNCTIONS]
    others = [one for one in seniors if one.function not in TECHNICAL_FUNCTIONS]
    places = cast.scale.places
    lead = [one for one in technical if one.seniority >= MANAGER][: max(3, places[PEOPLE] - 1)]
    technical = [one for one in technical if one not in lead]
    cast.step.mentors.append(_mentor(cast.several, STRATEGIC, OFFERED[STRATEGIC], 0, 2))
    for track, pool, need in (
        (TECHNICAL, technical, places[TECHNICAL]),
        (STRATEGIC, others, places[STRATEGIC] - 2),
        (PEOPLE, lead, places[PEOPLE]),
    ):
        _fill(cast, track, pool, need + 3)


def _fill(cast: Cast, track: int, pool: list[Employee], need: int) -> None:
    """Mentors until there are places enough and some to spare; the rest waits for the next."""
    kept = 5 if track in cast.scale.waiting else 0
    now, later = pool[: len(pool) - kept], pool[len(pool) - kept :]
    places = 0
    for number, one in enumerate(now):
        left = len(now) - number
        capacity = 1 if need - places <= left else 2
        if places >= need:
            later = [one, *later]
            continue
        cast.step.mentors.append(_mentor(one, track, OFFERED[track], number, capacity))
        places += capacity
    cast.step_next.mentors += [
        _mentor(one, track, OFFERED[track], n, 2 if n % 2 else 1) for n, one in enumerate(later[:7])
    ]


def _mentor(
    one: Employee, track: int, names: tuple[str, ...], number: int, capacity: int
) -> Applicant:
    shared = tuple(names[(number + step) % 3] for step in range(2 + number % 2))
    return Applicant(one, track, shared, texts("competencies")[shared[0]]["share"], capacity)


def _cast_executives(
    cast: Cast, plans: list[Employee], busy: set[int], chance: random.Random
) -> None:
    """Managers whom executives mentor; some mentor in both cohorts."""
    size = cast.scale.executives
    managers = [one for one in plans if one.seniority == MANAGER and one.number not in busy
                and one.rating >= GOOD and one.function != "People"]  # fmt: skip
    chance.shuffle(managers)
    top = [one for one in plans if one.seniority >= DIRECTOR and one.number not in busy]
    top.sort(key=lambda one: (-one.seniority, one.number))
    later = [*reversed(top[size // 2 :]), *top[: size // 2]]
    for sides, pool, mentors in (
        (cast.finished, managers[:size], top), (cast.executives, managers[size:], later),
    ):  # fmt: skip
        chosen = sorted(pool[:size], key=lambda one: one.site != HOME)
        sides.mentees += [_mentee(one, 0, EXECUTIVE, n) for n, one in enumerate(chosen)]
        sides.mentors += _executive_mentors(mentors, size + 3)
    spare = managers[2 * size : 2 * size + 2]
    cast.executives.mentees += [
        _decided(_mentee(one, 0, EXECUTIVE, n), "waitlisted") for n, one in enumerate(spare)
    ]


def _executive_mentors(top: list[Employee], need: int) -> Iterator[Applicant]:
    for number, one in enumerate(top[:need]):
        capacity = 2 if one.seniority >= UNIT_HEAD or len(top) < need else 1
        yield _mentor(one, 0, EXECUTIVE, number, capacity)


def _cast_pilot(cast: Cast, plans: list[Employee], today: date) -> None:
    """Newcomers, and a colleague of their own function and site for each two of them."""
    words = texts("programs")["pilot"]
    new = [one for one in plans if today - one.started_on < NEWCOMER][: cast.scale.pilot]
    cast.pilot.mentees += [
        Applicant(one, 0, (), words["wishes"][n % len(words["wishes"])])
        for n, one in enumerate(new)
    ]
    taken = cast.busy
    buddies = [
        one for one in plans if 3 <= one.seniority <= 5 and one.number not in taken
        and today - one.started_on > NEWCOMER * 2
    ]  # fmt: skip
    near = sorted(buddies, key=lambda one: (-_nearness(one, new), one.number))
    cast.pilot.mentors += [
        Applicant(one, 0, (), words["shares"][n % len(words["shares"])], capacity=1 + n % 2)
        for n, one in enumerate(near[: len(new)])
    ]


def _nearness(one: Employee, others: Iterable[Employee]) -> int:
    """To how many of the others somebody sits near."""
    return sum(one.site == other.site and one.unit == other.unit for other in others)
