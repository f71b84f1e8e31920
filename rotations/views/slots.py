"""A slot: asked of a host, looked at, changed, offered, taken back."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.accounts.requests import SignedInRequest
from core.design.messages import undoable
from core.visibility.shortcuts import get_visible_or_404, require
from participants.selectors import person_of
from programs.models import Program
from rotations.enums.rotating import LIVE
from rotations.forms.slots import NewSlotForm, OwnSlotForm, SlotForm
from rotations.models import Placement, RotationSlot
from rotations.permissions.rotating import hosts, may_edit_slot, may_offer, runs
from rotations.services import slots as services
from rotations.views.fetching import program_of, slot_of, slot_to_edit

GET_POST = ["GET", "HEAD", "POST"]


@require_http_methods(GET_POST)
def new(request: SignedInRequest, program_id: UUID) -> HttpResponse:
    """Ask somebody to host."""
    program = program_of(request, program_id)
    data = request.POST if request.method == "POST" else None
    form = NewSlotForm(data, program=program)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        slot = services.create(program=program, by=request.user, now=now, **form.cleaned_data)
        said = _("%(host)s is asked to look at it and to offer it.")
        messages.success(request, said % {"host": slot.host.name})
        return redirect("rotations:slot", slot.pk)
    return render(request, "rotations/slot_new.html", {"form": form, "program": program})


@require_http_methods(GET_POST)
def offer_own(request: SignedInRequest, program_id: UUID) -> HttpResponse:
    """Offer to take somebody in, without having been asked."""
    program = get_visible_or_404(Program, request.user, pk=program_id)
    me = person_of(request.user)
    if me is None or me.is_external:
        raise PermissionDenied
    form = OwnSlotForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = services.offer_unasked(
            program=program, host=me, by=request.user, now=timezone.now(), **form.cleaned_data
        )
        said = _("Thank you. Those who run the program see it, and may propose somebody to you.")
        undoable(request, said, reverse("rotations:slot_withdraw", args=[made.pk]))
        return redirect("rotations:slot", made.pk)
    return render(request, "rotations/slot_own.html", {"form": form, "program": program})


@require_safe
def slot(request: SignedInRequest, slot_id: UUID) -> HttpResponse:
    """What it is, when, and who comes."""
    found = slot_of(request, slot_id)
    rows = Placement.objects.visible_to(request.user).filter(slot=found)
    placements = rows.filter(state__in=LIVE).select_related("person").order_by("starts_on", "pk")
    context = {
        "slot": found,
        "placements": placements,
        "may_edit": may_edit_slot(request.user, found),
        "may_offer": may_offer(request.user, found),
        "may_fill": runs(request.user, found.program),
        "is_host": hosts(request.user, found),
        "free": found.capacity - found.taken,
    }
    return render(request, "rotations/slot.html", context)


@require_http_methods(GET_POST)
def edit(request: SignedInRequest, slot_id: UUID) -> HttpResponse:
    """Other details; people who are placed keep their place and their days."""
    found = slot_to_edit(request, slot_id)
    data = request.POST if request.method == "POST" else None
    form = SlotForm(data, slot=found, may_hand_over=runs(request.user, found.program))
    if request.method == "POST" and form.is_valid() and _save(request, found, form):
        messages.success(request, _("Saved."))
        return redirect("rotations:slot", found.pk)
    return render(request, "rotations/slot_edit.html", {"form": form, "slot": found})


def _save(request: SignedInRequest, found: RotationSlot, form: SlotForm) -> bool:
    details = {name: form.cleaned_data[name] for name in services.DETAILS}
    details["host"] = form.cleaned_data.get("host")
    try:
        services.edit(slot=found, by=request.user, now=timezone.now(), **details)
    except services.TooSmall:
        form.add_error("capacity", _("More people are placed here already."))
    except services.InUse:
        form.add_error("host", _("Somebody is placed here: the host stays until they have gone."))
    except services.PeopleInside:
        form.add_error("ends_on", _("Somebody is placed here on days outside of these."))
    else:
        return True
    return False


@require_POST
def offer(request: SignedInRequest, slot_id: UUID) -> HttpResponse:
    """It is right as it is: people can be placed."""
    found = slot_to_edit(request, slot_id)
    services.offer(slot=found, by=request.user, now=timezone.now())
    undo = reverse("rotations:slot_withdraw", args=[found.pk])
    undoable(request, _("Offered. People can be placed here now."), undo)
    return redirect("rotations:slot", found.pk)


@require_POST
def withdraw(request: SignedInRequest, slot_id: UUID) -> HttpResponse:
    """Nobody is placed here any more."""
    found = slot_to_edit(request, slot_id)
    try:
        services.withdraw(slot=found, by=request.user, now=timezone.now())
    except services.InUse:
        messages.error(request, _("Somebody is placed here. Nothing was changed."))
    else:
        undo = reverse("rotations:slot_offer", args=[found.pk])
        undoable(request, _("Taken back. Nobody is placed here any more."), undo)
    return redirect("rotations:slot", found.pk)


@require_POST
def close(request: SignedInRequest, slot_id: UUID) -> HttpResponse:
    """Takes nobody new; who is there stays."""
    found = slot_of(request, slot_id)
    require(may_edit_slot(request.user, found))
    services.close(slot=found, by=request.user, now=timezone.now())
    undo = reverse("rotations:slot_offer", args=[found.pk])
    undoable(request, _("Closed. Who is here stays until their last day."), undo)
    return redirect("rotations:slot", found.pk)
