"""Who works in the sample organisation, and for whom: plain data, the same for the same seed."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from mentorship.sample.names import address, names

ORGANISATION = "Aldermere Water Technology"
DOMAIN = "aldermere.example"
ZONE = "Europe/Amsterdam"
SITES = {
    "Rotterdam": "Europe/Amsterdam",
    "Porto": "Europe/Lisbon",
    "Bengaluru": "Asia/Kolkata",
    "Toronto": "America/Toronto",
}
SITE_SHARES = (44, 24, 18, 14)
LANGUAGE = {"Rotterdam": "nl", "Porto": "pt", "Bengaluru": "hi", "Toronto": "fr"}
SMALLEST, USUAL = 120, 150
#: Grade by seniority; a ladder that people know by heart.
GRADES = {
    1: "A1", 2: "A2", 3: "B1", 4: "B2", 5: "C1", 6: "C2", 7: "D1", 8: "D2", 9: "E1",
}  # fmt: skip
HEAD, UNIT_HEAD, MANAGER = 9, 8, 6


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
                    "Lead Engineer", "Engineering Manager", "Director of Engineering"),
    "Operations": ("Operations Trainee", "Planner", "Production Planner", "Senior Planner",
                   "Process Lead", "Operations Manager", "Plant Director"),
    "Sales": ("Sales Trainee", "Account Associate", "Account Manager", "Senior Account Manager",
              "Key Account Lead", "Regional Sales Manager", "Sales Director"),
    "Product": ("Product Analyst", "Product Analyst", "Product Owner", "Senior Product Owner",
                "Lead Product Owner", "Product Manager", "Director of Product"),
    "Service": ("Service Trainee", "Field Technician", "Field Technician",
                "Senior Service Engineer", "Service Lead", "Service Manager", "Service Director"),
    "Finance": ("Finance Trainee", "Accountant", "Controller", "Senior Controller",
                "Lead Controller", "Finance Manager", "Finance Director"),
    "People": ("HR Trainee", "HR Associate", "HR Partner", "Senior HR Partner",
               "Learning & Development Lead", "HR Manager", "Director People & Culture"),
}  # fmt: skip
#: Seniority of those who lead nobody, by how many of a hundred have it.
LADDER = ((1, 8), (2, 22), (3, 26), (4, 24), (5, 20))


@dataclass
class Employee:
    """Somebody to be hired; `manager` is another of the list, always earlier in it."""

    number: int
    given: str
    family: str
    site: str
    unit: str
    function: str
    seniority: int
    title: str
    started_on: date
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
        site = self.chance.choices(list(SITES), SITE_SHARES)[0] if boss else "Rotterdam"
        given, family = self._name(site)
        one = Employee(
            number=len(self.staff) + 1, given=given, family=family, site=site, unit=unit,
            function=function, seniority=seniority, started_on=self._started(seniority),
            title=title or TITLES[function][seniority - 1], manager=boss,
        )  # fmt: skip
        self.staff.append(one)
        if boss:
            boss.reports.append(one)
        return one

    def _name(self, site: str) -> tuple[str, str]:
        for given, family in self.names[site]:
            if address(given, family, DOMAIN) not in self.taken:
                self.taken.add(address(given, family, DOMAIN))
                return given, family
        raise AssertionError("names never end")

    def _started(self, seniority: int) -> date:
        years = seniority * self.chance.uniform(0.9, 2.2)
        return self.today - timedelta(days=int(365 * years) + 200)


def staff(*, people: int, seed: int, today: date) -> list[Employee]:
    """All employees, the head first and every manager before their reports."""
    hiring = _Hiring(random.Random(seed), today)  # noqa: S311 - a story, not a secret
    head = hiring.hire("Corporate", "Finance", HEAD, None, "Chief Executive Officer")
    rest = max(people, SMALLEST) - 1
    for unit in UNITS:
        size = round(rest * unit.share / 100)
        if unit is UNITS[-1]:
            size = max(people, SMALLEST) - len(hiring.staff)
        _staff_unit(hiring, unit, size, head)
    return hiring.staff


def _staff_unit(hiring: _Hiring, unit: BusinessUnit, size: int, head: Employee) -> None:
    first = next(iter(unit.functions))
    boss = hiring.hire(unit.name, first, UNIT_HEAD, head, unit.head)
    for function, team in _teams(unit, size - 1):
        lead = hiring.hire(unit.name, function, MANAGER + hiring.chance.randint(0, 1), boss)
        for _each in range(team - 1):
            levels, weights = zip(*LADDER, strict=True)
            hiring.hire(unit.name, function, hiring.chance.choices(levels, weights)[0], lead)


def _teams(unit: BusinessUnit, people: int) -> Iterator[tuple[str, int]]:
    """Functions with the sizes of their teams, seven or so each, adding up to `people`."""
    left, shares = people, sum(unit.functions.values())
    for function, share in unit.functions.items():
        mine = round(people * share / shares)
        mine = left if function == list(unit.functions)[-1] else min(mine, left)
        left -= mine
        count = max(1, round(mine / 7))
        for number in range(count):
            size = mine // count + (number < mine % count)
            if size:
                yield function, size
