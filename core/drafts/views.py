"""Save a draft as somebody types, throw it away, and take that back."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from core.accounts.requests import SignedInRequest
from core.design.messages import undoable
from core.drafts import services
from core.drafts.fingerprints import plain
from core.drafts.forms import PREFIX, TICKET
from core.drafts.models import Draft
from core.drafts.tickets import read
from core.visibility.shortcuts import get_visible_or_404


@require_POST
def save(request: SignedInRequest) -> HttpResponse:
    """The line below the field: whether and when its text was saved."""
    now = timezone.now()
    ticket = read(request.POST.get(TICKET, ""), user=request.user.pk)
    if ticket is None:
        return _line(request, "stale")
    prefix = request.POST.get(PREFIX, "")
    names = {name: f"{prefix}-{name}" if prefix else name for name in ticket.fields}
    words = {name: plain(request.POST.get(sent, "")) for name, sent in names.items()}
    try:
        draft = services.save(ticket=ticket, words=words, by=request.user, now=now)
    except services.TooLong:
        return _line(request, "too long")
    except services.Settled:
        return _line(request, "settled")
    answer = _line(request, "saved" if draft else "nothing", at=now)
    answer["Draft-Saved"] = "1"  # the page need not warn any more before it is left
    return answer


@require_POST
def discard(request: SignedInRequest, draft_id: UUID) -> HttpResponse:
    """Begin anew; there is a way back."""
    draft = get_visible_or_404(Draft, request.user, pk=draft_id)
    services.discard(draft=draft, by=request.user, now=timezone.now())
    undo = reverse("drafts:restore", args=[draft.pk])
    undoable(request, _("Your draft was thrown away."), undo)
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponseClientRedirect(_back(draft))
    return redirect(_back(draft))


@require_POST
def restore(request: SignedInRequest, draft_id: UUID) -> HttpResponse:
    """The way back."""
    draft = get_visible_or_404(Draft, request.user, pk=draft_id)
    services.restore(draft=draft, by=request.user, now=timezone.now())
    return redirect(_back(draft))


def _line(request: SignedInRequest, state: str, **facts: Any) -> HttpResponse:
    return render(request, "drafts/_line.html", {"state": state} | facts)


def _back(draft: Draft) -> str:
    """The page of the form."""
    return draft.address if url_has_allowed_host_and_scheme(draft.address, None) else "/"
