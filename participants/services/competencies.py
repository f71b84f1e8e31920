"""What somebody can share and wants to grow."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from core.audit.services import record
from participants.enums import Direction
from participants.models import Competency, Person, PersonCompetency

if TYPE_CHECKING:
    from core.accounts.models import User


@transaction.atomic
def set_competencies(
    *,
    person: Person,
    by: "User | None",
    now: datetime,
    offered: Iterable[Competency] | None = None,
    wanted: Iterable[Competency] | None = None,
) -> None:
    """Replace what a person offers, wants, or both; None leaves a side as it is."""
    changed = False
    for direction, chosen in ((Direction.OFFERED, offered), (Direction.WANTED, wanted)):
        if chosen is not None:
            changed |= _replace(person, direction, {competency.pk for competency in chosen})
    if changed:
        record(by=by, action="profile.competencies", subject=person, now=now)


def _replace(person: Person, direction: Direction, wanted: set[UUID]) -> bool:
    rows = PersonCompetency.objects.filter(person=person, direction=direction)
    known = set(rows.values_list("competency", flat=True))
    rows.filter(competency__in=known - wanted).delete()
    PersonCompetency.objects.bulk_create(
        [
            PersonCompetency(person=person, competency_id=key, direction=direction)
            for key in wanted - known
        ],
        ignore_conflicts=True,
    )
    return known != wanted
