"""Who works in the sample organisation, and for whom: plain data, the same for the same seed."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from mentorship.sample.names import address, names

ORGANISATION = "Aldermere Water Technology"
DOMAIN = "aldermere.example"
ZONE = "Europe/Amsterdam"
HOME = "Rotterdam"
SITES = {
    HOME: "Europe/Amsterdam",
    "Porto": "Europe/Lisbon",
    "Bengaluru": "Asia/Kolkata",
    "Toronto": "America/Toronto",
    "Dubai": "Asia/Dubai",
}
SITE_SHARES = (42, 22, 16, 12, 8)
LANGUAGE = {HOME: "nl", "Porto": "pt", "Bengaluru": "hi", "Toronto": "fr", "Dubai": "ar"}
SMALLEST, USUAL = 120, 600
#: Grade by seniority; a ladder that people know by heart.
GRADES = {
    1: "A1", 2: "A2", 3: "B1", 4: "B2", 5: "C1", 6: "C2", 7: "D1", 8: "D2", 9: "E1", 10: "E2",
}  # fmt: skip
HEAD, UNIT_HEAD, VICE_PRESIDENT, DIRECTOR, MANAGER = 10, 9, 8, 7, 6
#: How large a team is; how many managers a director leads, how many directors a vice president;
#: and how many teams need nobody between them and the head of the unit.
TEAM, SPAN, DIRECTORS, FEW = 7, 6, 8, 3
#: How many of a hundred sit where their manager sits.
TOGETHER = 70


@dataclass(frozen=True)
class BusinessUnit:
    """A business unit: its share of the people, its functions with theirs, its head's title."""

    name: str
    share: int
    functions: dict[str, int]
    head: str


UNITS = (
    BusinessUnit("Pumps & Systems", 34, {"Engineering": 5, "Operations": 4, "Sales": 2},
                 "Managing Director, Pumps & Systems"),
    BusinessUnit("Sensing & Software", 30, {"Engineering": 6, "Product": 3, "Sales": 1},
                 "Managing Director, Sensing & Software"),
    BusinessUnit("Field Services", 26, {"Service": 6, "Operations": 3, "Sales": 1},
                 "Managing Director, Field Services"),
    BusinessUnit("Corporate", 10, {"Finance": 3, "People": 3}, "Chief Financial Officer"),
)  # fmt: skip
TITLES = {
    "Engineering": ("Graduate Engineer", "Engineer", "Engineer", "Senior Engineer",
                    "Lead Engineer", "Engineering Manager", "Director of Engineering",
                    "Vice President Engineering"),
    "Operations": ("Operations Trainee", "Planner", "Production Planner", "Senior Planner",
                   "Process Lead", "Operations Manager", "Plant Director",
                   "Vice President Operations"),
    "Sales": ("Sales Trainee", "Account Associate", "Account Manager", "Senior Account Manager",
              "Key Account Lead", "Regional Sales Manager", "Sales Director",
              "Vice President Sales"),
    "Product": ("Product Analyst", "Product Analyst", "Product Owner", "Senior Product Owner",
                "Lead Product Owner", "Product Manager", "Director of Product",
                "Vice President Product"),
    "Service": ("Service Trainee", "Field Technician", "Field Technician",
                "Senior Service Engineer", "Service Lead", "Service Manager", "Service Director",
                "Vice President Service"),
    "Finance": ("Finance Trainee", "Accountant", "Controller", "Senior Controller",
                "Lead Controller", "Finance Manager", "Finance Director",
                "Vice President Finance"),
    "People": ("HR Trainee", "HR Associate", "HR Partner", "Senior HR Partner",
               "Learning & Development Lead", "HR Manager", "Director People & Culture",
               "Vice President People & Culture"),
}  # fmt: skip
#: Seniority of those who lead nobody, by how many of a hundred have it.
LADDER = ((1, 8), (2, 22), (3, 26), (4, 24), (5, 20))
#: Performance ratings from two to five, by how many of a hundred have it.
RATINGS = ((2, 8), (3, 42), (4, 38), (5, 12))
#: One in so many joined while the sample's story goes on.
NEWCOMERS = 25


@dataclass
class Employee:
    """Somebody to be hired; `manager` is another of the list, always earlier in it.

    Whoever leads a whole unit, or all of them, has no function of their own.
    """

    number: int
    given: str
    family: str
    site: str
    unit: str
    function: str
    seniority: int
    title: str
    started_on: date
    rating: int = 3
    manager: "Employee | None" = None
    reports: list["Employee"] = field(default_factory=list)

    @property
    def email(self) -> str:
        """Under a domain that can't exist."""
        return address(self.given, self.family, DOMAIN)


