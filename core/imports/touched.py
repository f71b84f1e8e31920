"""How a kind reports what it wrote, so that it can be undone.

person = services.create_person(...)
return [touched.created(person)]

before = touched.snapshot(person, "job_title", "manager")
services.update_person(person, ...)
return [touched.changed(person, before)]
"""

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from core.imports.kinds import Touched


def snapshot(row: models.Model, *names: str) -> dict[str, Any]:
    """The values of the named fields as JSON; of all its own fields without names."""
    fields: list[Any] = [row._meta.get_field(name) for name in names] or [
        field for field in row._meta.concrete_fields if not field.primary_key
    ]
    values = {field.name: getattr(row, field.attname) for field in fields}
    document: dict[str, Any] = json.loads(json.dumps(values, cls=DjangoJSONEncoder))
    return document


def created(row: models.Model, *names: str) -> Touched:
    """A row that the import made. Undo deletes it while the named fields are as they are now."""
    row.refresh_from_db()
    return Touched(row._meta.label, str(row.pk), None, snapshot(row, *names))


def changed(row: models.Model, before: dict[str, Any]) -> Touched:
    """A row that was there. Undo restores `before` while it is as it is now."""
    row.refresh_from_db()
    return Touched(row._meta.label, str(row.pk), before, snapshot(row, *before))
