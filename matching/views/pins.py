"""Pairs that are set before a run, and what stands against them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.visibility.shortcuts import get_visible_or_404
from matching.adapter.problem import who_waits
from matching.forms.pins import PinForm
from matching.models import PinnedPair
from matching.selectors import pins as reads
from matching.selectors.cohorts import is_possible
from matching.services import pins as services
from matching.views.fetching import cohort_of
from programs.models import Track


@require_http_methods(["GET", "HEAD", "POST"])
def pins(request: HttpRequest, cohort_id: str, track_id: str) -> HttpResponse:
    """The pins of a track; posted, one more."""
    cohort = cohort_of(request, cohort_id)
    track = get_object_or_404(Track, pk=track_id, program=cohort.program)
    people = who_waits(cohort, track)
    form = PinForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid() and _pin(request, form):
        return redirect("matching:pins", cohort.pk, track.pk)
    context: dict[str, Any] = {"cohort": cohort, "track": track, "form": form}
    context["rows"] = rows = reads.pinned(cohort, track)
    context["troubles"] = reads.troubles(cohort, track, timezone.now(), rows)
    context["possible"] = is_possible(track, people)
    return render(request, "matching/pins.html", context)


def _pin(request: HttpRequest, form: PinForm) -> bool:
    try:
        services.pin(by=request.user, now=timezone.now(), **form.couple)  # type: ignore[arg-type]
    except services.NotTogether:
        form.add_error(None, _("One of them takes no part any more. Look again."))
        return False
    messages.success(
        request, _("Pinned: every run keeps them together, until you take the pin out.")
    )
    return True


@require_POST
def unpin(request: HttpRequest, pin_id: str) -> HttpResponse:
    """Take a pin out."""
    rows = PinnedPair.objects.select_related("mentee__cohort", "mentee__track")
    row = get_visible_or_404(rows, request.user, pk=pin_id)
    services.unpin(pinned=row, by=request.user, now=timezone.now())  # type: ignore[arg-type]
    messages.success(request, _("The pin is out: the next run may pair them with others."))
    return redirect("matching:pins", row.mentee.cohort_id, row.mentee.track_id)
