"""Record dated facts from the business."""

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction

from core.audit.services import record
from participants.models import BusinessFact, Person

if TYPE_CHECKING:
    from core.accounts.models import User


@transaction.atomic
def record_fact(
    *,
    person: Person,
    key: str,
    as_of: date,
    source: str,
    by: "User | None",
    now: datetime,
    number: Decimal | int | None = None,
    text: str = "",
) -> BusinessFact:
    """One fact of one day, with where it came from; the same day's value is replaced."""
    fact, _created = BusinessFact.objects.update_or_create(
        person=person,
        key=key,
        as_of=as_of,
        defaults={"number": number, "text": text, "source": source},
    )
    record(by=by, action="facts.record", subject=person, now=now, facts={"key": key})
    return fact
