"""Who may not meet in a short conversation. Rooms above add their rules to the blocks known here.

A rule says who of these people is kept apart from one. Why is nobody's business: whoever is kept
apart reads what everybody reads of a conversation that can't be booked, "not available".
"""

from collections.abc import Callable, Collection
from datetime import date
from uuid import UUID

from django.db.models import Q

from participants.models import PairBlock
from programs.models import Program

Rule = Callable[[UUID, Collection[UUID], Program], Collection[UUID]]
_rules: dict[str, Rule] = {}


def register(name: str, rule: Rule) -> None:
    """Bring a rule. Raises ValueError for a name that is taken."""
    if _rules.setdefault(name, rule) is not rule:
        raise ValueError(f"another rule of who is kept apart is named {name!r}")


def kept_apart(
    person: UUID, others: Collection[UUID], *, program: Program, day: date
) -> frozenset[UUID]:
    """Those of the others whom the person may not meet in this program."""
    if not others:
        return frozenset()
    found = _blocked(person, day) & set(others)
    for rule in _rules.values():
        found |= set(rule(person, others, program))
    return frozenset(found)


def _blocked(person: UUID, day: date) -> set[UUID]:
    """Whom a block keeps apart from the person on that day."""
    rows = PairBlock.objects.filter(Q(until=None) | Q(until__gte=day), Q(a=person) | Q(b=person))
    return {b if a == person else a for a, b in rows.values_list("a", "b")}
