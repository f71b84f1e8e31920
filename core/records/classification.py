"""Privacy and retention classes of model fields.

Every model of ours says for each of its own fields who may learn it (its privacy class) and for
the whole model how long a row is kept (its retention class). Export and erasure walk these
declarations, and a test refuses an unclassified field.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from django.db import models


class Privacy(StrEnum):
    """Who may learn a field's value."""

    PUBLIC = "public"  # every signed-in person
    INTERNAL = "internal"  # the machinery and those who run programs
    PERSONAL = "personal"  # about an identified person
    SENSITIVE = "sensitive"  # special categories and anything that could harm
    CONFIDENTIAL = "confidential"  # those in the relationship only, encrypted at rest


class Retention(StrEnum):
    """What ends the life of a row."""

    SYSTEM = "system"  # as long as the deployment
    EMPLOYMENT = "employment"  # until some time after the person has left
    PROGRAM = "program"  # until some time after the program has closed
    RELATIONSHIP = "relationship"  # until some time after the engagement has ended
    SHORT = "short"  # days: queues, drafts, imported files


@dataclass(frozen=True)
class Classification:
    """The declaration of one model: its retention, and the privacy class of each field."""

    retention: Retention
    privacy: dict[str, Privacy] = field(default_factory=dict)

    def of(self, name: str) -> Privacy:
        """The privacy class of the field `name`; KeyError if it was never declared."""
        return self.privacy[name]


def classified(*, retention: str, **names: str) -> Classification:
    """Declare a model's fields: `classified(retention="employment", personal="email name")`.

    Keywords are privacy classes, values are field names separated by spaces. `id` and
    `created_at` are internal unless said otherwise. Raises ValueError for an unknown class or a
    field named twice.
    """
    privacy: dict[str, Privacy] = {}
    for level, fields in names.items():
        for name in fields.split():
            if name in privacy:
                raise ValueError(f"field {name!r} is classified twice")
            privacy[name] = Privacy(level)
    for name in ("id", "created_at"):
        privacy.setdefault(name, Privacy.INTERNAL)
    return Classification(Retention(retention), privacy)


def unclassified(model: type[models.Model]) -> set[str]:
    """Names of the model's concrete fields that its declaration leaves out."""
    declared = getattr(model, "fields_are", None)
    known = set(declared.privacy) if declared else set()
    return {field.name for field in model._meta.concrete_fields} - known
