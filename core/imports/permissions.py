"""Who sees an import, and who may act on it. The kinds decide; the creator always sees."""

from typing import TYPE_CHECKING

from django.db.models import Q

from core.imports import kinds

if TYPE_CHECKING:
    from core.accounts.models import User
    from core.imports.models import ImportBatch


def batches_of(user: "User") -> Q:
    """The user's own imports, and those of others that their kind shows."""
    rows = Q(created_by=user)
    for kind in kinds.registered():
        rows |= Q(kind=kind.key) & kind.sees(user)
    return rows


def may_start(user: "User") -> bool:
    """Whether there is any kind of import for this user."""
    return bool(kinds.open_to(user))


def may_change(user: "User", batch: "ImportBatch") -> bool:
    """Whether the user may map, commit and undo: by the kind, in the import's own context."""
    return batch.kind_of.may_run(user, batch.context)
