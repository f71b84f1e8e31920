"""Encrypting everything again with the first key, while people keep working.

Each row is replaced only if its ciphertext is still the one that was read, so a concurrent save
always wins. Rows already done drop out of the question, so an interrupted run just starts again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps as installed
from django.apps.registry import Apps
from django.db import models
from django.db.models import Q

from core.crypto.cipher import seal, unseal
from core.crypto.ciphertext import Ciphertext
from core.crypto.errors import Unreadable
from core.crypto.fields import EncryptedField
from core.crypto.keys import keyring


@dataclass
class Count:
    """What happened to the texts of one field."""

    field: str
    rotated: int = 0
    overtaken: int = 0  # saved by somebody else meanwhile
    unreadable: int = 0


def encrypted_fields(apps: Apps = installed) -> list[EncryptedField]:
    """Every encrypted field of every stored model."""
    return [
        field
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
        for field in model._meta.local_fields
        if isinstance(field, EncryptedField)
    ]


def rotate(field: EncryptedField, *, batch: int = 500, dry_run: bool = False) -> Count:
    """Encrypt the field's texts with the first key. A dry run only finds out what would happen."""
    count = Count(str(field))
    for row in _waiting(field, batch):
        try:
            done = _rotate_row(field, row, dry_run=dry_run)
        except Unreadable:
            count.unreadable += 1
        else:
            count.rotated += done
            count.overtaken += not done
    return count


def _waiting(field: EncryptedField, batch: int) -> Iterator[models.Model]:
    """The rows sealed by other keys, in batches along the primary key."""
    done = Q(**{f"{field.name}__sealed_by": keyring().primary})
    empty = Q(**{field.name: ""}) | Q(**{f"{field.name}__isnull": True})
    rows = field.model._base_manager.exclude(done | empty).order_by("pk").only(field.name)
    found = list(rows[:batch])
    while found:
        yield from found
        found = list(rows.filter(pk__gt=found[-1].pk)[:batch])


def _rotate_row(field: EncryptedField, row: models.Model, *, dry_run: bool) -> bool:
    """Whether the text was replaced; False if it had changed meanwhile. Raises Unreadable."""
    stored: Ciphertext = row.__dict__[field.attname]
    place = field.place(row)
    plain = unseal(stored.token, place)
    if dry_run:
        return True
    unchanged: dict[str, Any] = {"pk": row.pk, field.name: stored}
    fresh = Ciphertext(seal(plain, place))
    return bool(field.model._base_manager.filter(**unchanged).update(**{field.name: fresh}))
