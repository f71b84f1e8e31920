"""Rotations of one program, for those who run it."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.accounts.requests import SignedInRequest
from core.visibility.shortcuts import get_visible_or_404, require
from programs.models import Track
from programs.permissions import runs
from rotations.forms.slots import RequirementForm
from rotations.models import RotationRequirement
from rotations.selectors import due, overview
from rotations.services import slots as services
from rotations.views.fetching import program_of

A_PAGE = 25


@require_safe
def program(request: SignedInRequest, program_id: UUID) -> HttpResponse:
    """Slots, what waits for an answer, what is overdue, what the tracks ask for."""
    found = program_of(request, program_id)
    page = Paginator(overview.slots_of(found), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "program": found,
        "page_obj": page,
        "overdue": due.overdue_in([found], timezone.localdate()),
        "waiting": overview.waiting_in(found),
        "refused": overview.refused_in(found),
        "requirements": overview.requirements_of(found),
    }
    return render(request, "rotations/program.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def requirement(request: SignedInRequest, track_id: UUID) -> HttpResponse:
    """How many rotations a track asks for, and through how many functions."""
    rows = Track.objects.select_related("program")
    track = get_visible_or_404(rows, request.user, pk=track_id)
    require(runs(request.user, track.program))
    asked = RotationRequirement.objects.filter(track=track).first()
    asked = asked or RotationRequirement(track=track)
    asked.track = track
    data = request.POST if request.method == "POST" else None
    form = RequirementForm(data, asked=asked)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        services.require_rotations(track=track, by=request.user, now=now, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("rotations:program", track.program_id)
    return render(request, "rotations/requirement.html", {"form": form, "track": track})
