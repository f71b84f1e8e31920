"""Facts about people: from their staff record, and dated ones from the business."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from participants.models import BusinessFact, Person

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

DAYS_A_YEAR = 365.25
Value = Decimal | str


@dataclass(frozen=True)
class FactDefinition:
    """A fact that a sentence may speak of; `read` takes it from the staff record."""

    key: str
    label: "str | _StrPromise"
    kind: Literal["number", "text"]
    read: Callable[[Person, date], Value | None] | None = None


def _years_here(person: Person, on: date) -> Decimal | None:
    if person.started_on is None:
        return None
    return Decimal(round((on - person.started_on).days / DAYS_A_YEAR, 2)).quantize(Decimal("0.01"))


def _unit(name: str) -> Callable[[Person, date], str | None]:
    def read(person: Person, on: date) -> str | None:
        unit = getattr(person, name)
        return unit.name if unit else None

    return read


def _seniority(person: Person, on: date) -> Decimal | None:
    return None if person.seniority is None else Decimal(person.seniority)


_DEFINITIONS = (
    FactDefinition("years_at_company", _("Years at the company"), "number", _years_here),
    FactDefinition("years_in_role", _("Years in the current role"), "number"),
    FactDefinition("seniority", _("Seniority"), "number", _seniority),
    FactDefinition("performance_rating", _("Performance rating"), "number"),
    FactDefinition("potential_rating", _("Potential rating"), "number"),
    FactDefinition("grade", _("Grade"), "text", lambda person, on: person.grade or None),
    FactDefinition(
        "job_title", _("Job title"), "text", lambda person, on: person.job_title or None
    ),
    FactDefinition("business_unit", _("Business unit"), "text", _unit("business_unit")),
    FactDefinition("function", _("Function"), "text", _unit("function")),
    FactDefinition("site", _("Site"), "text", _unit("site")),
)


def fact_definitions() -> dict[str, FactDefinition]:
    """Every fact that criteria may use, by key."""
    return {definition.key: definition for definition in _DEFINITIONS}


def latest_facts(people: Iterable[Person], on: date) -> dict[UUID, dict[str, Value]]:
    """For each person's key, the newest value of each fact known on the day `on`.

    A dated business fact wins over the staff record. Two queries at most, whatever the number of
    people, if their units were fetched with them.
    """
    known: dict[UUID, dict[str, Value]] = defaultdict(dict)
    listed = list(people)
    for person in listed:
        for definition in _DEFINITIONS:
            value = definition.read(person, on) if definition.read else None
            if value is not None:
                known[person.pk][definition.key] = value
    rows = BusinessFact.objects.filter(person__in=[p.pk for p in listed], as_of__lte=on)
    for fact in rows.order_by("as_of"):
        known[fact.person_id][fact.key] = fact.text if fact.number is None else fact.number
    return {person.pk: known[person.pk] for person in listed}
