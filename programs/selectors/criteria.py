"""Entry criteria: sentences over facts, who meets them, and whom each one leaves out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from participants.enums import PersonStatus
from participants.models import Person
from participants.selectors.facts import (
    FactDefinition,
    counted_facts,
    fact_definitions,
    latest_facts,
)
from programs.enums import Operator
from programs.models import Criterion, Track

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Sentence:
    """A criterion for one person: met, not met, or None where the fact is unknown."""

    criterion: Criterion
    words: str
    met: bool | None
    value: str = ""


@dataclass(frozen=True)
class Exclusion:
    """How many a sentence leaves out, and how many nothing but this sentence."""

    criterion: Criterion
    words: str
    excluded: int
    alone: int
    unknown: int


@dataclass(frozen=True)
class Reach:
    """Who qualifies, in numbers."""

    total: int
    qualifying: int
    exclusions: list[Exclusion]


def in_words(criterion: Criterion) -> str:
    """The sentence: "Years at the company is at least 2"."""
    definition = fact_definitions().get(criterion.fact)
    return _("%(fact)s %(operator)s %(value)s") % {
        "fact": definition.label if definition else criterion.fact,
        "operator": Operator(criterion.operator).label,
        "value": criterion.value,
    }


def meets(criterion: Criterion, facts: Facts) -> bool | None:
    """Whether the facts meet the criterion; None where the fact is not known."""
    value = facts.get(criterion.fact)
    if value is None or value == "":
        return None
    if criterion.operator in (Operator.AT_LEAST, Operator.AT_MOST):
        return _compares(criterion, value)
    same = _same(value, criterion.value)
    return same if criterion.operator == Operator.IS else not same


def _compares(criterion: Criterion, value: Any) -> bool | None:
    known, bound = as_number(value), as_number(criterion.value)
    if known is None or bound is None:
        return None
    return known >= bound if criterion.operator == Operator.AT_LEAST else known <= bound


def _same(value: Any, said: str) -> bool:
    known, bound = as_number(value), as_number(said)
    if known is not None and bound is not None:
        return known == bound
    return str(value).strip().casefold() == said.strip().casefold()


def as_number(value: Any) -> Decimal | None:
    """The value as a finite number, if it is one."""
    try:
        number = Decimal(str(value).replace(",", "."))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def reach(criteria: Iterable[Criterion], on: date) -> Reach:
    """How many of those at work meet all criteria; who has no known fact does not."""
    return reaches([criteria], on)[0]


def reaches(groups: Iterable[Iterable[Criterion]], on: date) -> list[Reach]:
    """The same for several groups of criteria; one query for as many as there are."""
    rules = [list(group) for group in groups]
    keys = {rule.fact for group in rules for rule in group}
    facts = list(counted_facts(_at_work(), keys, on)) if keys else [({}, _at_work().count())]
    return [_reach(group, facts) for group in rules]


def _reach(rules: list[Criterion], facts: "Sequence[tuple[Facts, int]]") -> Reach:
    failing = [(_failing(rules, each), people) for each, people in facts]
    exclusions = [
        Exclusion(
            rule,
            in_words(rule),
            excluded=sum(n for failed, n in failing if rule.pk in failed),
            alone=sum(n for failed, n in failing if set(failed) == {rule.pk}),
            unknown=sum(n for failed, n in failing if failed.get(rule.pk, False) is None),
        )
        for rule in rules
    ]
    qualifying = sum(n for failed, n in failing if not failed)
    return Reach(sum(n for _failed, n in failing), qualifying, exclusions)


def _failing(rules: list[Criterion], facts: Facts) -> dict[UUID, bool | None]:
    outcomes = {rule.pk: meets(rule, facts) for rule in rules}
    return {key: met for key, met in outcomes.items() if not met}


def _at_work() -> "QuerySet[Person]":
    return Person.objects.filter(status=PersonStatus.ACTIVE, is_external=False)


def sentences(criteria: Iterable[Criterion], facts: Facts) -> list[Sentence]:
    """Each criterion with what is known of one person."""
    return [
        Sentence(rule, in_words(rule), meets(rule, facts), _shown(facts.get(rule.fact)))
        for rule in criteria
    ]


def _shown(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "" if value is None else str(value)


def lacking(person: Person, track: Track, role: str, on: date) -> list[Sentence]:
    """The sentences that a person does not meet."""
    rules = [rule for rule in track.criteria.all() if rule.role == role]
    facts = latest_facts([person], on)[person.pk]
    return [sentence for sentence in sentences(rules, facts) if not sentence.met]


def numeric(definition: FactDefinition) -> bool:
    """Whether the fact can be at least or at most something."""
    return definition.kind == "number"
