"""The ladder of grades: who stands higher, where grades are words such as "Grade 7"."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from core.audit.services import record
from programs.models import Grade

if TYPE_CHECKING:
    from core.accounts.models import User

#: Offered to an organisation that has not said how its grades follow each other.
USUAL = (
    "AA",
    "AO",
    "EO",
    "HEO",
    "SEO",
    "Grade 7",
    "Grade 6",
    "SCS1",
    "SCS2",
    "SCS3",
    "SCS4",
)


def ladder() -> list[str]:
    """The organisation's grades, the lowest first; empty if it has none."""
    return list(Grade.objects.values_list("name", flat=True))


def tidy(names: Iterable[str]) -> list[str]:
    """Names without blanks and repetitions, in their order."""
    found: dict[str, str] = {}
    for name in names:
        plain = " ".join(name.split())[:40]
        if plain:
            found.setdefault(plain.casefold(), plain)
    return list(found.values())


def steps(names: Iterable[str]) -> dict[str, int]:
    """Grade in small letters → seniority, from 1 at the bottom."""
    return {name.casefold(): number for number, name in enumerate(tidy(names), start=1)}


@transaction.atomic
def save_ladder(*, names: Iterable[str], by: "User | None", now: datetime) -> list[str]:
    """Replace the ladder; the same ladder again writes nothing. Nobody's seniority changes."""
    wanted = tidy(names)
    if wanted != list(Grade.objects.select_for_update().values_list("name", flat=True)):
        Grade.objects.all().delete()
        Grade.objects.bulk_create(
            Grade(name=name, position=number) for number, name in enumerate(wanted, start=1)
        )
        record(by=by, action="grades.save", subject=None, now=now, facts={"grades": len(wanted)})
    return wanted
