"""A placement: what it is, who says yes, what comes of it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.accounts.requests import SignedInRequest
from core.design.messages import undoable
from core.visibility.shortcuts import require, reveal_if
from rotations.enums.rotating import PlacementRole
from rotations.forms.placements import RefusalForm
from rotations.permissions.rotating import (
    may_answer,
    may_answer_for,
    may_debrief,
    role_in,
    runs,
)
from rotations.reasons import in_words
from rotations.selectors import due
from rotations.selectors.people import concerned, role_of
from rotations.services import placements as services
from rotations.views.fetching import placement_of, placement_run, side_of


@require_safe
def placement(request: SignedInRequest, placement_id: UUID) -> HttpResponse:
    """Everything about a placement that its reader may know."""
    row = placement_of(request, placement_id)
    side = role_in(request.user, row)
    confirmed_at = side and getattr(row, f"{side}_confirmed_at")
    context = {
        "placement": row,
        "slot": row.slot,
        "people": concerned(row),
        "dues": due.of_placement(row),
        "me": role_of(request.user, row),
        "may_answer": may_answer(request.user, row) and not confirmed_at,
        "has_said_yes": bool(confirmed_at),
        "answers_for": [
            (role, person)
            for role, person, said in (
                (PlacementRole.MENTEE, row.person, row.mentee_confirmed_at),
                (PlacementRole.HOST, row.slot.host, row.host_confirmed_at),
            )
            if not said and may_answer_for(request.user, row, person)
        ],
        "may_run": runs(request.user, row.slot.program),
        "may_debrief": may_debrief(request.user, row),
        "reasons": in_words(row.reasons),
        "shared": row.debrief_sections.filter(shared_with__isnull=False).exists(),
        "today": timezone.localdate(),
    }
    return render(request, "rotations/placement.html", context)


@require_POST
def confirm(request: SignedInRequest, placement_id: UUID) -> HttpResponse:
    """Yes."""
    row = placement_of(request, placement_id)
    side = side_of(request, row)
    try:
        row = services.confirm(placement=row, role=side, by=request.user, now=timezone.now())
    except services.Settled:
        messages.warning(request, _("This proposal is no longer open. Nothing was changed."))
    else:
        agreed = row.state != "proposed"
        said = _("You have both said yes. The rotation is planned.")
        messages.success(request, said if agreed else _("Thank you. Now the other side is asked."))
    return redirect("rotations:placement", row.pk)


@require_POST
def confirm_for(request: SignedInRequest, placement_id: UUID, role: str) -> HttpResponse:
    """The yes of somebody without an account, who has said it in person."""
    row = placement_run(request, placement_id)
    sides = {PlacementRole.MENTEE: row.person, PlacementRole.HOST: row.slot.host}
    reveal_if(role in sides)
    side = PlacementRole(role)
    require(may_answer_for(request.user, row, sides[side]))
    try:
        services.confirm(placement=row, role=side, by=request.user, now=timezone.now())
    except services.Settled:
        messages.warning(request, _("This proposal is no longer open. Nothing was changed."))
    else:
        messages.success(request, _("Noted: they have said yes."))
    return redirect("rotations:placement", row.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: SignedInRequest, placement_id: UUID) -> HttpResponse:
    """No; the words stay with the one who writes them."""
    row = placement_of(request, placement_id)
    side = side_of(request, row)
    here = reverse("rotations:placement", args=[row.pk])
    data = request.POST if request.method == "POST" else None
    form = RefusalForm(data, cancel_url=here)
    if request.method != "POST" or not form.is_valid():
        return render(request, "rotations/decline.html", {"form": form, "placement": row})
    now = timezone.now()
    try:
        services.decline(placement=row, role=side, by=request.user, now=now, **form.cleaned_data)
    except services.Settled:
        messages.warning(request, _("This proposal is no longer open. Nothing was changed."))
    else:
        messages.success(request, _("Thank you for telling us. We look for something else."))
    return redirect(here)


@require_POST
def withdraw(request: SignedInRequest, placement_id: UUID) -> HttpResponse:
    """Take the proposal back."""
    row = placement_run(request, placement_id)
    try:
        services.withdraw(placement=row, by=request.user, now=timezone.now())
    except services.Settled:
        messages.warning(request, _("Both have answered. Nothing was changed."))
    else:
        messages.success(request, _("The proposal was taken back."))
    return redirect("rotations:program", row.slot.program_id)


@require_POST
def cancel(request: SignedInRequest, placement_id: UUID) -> HttpResponse:
    """What was agreed does not take place, or ends now."""
    row = placement_run(request, placement_id)
    try:
        services.cancel(placement=row, by=request.user, now=timezone.now())
    except services.Settled:
        messages.warning(request, _("This placement has ended already. Nothing was changed."))
    else:
        undo = reverse("rotations:placement_restore", args=[row.pk])
        undoable(request, _("Cancelled. Mentee and host are told."), undo)
    return redirect("rotations:placement", row.pk)


@require_POST
def restore(request: SignedInRequest, placement_id: UUID) -> HttpResponse:
    """The way back from cancelling."""
    row = placement_run(request, placement_id)
    try:
        services.restore(placement=row, by=request.user, now=timezone.now())
    except services.Settled:
        messages.warning(request, _("This placement was not cancelled. Nothing was changed."))
    except services.Refused as refused:
        messages.error(request, " ".join(each.words for each in refused.found))
    else:
        messages.success(request, _("The placement stands again. Mentee and host are told."))
    return redirect("rotations:placement", row.pk)
