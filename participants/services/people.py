"""People come, change and go."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

from core.audit.services import record
from core.events.services import append
from participants.enums import PersonStatus
from participants.models import Person
from participants.selectors.people import managers_of
from participants.services.names import sort_key

if TYPE_CHECKING:
    from core.accounts.models import User


#: Key of the advisory lock that makes changes of the reporting line take turns.
MANAGER_LOCK = 7_100_001


class ManagerCycleError(Exception):
    """Somebody would become their own manager's manager."""


@transaction.atomic
def create_person(*, by: "User | None", now: datetime, **fields: Any) -> Person:
    """A new person; `fields` are Person's. Raises ValidationError for a field that cannot be."""
    person = Person(**_normalised(fields))
    person.sort_key = _sort_key(person)
    person.full_clean(exclude=["manager"], validate_constraints=False)
    person.save()
    record(by=by, action="people.create", subject=person, now=now)
    return person


@transaction.atomic
def update_person(*, person: Person, by: "User | None", now: datetime, **fields: Any) -> Person:
    """Change a person's record; writes nothing when nothing differs.

    Raises ManagerCycleError, and ValidationError for a field that cannot be.
    """
    fields = _normalised(fields)
    if "manager" in fields:
        set_manager(person=person, manager=fields.pop("manager"), by=by, now=now)
    changed = [name for name, value in fields.items() if getattr(person, name) != value]
    if not changed:
        return person
    for name in changed:
        setattr(person, name, fields[name])
    person.sort_key = _sort_key(person)
    person.full_clean(exclude=["manager"], validate_constraints=False)
    person.save(update_fields=[*changed, "sort_key"])
    record(by=by, action="people.update", subject=person, now=now, facts={"fields": changed})
    return person


@transaction.atomic
def set_manager(
    *, person: Person, manager: Person | None, by: "User | None", now: datetime
) -> None:
    """Set the line manager. Raises ManagerCycleError."""
    if person.manager_id == (manager.pk if manager else None):
        return
    _take_turns()
    if manager is not None and _reports_to(manager, person):
        raise ManagerCycleError
    person.manager = manager
    person.save(update_fields=["manager"])
    record(by=by, action="people.manager", subject=person, now=now)
    append(
        kind="participants.manager_changed",
        subject=person,
        payload={"manager": manager.pk if manager else None},
        now=now,
        by=by,
    )


def _reports_to(manager: Person, person: Person) -> bool:
    """Whether `person` stands in the line above `manager`, as it is stored at this moment."""
    stored = Person.objects.get(pk=manager.pk)
    return person.pk in {stored.pk, *(above.pk for above in managers_of(stored))}


def _take_turns() -> None:
    """One writer at a time: two changes at once could close a circle that neither sees alone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [MANAGER_LOCK])


@transaction.atomic
def mark_left(*, person: Person, by: "User | None", now: datetime) -> None:
    """Somebody has left: their sign-in ends at once, their rows stay until retention ends."""
    if person.status == PersonStatus.LEFT:
        return
    person.status = PersonStatus.LEFT
    person.save(update_fields=["status"])
    _set_active(person, active=False)
    record(by=by, action="people.left", subject=person, now=now)
    append(kind="participants.person_left", subject=person, payload={}, now=now, by=by)


@transaction.atomic
def mark_returned(*, person: Person, by: "User | None", now: datetime) -> None:
    """The way back from mark_left."""
    if person.status == PersonStatus.ACTIVE:
        return
    person.status = PersonStatus.ACTIVE
    person.save(update_fields=["status"])
    _set_active(person, active=True)
    record(by=by, action="people.returned", subject=person, now=now)
    append(kind="participants.person_returned", subject=person, payload={}, now=now, by=by)


def _set_active(person: Person, *, active: bool) -> None:
    if person.user is not None:
        person.user.is_active = active
        person.user.save(update_fields=["is_active"])


def _normalised(fields: dict[str, Any]) -> dict[str, Any]:
    tidy = {
        name: value.strip() if isinstance(value, str) else value for name, value in fields.items()
    }
    if tidy.get("email"):
        tidy["email"] = tidy["email"].lower()
    return tidy


def _sort_key(person: Person) -> str:
    return sort_key(
        given_name=person.given_name,
        family_name=person.family_name,
        fallback=person.employee_id or person.email,
    )
