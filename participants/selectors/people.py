"""Who is who."""

from collections.abc import Iterator
from typing import Any

from core.accounts.once import once
from participants.models import Organisation, Person


def organisation() -> Organisation | None:
    """The organisation, or None before the set-up."""
    return Organisation.objects.first()


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
