"""A mentor's short conversations: what they offered, who comes, one more, one less."""

from datetime import timedelta
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
from core.visibility.shortcuts import get_visible_or_404, require, reveal_if
from engagements.forms.flash import CameForm, OfferForm
from engagements.models import FlashSlot
from engagements.selectors import flash as reads
from engagements.selectors.flash_mentors import hindered
from engagements.services import flash as services
from engagements.services.locking import TooEarly, TooLate
from participants.shortcuts import me_or_404

GET_POST = ["GET", "HEAD", "POST"]
OFFERS = "engagements:flash_offers"
#: How far back the page looks, so that a line can still be left.
LATELY = timedelta(days=14)


@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    """What I offered, and who comes."""
    me, now = me_or_404(request), timezone.now()
    reveal_if(reads.may_offer(request.user, me))
    found = reads.offers_of(me, since=now - LATELY)
    context = {
        "ahead": [one for one in found if one.slot.ends_at > now],
        "over": [one for one in reversed(found) if one.slot.ends_at <= now],
        "may_add": reads.mentor_enrolments(me).exists(),
        "hindered": hindered(me, now.date()),
    }
    return render(request, "engagements/flash_offers.html", context)


@require_http_methods(GET_POST)
def new(request: SignedInRequest) -> HttpResponse:
    """One more."""
    me, now = me_or_404(request), timezone.now()
    enrolments = list(reads.mentor_enrolments(me))
    reveal_if(bool(enrolments))
    data = request.POST if request.method == "POST" else None
    form = OfferForm(data, enrolments=enrolments, now=now)
    if request.method == "POST" and form.is_valid():
        names = (
            "enrolment",
            "starts_at",
            "minutes",
            "topic",
            "competency",
            "seats",
            "place",
            "key",
        )
        facts = {name: form.cleaned_data[name] for name in names}
        try:
            made = services.offer(by=request.user, now=now, **facts)
        except services.Overlap:
            form.add_error("time", _("You have offered another one at that time."))
        else:
            undo = reverse("engagements:flash_withdraw", args=[made.pk])
            undoable(request, _("Offered. Whoever books it is in your calendar at once."), undo)
            return redirect(OFFERS)
    context = {"form": form, "hindered": hindered(me, now.date())}
    return render(request, "engagements/flash_new.html", context)


@require_http_methods(GET_POST)
def withdraw(request: SignedInRequest, slot_id: UUID) -> HttpResponse:
    """I can't make it: who would be told, then tell them."""
    row = _mine_or_404(request, slot_id)
    if request.method == "POST":
        try:
            services.withdraw(slot=row, by=request.user, now=timezone.now())
        except TooLate:
            messages.error(request, _("It has begun already. Say on its page whether you met."))
        else:
            undo = reverse("engagements:flash_offer_again", args=[row.pk])
            undoable(request, _("Called off. Everybody is told kindly."), undo)
        return redirect(OFFERS)
    context = {"slot": row, "told": reads.told_if_withdrawn(row)}
    return render(request, "engagements/flash_withdraw.html", context)


@require_http_methods(GET_POST)
def came(request: SignedInRequest, slot_id: UUID) -> HttpResponse:
    """Who came to a conversation of several, said once for all of them."""
    row = _mine_or_404(request, slot_id)
    people = sorted((each.person for each, _session in reads.unsaid(row)), key=lambda p: p.sort_key)
    data = request.POST if request.method == "POST" else None
    form = CameForm(data, people=people, cancel_url=reverse(OFFERS))
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        try:
            services.say_who_came(slot=row, came=form.chosen, by=request.user, now=now)
        except TooEarly:
            messages.error(request, _("It has not begun yet."))
        else:
            messages.success(
                request, _("Noted. The page of each conversation lets you correct it.")
            )
        return redirect(OFFERS)
    context = {"slot": row, "form": form, "people": people}
    return render(request, "engagements/flash_came.html", context)


@require_POST
def offer_again(request: SignedInRequest, slot_id: UUID) -> HttpResponse:
    """The way back."""
    row = _mine_or_404(request, slot_id)
    try:
        services.offer_again(slot=row, by=request.user, now=timezone.now())
    except TooLate:
        messages.error(request, _("Its time has passed. Offer another one."))
    except services.Overlap:
        messages.error(request, _("You have offered another one at that time."))
    else:
        messages.success(request, _("Offered again. Who had a place has it again."))
    return redirect(OFFERS)


def _mine_or_404(request: SignedInRequest, slot_id: UUID) -> FlashSlot:
    row: FlashSlot = get_visible_or_404(
        FlashSlot.objects.select_related("mentor"), request.user, pk=slot_id
    )
    require(row.mentor.user_id == request.user.pk)
    return row
