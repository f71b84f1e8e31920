"""The debrief: written by the mentee, shown to the mentor answer by answer."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.accounts.requests import SignedInRequest
from core.visibility.shortcuts import get_visible_or_404, require
from rotations.forms.checkpoints import DebriefForm
from rotations.models import DebriefSection, Placement
from rotations.permissions.rotating import may_debrief
from rotations.prompts import PROMPTS
from rotations.selectors.people import mentors_for
from rotations.services import debriefs as services
from rotations.views.fetching import note_reading, placement_of


@require_safe
def debrief(request: SignedInRequest, placement_id: UUID) -> HttpResponse:
    """What the mentee has written, or what they show to the reader."""
    row = placement_of(request, placement_id)
    mine = may_debrief(request.user, row)
    sections = _sections(request, row)
    if not mine:
        require(bool(sections))
        note_reading(request, row, "debrief", timezone.now())
    context = {
        "placement": row,
        "mine": mine,
        "answers": [(PROMPTS.get(each.prompt, ""), each) for each in sections],
        "mentors": mentors_for([row]).get(row.pk, []) if mine else [],
    }
    return render(request, "rotations/debrief.html", context)


def _sections(request: SignedInRequest, row: Placement) -> list[DebriefSection]:
    found = DebriefSection.objects.visible_to(request.user).filter(placement=row)
    order = list(PROMPTS)
    known = [each for each in found if each.prompt in PROMPTS]
    return sorted(known, key=lambda each: order.index(each.prompt))


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: SignedInRequest, placement_id: UUID) -> HttpResponse:
    """Look back, guided by questions; it can be gone on with any day."""
    row = placement_of(request, placement_id)
    require(may_debrief(request.user, row))
    data = request.POST if request.method == "POST" else None
    form = DebriefForm(data, placement=row, before=row.debrief_sections.all())
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        services.write(placement=row, answers=form.cleaned_data, by=request.user, now=now)
        messages.success(request, _("Kept. Only you read it, unless you show an answer."))
        return redirect("rotations:debrief", row.pk)
    return render(request, "rotations/debrief_write.html", {"form": form, "placement": row})


@require_POST
def share(request: SignedInRequest, section_id: UUID) -> HttpResponse:
    """Show one answer to the mentor."""
    section = _own(request, section_id)
    try:
        services.share(section=section, by=request.user, now=timezone.now())
    except services.NoMentor:
        messages.error(request, _("You have no mentor in this program now. Nothing was changed."))
    else:
        messages.success(request, _("Your mentor can read this answer now."))
    return redirect("rotations:debrief", section.placement_id)


@require_POST
def unshare(request: SignedInRequest, section_id: UUID) -> HttpResponse:
    """Take it back."""
    section = _own(request, section_id)
    services.unshare(section=section, by=request.user, now=timezone.now())
    messages.success(request, _("Only you read this answer now."))
    return redirect("rotations:debrief", section.placement_id)


def _own(request: SignedInRequest, section_id: UUID) -> DebriefSection:
    rows = DebriefSection.objects.select_related("placement__slot", "placement__person", "author")
    section = get_visible_or_404(rows, request.user, pk=section_id)
    require(section.author.user_id == request.user.pk)
    return section
