"""A checkpoint: my answer, and once it is open, all three side by side."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.accounts.requests import SignedInRequest
from core.visibility.shortcuts import get_visible_or_404
from rotations.forms.checkpoints import RatingForm
from rotations.models import Checkpoint, CheckpointRating
from rotations.scales import IMPACT, KNOWLEDGE
from rotations.selectors.comparing import comparison
from rotations.selectors.people import role_of
from rotations.services import checkpoints as services
from rotations.views.fetching import note_reading


@require_http_methods(["GET", "HEAD", "POST"])
def checkpoint(request: SignedInRequest, checkpoint_id: UUID) -> HttpResponse:
    """Rate, until the others read it; then compare."""
    related = ("placement__person", "placement__slot__host", "placement__slot__program")
    rows = Checkpoint.objects.select_related(*related)
    row = get_visible_or_404(rows, request.user, pk=checkpoint_id)
    me = role_of(request.user, row.placement)
    if me is None:
        raise Http404
    before = CheckpointRating.objects.filter(checkpoint=row, person=me.person).first()
    if before and row.opened_at:
        return _compare(request, row)
    data = request.POST if request.method == "POST" else None
    form = RatingForm(data, checkpoint=row, before=before)
    if request.method == "POST" and form.is_valid():
        return _keep(request, row, me.person, form)
    context = {"checkpoint": row, "placement": row.placement, "form": form, "me": me}
    return render(request, "rotations/rate.html", context | {"before": before})


def _keep(
    request: SignedInRequest, row: Checkpoint, person: object, form: RatingForm
) -> HttpResponse:
    facts = {"checkpoint": row, "person": person, **form.cleaned_data}
    try:
        services.rate(by=request.user, now=timezone.now(), **facts)
    except services.AlreadyOpen:
        messages.warning(request, _("The others read it already. Nothing was changed."))
    else:
        messages.success(request, _("Thank you. You read each other once all have answered."))
    row.refresh_from_db()
    if row.opened_at:
        return redirect("rotations:checkpoint", row.pk)
    return redirect("rotations:placement", row.placement_id)


def _compare(request: SignedInRequest, row: Checkpoint) -> HttpResponse:
    note_reading(request, row, "checkpoint", timezone.now())
    context = {
        "checkpoint": row,
        "placement": row.placement,
        "compared": comparison(row, request.user),
        "knowledge": list(KNOWLEDGE.items()),
        "impact": list(IMPACT.items()),
    }
    return render(request, "rotations/compare.html", context)
