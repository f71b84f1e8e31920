"""What matching knows of who may not meet, told to the room of short conversations."""

from collections.abc import Collection
from uuid import UUID

from engagements import apart
from matching.selectors.policies import unsaved
from participants.selectors.people import lines_of
from programs.models import Program


def register() -> None:
    """Called once from AppConfig.ready()."""
    apart.register("matching.reporting_line", reporting_line)


def reporting_line(person: UUID, others: Collection[UUID], program: Program) -> set[UUID]:
    """Those above or below the person, where the program's policy keeps such people apart."""
    if not unsaved(program).avoid_reporting_line:
        return set()
    managers = lines_of([person, *others])
    above = _above(person, managers)
    return {other for other in others if other in above or person in _above(other, managers)}


def _above(person: UUID, managers: dict[UUID, UUID]) -> set[UUID]:
    found: set[UUID] = set()
    current = managers.get(person)
    while current is not None and current not in found:
        found.add(current)
        current = managers.get(current)
    return found
