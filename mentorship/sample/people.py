"""The people of the sample organisation: many at once, or one by one through the services."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password

from core.accounts.models import User
from core.audit.services import record
from mentorship.sample import structure
from mentorship.sample.structure import Employee
from participants.enums import PersonStatus, UnitKind
from participants.models import (
    BusinessFact,
    Competency,
    Organisation,
    Person,
    Profile,
    Unit,
)
from participants.services.invitations import create_account
from participants.services.names import sort_key
from participants.services.people import create_person, set_manager
from participants.services.profiles import save_profile
from participants.services.roles import make_hr_admin
from participants.services.settings import unit_named

#: Rows of one statement.
AT_ONCE = 1000


@dataclass(frozen=True)
class Staff:
    """Everybody: the plan of each, the units, and the row by number of whoever has come so far."""

    plans: list[Employee]
    units: dict[str, Unit]
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


def hire_all(plans: list[Employee], *, seed: int, now: datetime) -> Staff:
    """Whoever is there when the story begins: the same rows as `hire` makes, many at a time.

    A service writes some fifteen rows and reads a few more; for an organisation of twenty thousand
    that is half an hour before the story has begun.
    """
    staff = Staff(plans, _units(now), {})
    there = [plan for plan in plans if plan.started_on <= now.date()]
    chance = random.Random(seed + 1)  # noqa: S311 - a story, not a secret
    for some in batched(there):
        _hire_batch(staff, some, chance, now)
    return staff


def batched(plans: list[Employee]) -> Iterator[list[Employee]]:
    """So many at a time, in order: managers come before their reports."""
    for begin in range(0, len(plans), AT_ONCE):
        yield plans[begin : begin + AT_ONCE]


def _hire_batch(staff: Staff, plans: list[Employee], chance: random.Random, now: datetime) -> None:
    users = [
        User(email=plan.email, timezone=structure.SITES[plan.site], is_sample=True,
             password=make_password(None), created_at=now)
        for plan in plans
    ]  # fmt: skip
    User.objects.bulk_create(users)
    for plan, user in zip(plans, users, strict=True):
        fields = _fields(plan, staff.units)
        key = sort_key(given_name=plan.given, family_name=plan.family, fallback=plan.email)
        person = Person(user=user, sort_key=key, created_at=now, **fields)
        person.manager = staff.rows[plan.manager.number] if plan.manager else None
        staff.rows[plan.number] = person
    rows = [staff.rows[plan.number] for plan in plans]
    Person.objects.bulk_create(rows)
    told = [Profile(person=staff.rows[plan.number], created_at=now, **_told(plan, chance))
            for plan in plans]  # fmt: skip
    Profile.objects.bulk_create(told)
    BusinessFact.objects.bulk_create(
        BusinessFact(person=staff.rows[plan.number], created_at=now, **_rating(plan, now.date()))
        for plan in plans
    )


def hire(staff: Staff, plan: Employee, *, by: User, now: datetime) -> Person:
    """Somebody who comes while the story goes on, through the services."""
    chance = random.Random(plan.number)  # noqa: S311 - a story, not a secret
    person = create_person(by=by, now=now, **_fields(plan, staff.units))
    create_account(person=person, password=None)
    staff.rows[plan.number] = person
    if plan.manager:
        boss = staff.rows[plan.manager.number]
        boss.refresh_from_db()
        boss = boss.manager if boss.status == PersonStatus.LEFT and boss.manager else boss
        set_manager(person=person, manager=boss, by=by, now=now)
    save_profile(person=person, by=person.user, now=now, **_told(plan, chance))
    return person


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


def _fields(plan: Employee, units: dict[str, Unit]) -> dict[str, Any]:
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
        "function": units.get(f"{UnitKind.FUNCTION}:{plan.function}"),
        "site": units[f"{UnitKind.SITE}:{plan.site}"],
        "started_on": plan.started_on,
        "timezone": structure.SITES[plan.site],
    }


def _told(plan: Employee, chance: random.Random) -> dict[str, Any]:
    """What somebody says of themselves."""
    return {
        "headline": f"{plan.title} in {plan.site}",
        "experience_years": 3 * plan.seniority + chance.randint(0, 3),
        "languages": ["en", structure.LANGUAGE[plan.site]],
        "hours_a_month": chance.choice((2, 3, 3, 4)),
    }


def _rating(plan: Employee, day: date) -> dict[str, Any]:
    return {
        "key": "performance_rating", "number": plan.rating, "as_of": day,
        "source": "Annual review",
    }  # fmt: skip


def appoint(person: Person, now: datetime) -> None:
    """Make somebody HR admin."""
    make_hr_admin(person=person, by=None, now=now)


def mark_competencies(known: set[UUID]) -> None:
    """Those that the sample brought along belong to it."""
    Competency.objects.exclude(pk__in=known).update(is_sample=True)
