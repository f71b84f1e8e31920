"""The demo's mailbox: everybody's mail, for whoever tries the product out."""

from csp.decorators import csp
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from core.outbox import selectors
from core.outbox.models import DemoAttachment, DemoMail

#: A caught mail may be drawn with its own style sheet, inside our frame, and do nothing else.
_SEALED = {
    "default-src": ["'none'"],
    "style-src": ["'unsafe-inline'"],
    "img-src": ["data:"],
    "frame-ancestors": ["'self'"],
    "base-uri": ["'none'"],
    "form-action": ["'none'"],
    "sandbox": ["allow-top-navigation-by-user-activation"],
}


@login_not_required
@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """All caught mail, newest first, or one recipient's."""
    recipient = request.GET.get("to", "")
    page = Paginator(selectors.mailbox(recipient=recipient), 50).get_page(request.GET.get("page"))
    context = {"page_obj": page, "addresses": selectors.mailbox_addresses(), "recipient": recipient}
    return render(request, "outbox/mailbox.html", context)


@login_not_required
@require_safe
def mail(request: HttpRequest, pk: str) -> HttpResponse:
    """One mail with its files."""
    caught = get_object_or_404(DemoMail.objects.prefetch_related("attachments"), pk=pk)
    return render(request, "outbox/mail.html", {"mail": caught})


@login_not_required
@require_safe
@xframe_options_sameorigin
@csp(_SEALED)  # type: ignore[arg-type]
def body(request: HttpRequest, pk: str) -> HttpResponse:
    """The mail as a mail program would draw it, for the frame on its page; links leave the frame."""
    html = get_object_or_404(DemoMail, pk=pk).html
    return HttpResponse(html.replace("<head>", '<head><base target="_top">', 1))


@login_not_required
@require_safe
def attachment(request: HttpRequest, pk: str) -> HttpResponse:
    """A file to download, never to open in place."""
    file = get_object_or_404(DemoAttachment, pk=pk)
    response = HttpResponse(bytes(file.content), content_type=file.mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="{_safe(file.name)}"'
    return response


def _safe(name: str) -> str:
    kept = (letter for letter in name if letter.isalnum() or letter in "._- ")
    return "".join(kept).encode("ascii", "ignore").decode() or "file"
