"""The vocabulary of the organisation: its units and competencies."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from core.audit.services import record
from participants.enums import UnitKind
from participants.models import Competency, Unit

if TYPE_CHECKING:
    from core.accounts.models import User


@transaction.atomic
def add_competency(
    *, name: str, description: str = "", by: "User | None", now: datetime
) -> Competency:
    """The competency of that name, made when it is new."""
    competency, created = Competency.objects.get_or_create(
        name=name.strip(), defaults={"description": description}
    )
    if created:
        record(by=by, action="competencies.add", subject=competency, now=now)
    return competency


@transaction.atomic
def unit_named(*, kind: UnitKind, name: str, by: "User | None", now: datetime) -> Unit:
    """The unit of that kind and name, made when it is new."""
    unit, created = Unit.objects.get_or_create(kind=kind, name=name.strip())
    if created:
        record(by=by, action="units.add", subject=unit, now=now)
    return unit
