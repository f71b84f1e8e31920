"""Which lawful purposes are recorded, and whether a criterion is covered by one."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from core.imports.protection import is_protected
from matching import criteria
from matching.criteria import Measure
from matching.models import LawfulPurpose
from participants.selectors.groups import asked
from programs.models import Program


def in_effect(program: Program, on: date) -> "QuerySet[LawfulPurpose]":
    """Those that hold on a day."""
    rows = LawfulPurpose.objects.filter(program=program, ended_at=None, until__gte=on)
    return rows.select_related("recorded_by")


def protected(measure: Measure) -> bool:
    """Whether a criterion looks at something protected."""
    return any(is_protected(key) for key in (measure.key, *measure.reads.reads))


def covers(purpose: LawfulPurpose, measure: Measure) -> bool:
    """Whether the purpose was recorded for what the criterion looks at."""
    names = {measure.key.casefold(), str(measure.label).casefold()}
    return purpose.attribute.casefold() in names


def uncovered(measures: Iterable[Measure], program: Program, on: date) -> list[Measure]:
    """The protected ones among these criteria for which no purpose is in effect."""
    found = [measure for measure in measures if protected(measure)]
    known = list(in_effect(program, on)) if found else []
    return [each for each in found if not any(covers(purpose, each) for purpose in known)]


def attributes() -> list[str]:
    """What a purpose may be recorded for: what people declare, and criteria that are protected."""
    own = [str(measure.label) for measure in criteria.CATALOGUE if protected(measure)]
    return [*(question.name for question in asked()), *own]
