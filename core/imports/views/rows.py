"""What each row would do, and the repair of those that can't."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.imports import forms, permissions, selectors
from core.imports.enums import Action, State
from core.imports.services import discard as discarding
from core.imports.services import repair
from core.imports.services.locking import NotNow
from core.imports.views import flow


@require_safe
def preview(request: HttpRequest, pk: UUID) -> HttpResponse:
    """New, changed, unchanged and faulty rows, each with its reason."""
    batch = flow.seen(request, pk)
    if batch.state != State.PREVIEWED:
        return redirect(flow.place(batch))
    counts = selectors.counts(batch)
    tab = request.GET.get("show", "")
    if tab not in Action.values:
        tab = next((action for action in Action.values if counts[action]), Action.NEW)
    page = Paginator(selectors.rows(batch, tab), 50).get_page(request.GET.get("page"))
    context = {
        "batch": batch,
        "kind": batch.kind_of,
        "tab": tab,
        "counts": counts,
        "tabs": [(a, Action(a).label, f"?show={a}", counts[a]) for a in Action.values],
        "page_obj": page,
        "rows": selectors.shown(batch.kind_of, page.object_list),
        "groups": selectors.groups(batch) if tab == Action.FAULTY else [],
        "to_write": counts[Action.NEW] + counts[Action.CHANGED],
        "may_change": permissions.may_change(request.user, batch),  # type: ignore[arg-type]
        "steps": flow.STEPS,
    }
    return render(request, "imports/preview.html", context)


@require_POST
def fix(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Repair one cell, or one value in the whole column, and check again."""
    batch = flow.changed(request, pk)
    form = forms.RepairForm(batch.kind_of, request.POST)
    if form.is_valid():
        asked, now = form.cleaned_data, timezone.now()
        try:
            if asked["number"]:
                batch = repair.fix_cell(
                    batch_id=pk,
                    number=asked["number"],
                    column=asked["column"],
                    text=asked["good"],
                    now=now,
                )
            else:
                batch = repair.replace_value(
                    batch_id=pk,
                    column=asked["column"],
                    bad=asked["bad"],
                    good=asked["good"],
                    now=now,
                )
        except NotNow as reason:
            messages.warning(request, str(reason))
    return _to_faulty(flow.place(batch))


def _to_faulty(address: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{address}?show={Action.FAULTY}")


@require_POST
def discard(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Throw the import away before anything is written."""
    batch = flow.changed(request, pk)
    try:
        discarding.discard(batch_id=batch.pk, by=request.user, now=timezone.now())  # type: ignore[arg-type]
    except NotNow as reason:
        messages.warning(request, str(reason))
        return redirect(flow.place(batch))
    messages.success(request, _("The import is discarded; nothing was written."))
    return redirect(reverse("imports:list"))
