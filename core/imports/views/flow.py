"""What the pages share: fetching an import, and where it stands."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.imports import kinds, permissions
from core.imports.enums import RUNNING, State
from core.imports.models import ImportBatch
from core.visibility.shortcuts import get_visible_or_404, require

STEPS: tuple[str | Promise, ...] = (_("File"), _("Columns"), _("Check"), _("Import"), _("Result"))


def seen(request: HttpRequest, pk: UUID) -> ImportBatch:
    """The import if the user may see it. Raises Http404, also for a kind that is no more."""
    batch = get_visible_or_404(ImportBatch, request.user, pk=pk)
    if batch.kind not in {kind.key for kind in kinds.registered()}:
        raise Http404
    return batch


def changed(request: HttpRequest, pk: UUID) -> ImportBatch:
    """The import if the user may act on it. Raises Http404, PermissionDenied."""
    batch = seen(request, pk)
    require(permissions.may_change(request.user, batch))  # type: ignore[arg-type]
    return batch


def place(batch: ImportBatch) -> str:
    """The address of the page that shows where the import stands."""
    if batch.state in RUNNING:
        name = "progress"
    else:
        name = {State.UPLOADED: "mapping", State.PREVIEWED: "preview"}.get(
            State(batch.state), "result"
        )
    return reverse(f"imports:{name}", args=[batch.pk])
