"""Who is who."""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db import connection

from core.accounts.once import once
from core.records.keys import array_of
from participants.models import Organisation, Person


def organisation() -> Organisation | None:
    """The organisation, or None before the set-up."""
    return Organisation.objects.first()


def organisation_for(user: Any) -> Organisation | None:
    """The same, asked once while a page is read for this user."""
    return once(user, "organisation", organisation)


def person_of(user: Any) -> Person | None:
    """The person behind a user, or None (an outside coach, an account without a staff record)."""
    if not user.is_authenticated:
        return None
    return once(user, "person", lambda: Person.objects.filter(user=user).first())


def managers_of(person: Person) -> Iterator[Person]:
    """The line above a person, the nearest first; ends at a loop that bad data may hold."""
    seen = {person.pk}
    manager = person.manager
    while manager is not None and manager.pk not in seen:
        seen.add(manager.pk)
        yield manager
        manager = manager.manager


_LINES = """
    WITH RECURSIVE line AS (
        SELECT id, manager_id FROM participants_person WHERE id = ANY(%s::uuid[])
        UNION
        SELECT above.id, above.manager_id
        FROM participants_person above JOIN line ON above.id = line.manager_id
    )
    SELECT id, manager_id FROM line WHERE manager_id IS NOT NULL
"""


def lines_of(people: Iterable[UUID]) -> dict[UUID, UUID]:
    """The manager of each of these people and of everybody above them, in one query.

    A loop that bad data may hold is read once.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LINES, [array_of(people)])
        return dict(cursor.fetchall())
