"""Like cases decided unalike: applicants whom the records tell apart by nothing, and the decision does.

For those who select, about people and decisions that they may list anyway.
"""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from matching.adapter.fairness import TAKEN_IN
from participants.selectors.facts import latest_facts
from programs.enums import EnrolmentState, ParticipantRole
from programs.models import Cohort, Enrolment, Track

#: What two people must have in common to be alike on paper.
ALIKE = ("grade", "seniority", "function", "performance_rating", "potential_rating")
#: Of those taken in, so many are named.
NAMED = 6
#: As many groups are listed, the largest first.
MOST = 12
YEARS = "years_at_company"
#: So many years' difference at work here is none.
BAND = 3


@dataclass(frozen=True)
class Case:
    """One applicant, and why they were decided upon as they were."""

    enrolment_id: UUID
    name: str
    reason: str


@dataclass(frozen=True)
class Alike:
    """People who are alike on paper: those who were taken in, and those who weren't."""

    role: str
    what: str
    taken: tuple[Case, ...]
    declined: tuple[Case, ...]

    @property
    def more(self) -> int:
        """How many who were taken in aren't named: who wasn't is the question."""
        return max(0, len(self.taken) - NAMED)


def decided_unalike(cohort: Cohort, track: Track) -> list[Alike]:
    """Groups of applicants with equal records in which some were taken in and some declined."""
    decided = (*TAKEN_IN, EnrolmentState.DECLINED)
    rows = Enrolment.objects.filter(cohort=cohort, track=track, state__in=decided)
    rows = rows.select_related("person__function", "person__business_unit", "person__site")
    listed = list(rows.order_by("person__sort_key", "pk"))
    facts = latest_facts([row.person for row in listed], cohort.starts_on)
    groups: dict[tuple[Any, ...], list[Enrolment]] = defaultdict(list)
    for row in listed:
        paper = _paper(facts[row.person_id])
        if any(each is not None for each in paper):
            groups[row.role, *paper].append(row)
    found = [_alike(rows) for rows in groups.values()]
    mixed = [each for each in found if each.taken and each.declined]
    return sorted(mixed, key=lambda each: -len(each.taken) - len(each.declined))[:MOST]


def _paper(facts: dict[str, Any]) -> tuple[Any, ...]:
    years = facts.get(YEARS)
    band = None if years is None else int(Decimal(years) // BAND)
    return (*(facts.get(key) for key in ALIKE), band)


def _alike(rows: list[Enrolment]) -> Alike:
    person = rows[0].person
    level = _("level %(level)s") % {"level": person.grade} if person.grade else ""
    known = [level, person.function.name if person.function else ""]
    return Alike(
        role=str(ParticipantRole(rows[0].role).label),
        what=", ".join(word for word in known if word) or _("No grade or function"),
        taken=tuple(_case(row) for row in rows if row.state in TAKEN_IN),
        declined=tuple(_case(row) for row in rows if row.state == EnrolmentState.DECLINED),
    )


def _case(row: Enrolment) -> Case:
    return Case(row.pk, row.person.name, row.decision_reason)