class _Hiring:
    """Hires one after the other, from names and dates that chance gives."""

    def __init__(self, chance: random.Random, today: date) -> None:
        self.chance, self.today = chance, today
        self.names = {site: names(site, chance) for site in SITES}
        self.staff: list[Employee] = []
        self.taken: set[str] = set()

    def hire(
        self, unit: str, function: str, seniority: int, boss: Employee | None, title: str = ""
    ) -> Employee:
        site = self._site(boss, seniority)
        given, family = self._name(site)
        one = Employee(
            number=len(self.staff) + 1, given=given, family=family, site=site, unit=unit,
            function=function, seniority=seniority, started_on=self._started(seniority),
            rating=_drawn(self.chance, RATINGS), manager=boss,
            title=title or TITLES[function][seniority - 1],
        )  # fmt: skip
        self.staff.append(one)
        if boss:
            boss.reports.append(one)
        return one

    def _site(self, boss: Employee | None, seniority: int) -> str:
        """The head office for the top, mostly the manager's site for those who lead nobody."""
        if boss is None or seniority >= UNIT_HEAD:
            return HOME
        if seniority < MANAGER and self.chance.random() * 100 < TOGETHER:
            return boss.site
        return self.chance.choices(list(SITES), SITE_SHARES)[0]

    def _name(self, site: str) -> tuple[str, str]:
        for given, family in self.names[site]:
            if address(given, family, DOMAIN) not in self.taken:
                self.taken.add(address(given, family, DOMAIN))
                return given, family
        raise AssertionError("names never end")

    def _started(self, seniority: int) -> date:
        """Years ago, the more the higher; some of those at the bottom have just come."""
        if seniority <= 3 and self.chance.randint(1, NEWCOMERS) <= 2:
            return self.today - timedelta(days=self.chance.randint(50, 330))
        years = seniority * self.chance.uniform(0.9, 2.2)
        return self.today - timedelta(days=int(365 * years) + 470)


def _drawn(chance: random.Random, ladder: tuple[tuple[int, int], ...]) -> int:
    values, weights = zip(*ladder, strict=True)
    drawn: int = chance.choices(values, weights)[0]
    return drawn


def staff(*, people: int, seed: int, today: date) -> list[Employee]:
    """All employees, the head first and every manager before their reports."""
    hiring = _Hiring(random.Random(seed), today)  # noqa: S311 - a story, not a secret
    head = hiring.hire("Corporate", "", HEAD, None, "Chief Executive Officer")
    rest = max(people, SMALLEST) - 1
    for unit in UNITS:
        size = round(rest * unit.share / 100)
        if unit is UNITS[-1]:
            size = max(people, SMALLEST) - len(hiring.staff)
        _staff_unit(hiring, unit, size, head)
    return hiring.staff


def _staff_unit(hiring: _Hiring, unit: BusinessUnit, size: int, head: Employee) -> None:
    function = "Finance" if "Finance" in unit.functions else ""
    boss = hiring.hire(unit.name, function, UNIT_HEAD, head, unit.head)
    for function, people in _shares(unit, size - 1):
        _staff_function(hiring, unit.name, function, people, boss)


def _shares(unit: BusinessUnit, people: int) -> Iterator[tuple[str, int]]:
    """The functions with their shares of the people."""
    left, shares = people, sum(unit.functions.values())
    for function, share in unit.functions.items():
        mine = round(people * share / shares)
        mine = left if function == list(unit.functions)[-1] else min(mine, left)
        left -= mine
        if mine:
            yield function, mine


def _staff_function(hiring: _Hiring, unit: str, function: str, people: int, boss: Employee) -> None:
    """Teams below the boss; with more of them than one can lead, people in between."""
    teams = max(1, round(people / TEAM))
    if teams <= FEW:
        _teams(hiring, boss, (unit, function), people, (MANAGER, DIRECTOR))
    elif teams <= SPAN * DIRECTORS:
        for size in _parts(people, -(-teams // SPAN)):
            lead = hiring.hire(unit, function, DIRECTOR, boss)
            _teams(hiring, lead, (unit, function), size - 1, (MANAGER,))
    else:
        for size in _parts(people, -(-teams // (SPAN * DIRECTORS))):
            lead = hiring.hire(unit, function, VICE_PRESIDENT, boss)
            _staff_function(hiring, unit, function, size - 1, lead)


def _teams(
    hiring: _Hiring, boss: Employee, place: tuple[str, str], people: int, levels: tuple[int, ...]
) -> None:
    """Managers of one of the levels, seven people or so in each team, themselves included."""
    for size in _parts(people, max(1, round(people / TEAM))):
        lead = hiring.hire(*place, hiring.chance.choice(levels), boss)
        for _each in range(size - 1):
            hiring.hire(*place, _drawn(hiring.chance, LADDER), lead)


def _parts(whole: int, count: int) -> Iterator[int]:
    """Whole numbers as equal as can be that add up."""
    for number in range(count):
        if size := whole // count + (number < whole % count):
            yield size
