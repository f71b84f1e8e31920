"""Facts about people: from their staff record, and dated ones from the business."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID

from django.db.models import Count, F, OuterRef, QuerySet, Subquery, TextField
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext_lazy as _

from participants.models import BusinessFact, Person

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

DAYS_A_YEAR = 365.25
Value = Decimal | str


@dataclass(frozen=True)
class FactDefinition:
    """A fact that a sentence may speak of.

    `column` is where the staff record holds it, as a query would name it, or empty; `shaped` makes
    a value of what stands there on a day.
    """

    key: str
    label: "str | _StrPromise"
    kind: Literal["number", "text"]
    column: str = ""
    shaped: Callable[[Any, date], Value | None] = lambda stored, on: stored or None

    def read(self, person: Person, on: date) -> Value | None:
        """What the staff record says."""
        stored: Any = person if self.column else None
        for name in self.column.split("__") if self.column else ():
            stored = getattr(stored, name, None)
        return self.shaped(stored, on)


def _years(started_on: date | None, on: date) -> Decimal | None:
    if started_on is None:
        return None
    return Decimal(round((on - started_on).days / DAYS_A_YEAR, 2)).quantize(Decimal("0.01"))


def _number(stored: int | None, on: date) -> Decimal | None:
    return None if stored is None else Decimal(stored)


_DEFINITIONS = (
    FactDefinition("years_at_company", _("Years at the company"), "number", "started_on", _years),
    FactDefinition("years_in_role", _("Years in the current role"), "number"),
    FactDefinition("seniority", _("Seniority"), "number", "seniority", _number),
    FactDefinition("performance_rating", _("Performance rating"), "number"),
    FactDefinition("potential_rating", _("Potential rating"), "number"),
    FactDefinition("grade", _("Grade"), "text", "grade"),
    FactDefinition("job_title", _("Job title"), "text", "job_title"),
    FactDefinition("business_unit", _("Business unit"), "text", "business_unit__name"),
    FactDefinition("function", _("Function"), "text", "function__name"),
    FactDefinition("site", _("Site"), "text", "site__name"),
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
            value = definition.read(person, on)
            if value is not None:
                known[person.pk][definition.key] = value
    rows = BusinessFact.objects.filter(person__in=[p.pk for p in listed], as_of__lte=on)
    for fact in rows.order_by("as_of"):
        known[fact.person_id][fact.key] = fact.text if fact.number is None else fact.number
    return {person.pk: known[person.pk] for person in listed}


def counted_facts(
    people: "QuerySet[Person]", keys: Iterable[str], on: date
) -> Iterator[tuple[dict[str, Value], int]]:
    """Each combination of these facts that there is, and how many people share it.

    One query that brings as many rows as there are combinations. A dated fact comes as text, which
    for `programs.selectors.criteria` is the same.
    """
    wanted = sorted(set(keys))
    columns = {key: each.column for key, each in fact_definitions().items()}
    rows = people.order_by().annotate(
        **{f"dated_{number}": _dated(key, on) for number, key in enumerate(wanted)},
        **{
            f"stored_{number}": F(columns[key])
            for number, key in enumerate(wanted)
            if columns.get(key)
        },
    )
    names = [name for name in rows.query.annotations if name.startswith(("dated_", "stored_"))]
    for row in rows.values(*names).annotate(n=Count("pk")):
        facts = {key: _known(row, number, key, on) for number, key in enumerate(wanted)}
        yield {key: value for key, value in facts.items() if value is not None}, row["n"]


def _dated(key: str, on: date) -> Subquery:
    """The newest dated fact on that day."""
    rows = BusinessFact.objects.filter(person=OuterRef("pk"), key=key, as_of__lte=on)
    said = Coalesce(Cast("number", TextField()), Cast("text", TextField()))
    return Subquery(rows.order_by("-as_of").values_list(said)[:1])


def _known(row: Mapping[str, Any], number: int, key: str, on: date) -> Value | None:
    dated: str | None = row[f"dated_{number}"]
    definition = fact_definitions().get(key)
    if dated is not None or definition is None:
        return dated
    return definition.shaped(row.get(f"stored_{number}"), on)
