"""Say what the columns of a file mean, or how the file is to be read after all."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.imports import mapping, reading
from core.imports.enums import OPEN, State
from core.imports.models import ImportBatch, SavedMapping
from core.imports.services import preview, upload
from core.imports.services.locking import locked


class MappingRefused(Exception):
    """The mapping cannot be; `by_column` has a message per index of the file's column or None."""

    def __init__(self, by_column: dict[int | None, str]) -> None:
        self.by_column = by_column
        super().__init__(" ".join(by_column.values()))


def choose_columns(
    *, batch_id: Any, chosen: Mapping[int, str], now: datetime, wait: bool = False
) -> ImportBatch:
    """Confirm what each column means (index → column's key), remember it, check the rows.

    With `wait`, the rows of a large file are checked on return, too.
    Raises MappingRefused, NotNow.
    """
    with transaction.atomic():
        batch = locked(batch_id, *OPEN)
        refuse(batch, chosen)
        batch.mapping = {str(index): key for index, key in sorted(chosen.items())}
        batch.save(update_fields=["mapping"])
        _remember(batch)
    return preview.check(batch_id=batch_id, now=now, wait=wait)


def refuse(batch: ImportBatch, chosen: Mapping[int, str]) -> None:
    """Raises MappingRefused for a mapping with a column twice, protected, unknown or missing."""
    kind = batch.kind_of
    offered = {column.key: column for column in kind.offered()}
    wrong: dict[int | None, str] = {}
    taken: dict[str, int] = {}
    for index, key in chosen.items():
        if key not in offered or index >= len(batch.header) or kind.protects(batch.header[index]):
            wrong[index] = _("This column cannot be imported.")
        elif taken.setdefault(key, index) != index:
            wrong[index] = _("“%(first)s” is already imported as this.") % {
                "first": batch.header[taken[key]]
            }
    missing = [str(c.label) for c in offered.values() if c.required and c.key not in taken]
    if missing:
        wrong[None] = _("No column is chosen for: %(names)s.") % {"names": ", ".join(missing)}
    elif not taken:
        wrong[None] = _("Choose at least one column to import.")
    if wrong:
        raise MappingRefused(wrong)


@transaction.atomic
def read_again(*, batch_id: Any, choices: reading.Choices) -> ImportBatch:
    """Read the kept file in another way and suggest a mapping afresh. Raises Unreadable, NotNow."""
    batch = locked(batch_id, *OPEN)
    source = reading.Source.from_json(batch.source.content)
    found = reading.read_again(source, choices, protects=batch.kind_of.protects)
    upload.fill(batch, found)
    batch.state, batch.repairs = State.UPLOADED, None
    batch.round += 1
    batch.save()
    batch.rows.all().delete()
    batch.source.content = found.source.to_json()
    batch.source.save()
    return batch


def _remember(batch: ImportBatch) -> None:
    by_name = {name: batch.mapping.get(str(i), "") for i, name in enumerate(batch.header)}
    SavedMapping.objects.update_or_create(
        kind=batch.kind,
        signature=mapping.signature(batch.header),
        defaults={"mapping": by_name},
    )
