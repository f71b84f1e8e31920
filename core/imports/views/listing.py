"""The list of imports, and the beginning of one."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.imports import downloads, forms, kinds, permissions, reading, selectors, uploads
from core.imports.services.upload import too_large, upload
from core.imports.views import flow


@require_safe
def imports(request: HttpRequest) -> HttpResponse:
    """The imports one may see, newest first."""
    found = selectors.batches(request.user)  # type: ignore[arg-type]
    may_start = permissions.may_start(request.user)  # type: ignore[arg-type]
    if not may_start and not found.exists():
        raise Http404
    page = Paginator(found, 25).get_page(request.GET.get("page"))
    labels = {kind.key: kind.label for kind in kinds.registered()}
    rows = [(batch, labels.get(batch.kind, batch.kind)) for batch in page.object_list]
    context = {"page_obj": page, "rows": rows, "may_start": may_start}
    return render(request, "imports/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Choose what to import, then send the file."""
    offered = kinds.open_to(request.user)  # type: ignore[arg-type]
    if not offered:
        raise Http404
    if "kind" in request.GET:
        return _upload(request, _named(offered, request.GET["kind"]))
    if len(offered) == 1:
        return _upload(request, offered[0])
    return render(request, "imports/choose.html", {"kinds": offered})


def _named(offered: list[kinds.ImportKind], name: str) -> kinds.ImportKind:
    for kind in offered:
        if kind.key == name:
            return kind
    raise Http404


def _upload(request: HttpRequest, kind: kinds.ImportKind) -> HttpResponse:
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = forms.start_form(kind, request.user, data, files, request.GET.dict())  # type: ignore[arg-type]
    if uploads.was_refused(request):
        form.errors["file"] = form.error_class([too_large()])
    if request.method == "POST" and form.is_valid():
        answers = dict(form.cleaned_data)
        file = answers.pop("file")
        context = kind.context_of(answers)
        if kind.may_run(request.user, context):  # type: ignore[arg-type]
            try:
                batch = upload(
                    kind=kind,
                    context=context,
                    name=file.name,
                    data=file.read(),
                    by=request.user,  # type: ignore[arg-type]
                    now=timezone.now(),
                )
                return redirect(flow.place(batch))
            except reading.Unreadable as error:
                form.add_error("file", str(error))
        else:
            form.add_error(None, _("You may not import this here."))
    page = {"kind": kind, "form": form, "steps": flow.STEPS}
    return render(request, "imports/start.html", page)


@require_safe
def sample(request: HttpRequest, kind: str) -> HttpResponse:
    """A file with the columns that a kind understands and one example row."""
    found = _named(kinds.open_to(request.user), kind)  # type: ignore[arg-type]
    return download(downloads.sample(found), f"{kind}-sample", request.GET.get("as", ""))


def download(lines: list[list[str]], name: str, form: str) -> HttpResponse:
    """The lines as an attachment: a workbook for `xlsx`, else CSV."""
    if form == "xlsx":
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        body, ending = downloads.as_xlsx(lines), "xlsx"
    else:
        kind, body, ending = "text/csv; charset=utf-8", downloads.as_csv(lines), "csv"
    response = HttpResponse(body, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return response
