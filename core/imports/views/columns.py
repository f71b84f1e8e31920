"""What the columns of a file mean, and how the file is read."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from core.imports import forms, reading, selectors
from core.imports.models import ImportBatch
from core.imports.services import columns
from core.imports.services.locking import NotNow
from core.imports.views import flow


@require_http_methods(["GET", "HEAD", "POST"])
def mapping(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Confirm or correct what each column is imported as."""
    batch = flow.changed(request, pk)
    if not batch.is_open:
        return redirect(flow.place(batch))
    found = selectors.file_columns(batch)
    form = forms.MappingForm(batch.kind_of, found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            chosen = form.chosen()
            batch = columns.choose_columns(batch_id=batch.pk, chosen=chosen, now=timezone.now())
            return redirect(flow.place(batch))
        except columns.MappingRefused as refusal:
            form.refuse(refusal.by_column)
        except NotNow as reason:
            messages.warning(request, str(reason))
            return redirect(flow.place(batch))
    return _page(request, batch, form, forms.ReadingForm(batch))


@require_POST
def reread(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Read the file with another encoding, delimiter, sheet or header line."""
    batch = flow.changed(request, pk)
    form = forms.ReadingForm(batch, request.POST)
    if form.is_valid():
        try:
            columns.read_again(batch_id=batch.pk, choices=form.choices())
            return redirect("imports:mapping", pk=batch.pk)
        except reading.Unreadable as error:
            form.add_error(None, str(error))
        except NotNow as reason:
            messages.warning(request, str(reason))
            return redirect(flow.place(batch))
    if not batch.is_open:
        return redirect(flow.place(batch))
    return _page(
        request, batch, forms.MappingForm(batch.kind_of, selectors.file_columns(batch)), form
    )


def _page(
    request: HttpRequest, batch: ImportBatch, form: forms.MappingForm, how: forms.ReadingForm
) -> HttpResponse:
    found = selectors.file_columns(batch)
    how.helper.form_action = request.path.replace("/columns/", "/read-again/")
    page = {
        "batch": batch,
        "form": form,
        "columns": form.beside(found),
        "reading": how,
        "facts": selectors.how_read(batch),
        "steps": flow.STEPS,
    }
    return render(request, "imports/mapping.html", page)
