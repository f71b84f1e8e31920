"""Forget a person: their texts, their name and their account; counts stay as they were told.

Figures that were released remember people by key alone (`core.privacy.ReleasedVector`), to see
that no later figure singles anybody out. That key then leads to a row without a name.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from core.audit.retention import forget
from core.audit.services import record
from core.records.classification import Privacy
from mentorship.rights.held import HELD, Fate, Held
from participants.enums import PersonStatus
from participants.models import Person

if TYPE_CHECKING:
    from core.accounts.models import User

#: What goes when a row is emptied. Names and job titles are public only while somebody works here.
GOES = {Privacy.PERSONAL, Privacy.SENSITIVE, Privacy.CONFIDENTIAL}


class StillHereError(Exception):
    """The person has not left: their relationships and their sign-in have to end first."""


@dataclass(frozen=True)
class Step:
    """What erasing does to one kind of rows."""

    held: Held
    number: int


def plan(person: Person) -> list[Step]:
    """What `erase` would do, kind by kind, without doing it."""
    steps = [Step(held, held.rows_to_erase(person).count()) for held in HELD]
    return [step for step in steps if step.number]


@transaction.atomic
def erase(*, person: Person, by: "User | None", now: datetime) -> list[Step]:
    """Do what `plan` says; returns it. Doing it again does nothing more. Raises StillHereError."""
    locked = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if locked.status != PersonStatus.LEFT:
        raise StillHereError
    steps = plan(locked)
    if locked.user is not None:
        forget(user=locked.user)
    for held in HELD:
        _apply(held, held.rows_to_erase(locked))
    record(by=by, action="people.erase", subject=locked, now=now, facts={"kinds": len(steps)})
    return steps


def _apply(held: Held, rows: QuerySet[Model]) -> None:
    if held.fate == Fate.DELETED:
        held.model_class._base_manager.filter(
            pk__in=list(rows.values_list("pk", flat=True))
        ).delete()
    elif held.fate == Fate.EMPTIED:
        keys = list(rows.values_list("pk", flat=True))
        held.model_class._base_manager.filter(pk__in=keys).update(**_emptied(held))


def _emptied(held: Held) -> dict[str, Any]:
    """The fields that go, each with the value of a row that never had one."""
    goes = GOES | ({Privacy.PUBLIC} if held.model == "participants.Person" else set())
    emptied = {
        name: _nothing(field)
        for name, level in held.classification.privacy.items()
        if level in goes and _can_go(field := held.model_class._meta.get_field(name))
    }
    if held.model == "participants.Person":
        emptied["given_name"] = _("A former colleague")
    return emptied


def _can_go(field: Any) -> bool:
    """Whether it says something by itself: a relation that a row cannot be without does not."""
    return not (field.is_relation and not field.null)


def _nothing(field: Any) -> Any:
    if field.null:
        return None
    return field.get_default() if field.has_default() else ""
