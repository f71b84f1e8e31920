"""Who else may read a title that is its owner's: the program owner, the line manager until a day."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from core.audit.services import record
from engagements.models import Goal, Learning

if TYPE_CHECKING:
    from core.accounts.models import User


def set_readers(
    *,
    row: Goal | Learning,
    action: str,
    title_shared: bool,
    manager_until: date | None,
    by: "User | None",
    now: datetime,
) -> None:
    """Write it on a row that the caller has locked, and note it as `action`."""
    row.title_shared, row.manager_until = title_shared, manager_until
    row.save(update_fields=["title_shared", "manager_until"])
    facts = {"owner": title_shared, "manager_until": manager_until}
    record(by=by, action=action, subject=row, now=now, facts=facts)
