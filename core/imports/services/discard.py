"""Throw an import away that has not been written."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.services import record
from core.imports.enums import OPEN, State
from core.imports.services.locking import NotNow, locked

if TYPE_CHECKING:
    from core.accounts.models import User


@transaction.atomic
def discard(*, batch_id: Any, by: "User | None", now: datetime) -> None:
    """Delete the import with its file and rows. Raises NotNow once it has been written."""
    batch = locked(batch_id, *OPEN, State.FAILED)
    if batch.state == State.FAILED and batch.failed_in != State.PREVIEWING:
        raise NotNow(_("Some of its rows have been written. Undo it instead."))
    record(by=by, action="imports.discard", subject=batch, now=now, facts={"rows": batch.total})
    batch.delete()
