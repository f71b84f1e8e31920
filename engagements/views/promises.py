"""What members promise each other."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.accounts.requests import SignedInRequest
from core.design.messages import undoable
from core.visibility.shortcuts import get_visible_or_404
from engagements.forms.sessions import ActionForm
from engagements.models import ActionItem
from engagements.services.actions import mark_done, promise, undo_done
from engagements.views.guards import open_relationship_or_404, while_open


@require_http_methods(["GET", "HEAD", "POST"])
@while_open
def new(request: SignedInRequest, engagement_id: UUID) -> HttpResponse:
    """One more."""
    now = timezone.now()
    one = open_relationship_or_404(request, engagement_id, now)
    form = ActionForm(request.POST or None, relationship=one)
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["key"]
        promise(engagement=one.engagement, action=form.action(), by=request.user, now=now, key=key)
        messages.success(request, _("Noted."))
        return redirect("engagements:detail", engagement_id)
    return render(request, "engagements/promise.html", {"form": form, "one": one})


@require_POST
def done(request: SignedInRequest, action_id: UUID) -> HttpResponse:
    """Kept."""
    item = get_visible_or_404(ActionItem, request.user, pk=action_id)
    mark_done(action=item, by=request.user, now=timezone.now())
    undoable(request, _("Done."), reverse("engagements:action_undo", args=[item.pk]))
    return redirect("engagements:detail", item.engagement_id)


@require_POST
def undo(request: SignedInRequest, action_id: UUID) -> HttpResponse:
    """Still open."""
    item = get_visible_or_404(ActionItem, request.user, pk=action_id)
    undo_done(action=item, by=request.user, now=timezone.now())
    messages.success(request, _("It is open again."))
    return redirect("engagements:detail", item.engagement_id)
