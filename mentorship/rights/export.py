"""All that is held about a person, as plain data for a file of their own."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Field, Model

from mentorship.rights.held import HELD, Held
from participants.models import Person

#: Not about the person: how the machinery keeps an account safe.
NEVER = {"accounts.User": {"password"}}
#: What somebody decided about an application, until it has been told.
UNTOLD = {"state", "decided_at", "decided_by", "decision_reason"}


@dataclass(frozen=True)
class Kind:
    """One kind of rows, as the page lists it."""

    name: str
    number: int
    held: Held


def kinds_held(person: Person) -> list[Kind]:
    """What the file of `export` holds, by kind; kinds without rows are left out.

    Never counts what is not told: that there is such a row may be the secret.
    """
    found = [
        Kind(str(held.name), _known(held, person).count(), held) for held in HELD if held.exported
    ]
    return [kind for kind in found if kind.number]


def export(person: Person, *, now: datetime) -> dict[str, Any]:
    """Everything about a person that may be handed out: JSON after DjangoJSONEncoder.

    Rows by model, each a mapping of field to value. What is left out is named, with the reason.
    """
    return {
        "made_at": now,
        "about": person.name,
        "data": {
            held.model: [_told(held, row) for row in _known(held, person)]
            for held in HELD
            if held.exported
        },
        "left_out": {held.model: str(held.why) for held in HELD if not held.exported},
    }


def _known(held: Held, person: Person) -> Any:
    return held.rows_to_tell(person).order_by("pk")


def _told(held: Held, row: Model) -> dict[str, Any]:
    hidden = NEVER.get(held.model, set())
    if held.model == "programs.Enrolment" and not getattr(row, "told_at", None):
        hidden = UNTOLD
    names = [name for name in held.classification.privacy if name not in hidden]
    return {name: _value(row, row._meta.get_field(name)) for name in names}


def _value(row: Model, field: Any) -> Any:
    if not isinstance(field, Field):
        return None
    value = getattr(row, field.attname)
    return value.hex() if isinstance(value, bytes | memoryview) else value
