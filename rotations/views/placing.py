"""Put people into slots: one by hand, or everybody by the engine; always with a look beforehand."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from core.accounts.requests import SignedInRequest
from core.design.messages import undoable
from core.numbers import number_in
from rotations.adapter import Plan, plan_for
from rotations.forms.placements import WishForm
from rotations.models import RotationSlot
from rotations.selectors.sequence import Conflict, conflicts, paths_of
from rotations.services import placements as services
from rotations.services.placements import Refused, Wish
from rotations.views.fetching import program_of, slot_to_fill

GET_POST = ["GET", "HEAD", "POST"]
A_PAGE = 25


@require_http_methods(GET_POST)
def place(request: SignedInRequest, slot_id: UUID) -> HttpResponse:
    """Choose somebody for a slot: what stands against it is shown first, then it is proposed."""
    slot = slot_to_fill(request, slot_id)
    asked = request.POST if request.method == "POST" else (request.GET or None)
    form = WishForm(asked, slot=slot)
    context = {"form": form, "slot": slot, "checked": False}
    if asked is not None and form.is_valid():
        found = _against(slot, form)
        wants_it = request.method == "POST" and request.POST.get("step") == "propose"
        if wants_it and (answer := _propose(request, slot, form)):
            return answer
        context |= {
            "checked": True,
            "hard": [each for each in found if each.is_hard],
            "remarks": [each for each in found if not each.is_hard],
            "wish": form.cleaned_data,
        }
    return render(request, "rotations/place.html", context)


def _against(slot: RotationSlot, form: WishForm) -> list[Conflict]:
    data = form.cleaned_data
    enrolment = data["enrolment"]
    path = paths_of([enrolment], today=timezone.localdate())[enrolment.pk]
    return conflicts(path, slot, data["starts_on"], data["ends_on"])


def _propose(request: SignedInRequest, slot: RotationSlot, form: WishForm) -> HttpResponse | None:
    data = form.cleaned_data
    wish = Wish(data["enrolment"], slot, data["starts_on"], data["ends_on"])
    now = timezone.now()
    try:
        made = services.propose(wish=wish, by=request.user, now=now, key=data["key"])
    except Refused as refused:
        for each in refused.found:
            form.add_error(None, each.words)
        return None
    undo = reverse("rotations:placement_withdraw", args=[made.pk])
    undoable(request, _("Proposed. The mentee and the host are asked."), undo)
    return redirect("rotations:placement", made.pk)


@require_http_methods(GET_POST)
def proposals(request: SignedInRequest, program_id: UUID) -> HttpResponse:
    """What would be proposed to a round of those who wait; sent only after a look at it."""
    program = program_of(request, program_id)
    plan = plan_for(program, now=timezone.now(), number=number_in(request.GET.get("round")) or 1)
    if request.method == "POST":
        if request.POST.get("seen") != fingerprint(plan):
            messages.warning(request, _("Something has changed meanwhile. Look at it once more."))
            return redirect(request.get_full_path())
        return _send(request, program.pk, plan)
    page = Paginator(plan.suggestions, A_PAGE).get_page(request.GET.get("page"))
    context = {"program": program, "plan": plan, "page_obj": page, "seen": fingerprint(plan)}
    return render(request, "rotations/proposals.html", context)


def fingerprint(plan: Plan) -> str:
    """What tells one plan from another, so that what was seen is what is sent."""
    pairs = sorted(f"{each.enrolment.pk}:{each.slot.pk}" for each in plan.suggestions)
    return salted_hmac("rotations.plan", " ".join(pairs)).hexdigest()[:32]


def _send(request: SignedInRequest, program_id: UUID, plan: Plan) -> HttpResponse:
    wishes = [
        Wish(each.enrolment, each.slot, each.slot.starts_on, each.slot.ends_on, each.reasons)
        for each in plan.suggestions
    ]
    if not wishes:
        messages.info(request, _("There was nothing to propose."))
        return redirect("rotations:program", program_id)
    try:
        batch = services.propose_all(wishes=wishes, by=request.user, now=timezone.now())
    except Refused:
        messages.warning(request, _("Something has changed meanwhile. Look at it once more."))
        return redirect("rotations:proposals", program_id)
    said = ngettext("%(n)d rotation is proposed.", "%(n)d rotations are proposed.", len(wishes)) % {
        "n": len(wishes)
    }
    undoable(request, said, reverse("rotations:proposals_withdraw", args=[program_id, batch]))
    return redirect("rotations:program", program_id)


@require_POST
def withdraw_all(request: SignedInRequest, program_id: UUID, batch: UUID) -> HttpResponse:
    """Take back what nobody, or only one side, has said yes to."""
    program = program_of(request, program_id)
    now = timezone.now()
    count = services.withdraw_all(program=program, batch=batch, by=request.user, now=now)
    said = ngettext("%(n)d proposal was taken back.", "%(n)d proposals were taken back.", count)
    messages.success(request, said % {"n": count})
    return redirect("rotations:program", program.pk)
