"""Writing the rows, watching it, and what came of it."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.design import live
from core.imports import downloads, permissions, selectors
from core.imports.enums import Outcome, State
from core.imports.models import ImportBatch
from core.imports.services import attempts
from core.imports.services import commit as committing
from core.imports.services import undo as undoing
from core.imports.services.locking import NotNow
from core.imports.views import flow
from core.imports.views.listing import download


@require_POST
def commit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Import the new and changed rows; a second click changes nothing."""
    batch = flow.changed(request, pk)
    try:
        batch = committing.start_commit(batch_id=batch.pk, by=request.user, now=timezone.now())  # type: ignore[arg-type]
    except NotNow as reason:
        messages.warning(request, str(reason))
        return redirect(flow.place(batch))
    return redirect("imports:progress", pk=pk)


@require_safe
def progress(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far the worker is; a page, or the piece of it that htmx asks for."""
    batch = flow.seen(request, pk)
    if not request.htmx:  # type: ignore[attr-defined]
        if not batch.is_running:
            return redirect(flow.place(batch))
        return render(request, "imports/progress.html", {"batch": batch, "steps": flow.STEPS})
    return live.progress(
        request,
        value=batch.done,
        maximum=batch.total,
        text=batch.get_state_display(),
        done=not batch.is_running,
        next_url=flow.place(batch),
        next_label=_("Continue"),
    )


@require_safe
def result(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the import did, and what can still be done about it."""
    batch = flow.seen(request, pk)
    if batch.is_open or batch.is_running:
        return redirect(flow.place(batch))
    kind, outcomes = batch.kind_of, selectors.outcomes(batch)
    left = Outcome.LEFT if batch.state == State.UNDONE else Outcome.REFUSED
    rows = batch.rows.filter(outcome=left).order_by("number")
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    context = {
        "batch": batch,
        "kind": kind,
        "counts": selectors.counts(batch),
        "outcomes": outcomes,
        "onward": kind.onward(batch.context) if batch.state == State.COMMITTED else None,
        "rejected": selectors.counts(batch)["faulty"] + outcomes[Outcome.REFUSED],
        "page_obj": page,
        "rows": selectors.shown(kind, page.object_list),
        "may_undo": _may_undo(request, batch),
        "may_change": permissions.may_change(request.user, batch),  # type: ignore[arg-type]
        "steps": flow.STEPS,
    }
    return render(request, "imports/result.html", context)


def _may_undo(request: HttpRequest, batch: ImportBatch) -> bool:
    written = batch.rows.filter(outcome=Outcome.WRITTEN).exists()
    possible = batch.state in (State.COMMITTED, State.FAILED) and written
    return possible and permissions.may_change(request.user, batch)  # type: ignore[arg-type]


@require_safe
def rejected(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The rows that were not taken, to be corrected and sent again."""
    batch = flow.seen(request, pk)
    name = f"{_('not-imported')}-{batch.created_at:%Y-%m-%d}"
    return download(downloads.rejected(batch), name, request.GET.get("as", ""))


@require_POST
def undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take back what nobody has changed since."""
    batch = flow.changed(request, pk)
    try:
        undoing.start_undo(batch_id=batch.pk, by=request.user, now=timezone.now())  # type: ignore[arg-type]
    except NotNow as reason:
        messages.warning(request, str(reason))
        return redirect(flow.place(batch))
    return redirect(reverse("imports:progress", args=[pk]))


@require_POST
def try_again(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take up an import that stopped."""
    batch = flow.changed(request, pk)
    try:
        batch = attempts.try_again(batch_id=batch.pk, now=timezone.now())
    except NotNow as reason:
        messages.warning(request, str(reason))
    return redirect(flow.place(batch))
