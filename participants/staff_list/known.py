"""Who a row is about, and who they report to, in the file and in the organisation."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from core.imports.kinds import MappedRow
from participants.models import Person

#: A person's key within one import: ("employee_id" or "email", value).
Key = tuple[str, str]


def keys_of(row: MappedRow) -> list[Key]:
    """The keys by which a row names its person, the stronger first."""
    return [(name, row[name]) for name in ("employee_id", "email") if row[name]]


def manager_key(row: MappedRow) -> Key | None:
    """The key by which a row names the line manager."""
    if row["manager_id"]:
        return ("employee_id", row["manager_id"])
    return ("email", row["manager_email"]) if row["manager_email"] else None


class Known:
    """People of the organisation by key; three queries for a whole file."""

    def __init__(self, rows: Iterable[MappedRow]) -> None:
        wanted: dict[str, set[str]] = {"employee_id": set(), "email": set()}
        for row in rows:
            for name, value in [*keys_of(row), *filter(None, [manager_key(row)])]:
                wanted[name].add(value)
        people = Person.objects.select_related("business_unit", "function", "site", "manager")
        found = [
            *people.filter(employee_id__in=wanted["employee_id"]),
            *people.filter(email__in=wanted["email"]),
        ]
        self.people: dict[Key, Person] = {}
        self.outside: set[Key] = set()
        for person in found:
            if person.is_external:
                self.outside.add(("email", person.email))
                continue
            if person.employee_id:
                self.people[("employee_id", person.employee_id)] = person
            if person.email:
                self.people[("email", person.email)] = person

    def find(self, row: MappedRow) -> Person | None:
        """The person a row is about, or None for a new one."""
        return next((self.people[key] for key in keys_of(row) if key in self.people), None)

    def is_outside(self, row: MappedRow) -> bool:
        """Whether the row names somebody who works elsewhere: a staff list doesn't touch them."""
        return any(key in self.outside for key in keys_of(row))

    def contradicts(self, row: MappedRow) -> bool:
        """Whether the number and the address belong to two different people."""
        found = {self.people[key].pk for key in keys_of(row) if key in self.people}
        return len(found) > 1


def duplicates(rows: Sequence[MappedRow]) -> dict[int, int]:
    """For each row that names a person an earlier row named already: that earlier row."""
    first: dict[Key, int] = {}
    again: dict[int, int] = {}
    for row in rows:
        for key in keys_of(row):
            earlier = first.setdefault(key, row.number)
            if earlier != row.number:
                again.setdefault(row.number, earlier)
    return again


def in_circles(rows: Sequence[MappedRow], known: Known) -> set[int]:
    """Numbers of the rows whose line of managers, as the file would leave it, comes back to them."""
    above = _lines(rows, known)
    return {row.number for row in rows if _comes_back(_name(row, known), above)}


def _name(row: MappedRow, known: Known) -> Key | UUID:
    person = known.find(row)
    return person.pk if person else keys_of(row)[0] if keys_of(row) else ("row", str(row.number))


def _lines(rows: Sequence[MappedRow], known: Known) -> Mapping[Key | UUID, Key | UUID]:
    stored = Person.objects.values_list("pk", "manager_id")
    above: dict[Key | UUID, Key | UUID] = {pk: manager for pk, manager in stored if manager}
    names = {key: _name(row, known) for row in rows for key in keys_of(row)}
    for row in rows:
        key = manager_key(row)
        if key is not None:
            person = known.people.get(key)
            above[_name(row, known)] = names.get(key) or (person.pk if person else key)
    return above


def _comes_back(start: Key | UUID, above: Mapping[Key | UUID, Key | UUID]) -> bool:
    seen = {start}
    step = above.get(start)
    while step is not None and step not in seen:
        seen.add(step)
        step = above.get(step)
    return step == start
