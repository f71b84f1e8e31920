"""The people of the sample organisation, hired through the services of their room."""

import random
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.audit.services import record
from mentorship.sample import structure
from mentorship.sample.structure import Employee
from participants.enums import UnitKind
from participants.models import Competency, Organisation, Person, Unit
from participants.services.facts import record_fact
from participants.services.invitations import create_account
from participants.services.people import create_person, set_manager
from participants.services.profiles import save_profile
from participants.services.roles import make_hr_admin
from participants.services.settings import unit_named


@dataclass(frozen=True)
class Staff:
    """Everybody who was hired: the plan of each, and their row by number."""

    plans: list[Employee]
    rows: dict[int, Person]

    def person(self, plan: Employee) -> Person:
        """The row of a plan."""
        return self.rows[plan.number]


def found_organisation(now: datetime) -> bool:
    """Mark the organisation, made now if nobody has set one up; False where it has a sample.

    Of two at once, the second waits for the first and then finds its mark.
    """
    made = Organisation(name=structure.ORGANISATION, timezone=structure.ZONE, created_at=now)
    Organisation.objects.bulk_create([made], ignore_conflicts=True)
    home = Organisation.objects.select_for_update().get()
    if home.has_sample:
        return False
    home.has_sample = True
    home.save(update_fields=["has_sample"])
    record(by=None, action="organisation.load_sample", subject=home, now=now)
    return True


def hire(plans: list[Employee], *, seed: int, now: datetime) -> Staff:
    """Persons with accounts, managers, profiles and a rating, all marked as sample."""
    units = _units(now)
    chance = random.Random(seed + 1)  # noqa: S311 - a story, not a secret
    rows: dict[int, Person] = {}
    for plan in plans:
        person = create_person(by=None, now=now, **_fields(plan, units))
        create_account(person=person, password=None)
        rows[plan.number] = person
        if plan.manager:
            set_manager(person=person, manager=rows[plan.manager.number], by=None, now=now)
        _describe(plan, person, chance, now)
    return Staff(plans, rows)


def _units(now: datetime) -> dict[str, Unit]:
    known = set(Unit.objects.values_list("pk", flat=True))
    functions = sorted({name for unit in structure.UNITS for name in unit.functions})
    wanted = [(UnitKind.BUSINESS_UNIT, unit.name) for unit in structure.UNITS]
    wanted += [(UnitKind.FUNCTION, name) for name in functions]
    wanted += [(UnitKind.SITE, name) for name in structure.SITES]
    found = {
        f"{kind}:{name}": unit_named(kind=kind, name=name, by=None, now=now)
        for kind, name in wanted
    }
    Unit.objects.exclude(pk__in=known).update(is_sample=True)
    return found


def _fields(plan: Employee, units: dict[str, Unit]) -> dict[str, object]:
    return {
        "is_sample": True,
        "email": plan.email,
        "employee_id": f"AW-{plan.number:04d}",
        "given_name": plan.given,
        "family_name": plan.family,
        "job_title": plan.title,
        "grade": structure.GRADES[plan.seniority],
        "seniority": plan.seniority,
        "business_unit": units[f"{UnitKind.BUSINESS_UNIT}:{plan.unit}"],
        "function": units[f"{UnitKind.FUNCTION}:{plan.function}"],
        "site": units[f"{UnitKind.SITE}:{plan.site}"],
        "started_on": plan.started_on,
        "timezone": structure.SITES[plan.site],
    }


def _describe(plan: Employee, person: Person, chance: random.Random, now: datetime) -> None:
    years = 3 * plan.seniority + chance.randint(0, 3)
    save_profile(
        person=person,
        by=person.user,
        now=now,
        headline=f"{plan.title} in {plan.site}",
        experience_years=years,
        languages=["en", structure.LANGUAGE[plan.site]],
        hours_a_month=chance.choice((2, 3, 3, 4)),
    )
    rating = chance.choices((2, 3, 4, 5), (8, 42, 38, 12))[0]
    day = now.date()
    record_fact(
        person=person, key="performance_rating", number=rating, as_of=day,
        source="Annual review", by=None, now=now,
    )  # fmt: skip


def appoint(person: Person, now: datetime) -> None:
    """Make somebody HR admin."""
    make_hr_admin(person=person, by=None, now=now)


def mark_competencies(known: set[UUID]) -> None:
    """Those that the sample brought along belong to it."""
    Competency.objects.exclude(pk__in=known).update(is_sample=True)
