"""Take a file in: read it, keep it without its protected columns, suggest a mapping."""

from datetime import datetime
from pathlib import PurePath
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.services import record
from core.imports import mapping, reading
from core.imports.kinds import Context, ImportKind
from core.imports.models import ImportBatch, ImportSource
from core.imports.selectors import remembered

if TYPE_CHECKING:
    from core.accounts.models import User


@transaction.atomic
def upload(
    *,
    kind: ImportKind,
    context: Context,
    name: str,
    data: bytes,
    by: "User | None",
    now: datetime,
    choices: reading.Choices | None = None,
) -> ImportBatch:
    """A new import whose columns wait for confirmation. Raises Unreadable."""
    if len(data) > settings.UPLOAD_LIMIT_BYTES:
        raise reading.Unreadable(too_large())
    found = reading.read(data, name=name, choices=choices, protects=kind.protects)
    batch = ImportBatch(
        kind=kind.key,
        context_type=context.type,
        context_id=context.id,
        context_label=context.label,
        options=dict(context.options),
        file_name=_file_name(name),
        created_by=by,
        created_at=now,
    )
    fill(batch, found)
    batch.save()
    ImportSource.objects.create(batch=batch, content=found.source.to_json(), created_at=now)
    facts = {"kind": kind.key, "rows": batch.total, "protected": len(batch.protected)}
    record(by=by, action="imports.upload", subject=batch, now=now, facts=facts)
    return batch


def too_large() -> str:
    """The message for a file beyond the limit."""
    return _(
        "The file is too large: at most %(limit)s MB can be uploaded. Split it into parts."
    ) % {"limit": settings.UPLOAD_LIMIT_BYTES // 1024 // 1024}


def fill(batch: ImportBatch, found: reading.Reading) -> None:
    """Note how the file was read and what its columns seem to mean. Raises Unreadable."""
    table, how = found.table, found.detected
    if len(table.protected) == len(table.header):
        raise reading.Unreadable(
            _("Every column holds protected data, so nothing is left to import.")
        )
    if not table.rows:
        raise reading.Unreadable(_("The file has column names but no rows below them."))
    batch.encoding, batch.delimiter = how.encoding, how.delimiter
    batch.sheet, batch.sheets, batch.header_line = how.sheet, list(how.sheets), how.header_line
    batch.header, batch.notes = list(table.header), list(table.notes)
    batch.protected = [table.header[index] for index in sorted(table.protected)]
    batch.row_count = batch.total = len(table.rows)
    batch.done = 0
    suggested = mapping.suggest(table.header, batch.kind_of, remembered(batch))
    batch.mapping = {str(index): each.column for index, each in sorted(suggested.items())}


def _file_name(name: str) -> str:
    plain = PurePath(name.replace("\\", "/")).name.replace("\x00", "")
    return plain[-255:] or _("unnamed file")
