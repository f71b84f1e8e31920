"""My match: who it is, why, what it asks of me, and my answer."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.visibility.shortcuts import reveal_if
from engagements.enums import MemberRole
from matching.adapter import is_circle
from matching.enums import OfferRole, OfferState
from matching.forms.offers import DeclineForm
from matching.models import Offer
from matching.selectors import circle_offers, ways, without
from matching.selectors import offers as reads
from matching.selectors.asking import asking, words_for
from matching.selectors.choices import choosing
from matching.selectors.hindered import hindrance_of, waits_for_mentor
from matching.selectors.talks import talk_of
from matching.services import offers as services
from matching.views.fetching import offer_of
from participants.permissions import is_employee


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """All my offers, those that wait for me first, and where nobody was found for me."""
    reveal_if(is_employee(request.user))
    now = timezone.now()
    left, choices = without.mine(request.user, now=now), choosing(request.user)
    to_ask = asking(request.user, now)
    found = circle_offers.collapsed(reads.mine(request.user))
    rows = [(row, reads.partner_of(row)) for row in found]
    waiting = [row for row, _partner in rows if row.state == OfferState.OPEN]
    others = ways.mine(request.user, now)
    if len(waiting) == 1 and len(rows) == 1 and not (left or choices or to_ask or others):
        return redirect("matching:offer", waiting[0].pk)
    context: dict[str, Any] = {"rows": rows, "left": left, "choices": choices, "asking": to_ask}
    context |= {"now": now, "ways": others}
    return render(request, "matching/mine.html", context)


@require_safe
def offer(request: HttpRequest, offer_id: str) -> HttpResponse:
    """One offer; a mail leads here, and nothing happens until a button is pressed."""
    row = offer_of(request, offer_id)
    if is_circle(row.proposal.run.track):
        live = circle_offers.live_one(row)
        if live.pk != row.pk:
            return redirect("matching:offer", live.pk)
    form = DeclineForm(action=reverse("matching:decline", args=[row.pk]))
    return _show(request, row, form)


def _show(request: HttpRequest, row: Offer, form: DeclineForm) -> HttpResponse:
    now = timezone.now()
    late, talk_until = bool(row.expires_at and row.expires_at <= now), reads.talk_ends(row, now)
    waiting = row.state == OfferState.ACCEPTED and row.proposal.state == "offered"
    if row.role == OfferRole.SECOND:  # theirs is on any one of the circle's
        waiting = row.state == OfferState.ACCEPTED and not circle_offers.meets(row)
    asked = row.publication_id is None
    is_asked = asked and reads.is_of_mentor(row, row.proposal)
    context: dict[str, Any] = {
        "offer": row,
        "shown": reads.shown(row),
        "form": form,
        "is_open": row.state == OfferState.OPEN and not late,
        "is_late": row.state == OfferState.OPEN and late,
        "waiting": waiting,
        "run": row.proposal.run,
        "asked": asked,
        "is_asked": is_asked,
        "asks": asked and not is_asked,
        "talk": talk_of(row, talk_until, now) if talk_until else None,
        "words": words_for(row, request.user) if asked else None,
    }
    if waits_for_mentor(row):
        context["hindrance"] = hindrance_of(row, timezone.localdate(now))
    if is_circle(row.proposal.run.track):
        context["circle"] = circle_offers.shown(row)
        return render(request, "matching/circle_offer.html", context)
    return render(request, "matching/offer.html", context)


@require_POST
def accept(request: HttpRequest, offer_id: str) -> HttpResponse:
    """Say yes."""
    row = offer_of(request, offer_id)
    try:
        services.accept(offer=row, by=request.user, now=timezone.now())  # type: ignore[arg-type]
    except services.Settled:
        messages.warning(request, _("This offer is no longer open. Nothing was changed."))
    except services.NoCapacity:
        messages.error(
            request, _("All the places that you offered are taken by now. Nothing was changed.")
        )
    except services.Hindered:
        messages.error(request, _("You can’t say yes yet: below stands why, and how to mend it."))
    except services.NoLongerFree:
        messages.warning(request, _("They are no longer free. We look for another match for you."))
    else:
        return _accepted(request, row)
    return redirect("matching:offer", row.pk)


def _accepted(request: HttpRequest, row: Offer) -> HttpResponse:
    row.proposal.refresh_from_db()
    if is_circle(row.proposal.run.track):
        return _accepted_in_circle(request, row)
    if row.role != MemberRole.MENTOR and row.proposal.engagement_id:
        messages.success(request, _("You have both said yes. Find a first date together."))
        return redirect("engagements:list")
    if row.role == MemberRole.PEER and row.publication_id:
        said = _("Thank you. They are asked as well; you hear from us when they answer.")
    else:
        said = _("Thank you. Now we ask them; you hear from us when they answer.")
    messages.success(request, said)
    return redirect("matching:offer", row.pk)


def _accepted_in_circle(request: HttpRequest, row: Offer) -> HttpResponse:
    if row.role == OfferRole.SECOND and not circle_offers.meets(row):
        said = _("Thank you. You are in it as soon as the circle begins.")
    elif row.role == OfferRole.SECOND:
        messages.success(request, _("Welcome to the circle. You lead it together from now on."))
        return redirect("engagements:list")
    elif row.role == MemberRole.MENTOR:
        said = _("Thank you. Now we ask the members; the circle begins when four have said yes.")
    elif row.proposal.engagement_id:
        messages.success(request, _("Welcome to the circle. Find a date for all of you."))
        return redirect("engagements:detail", row.proposal.engagement_id)
    else:
        said = _("Thank you. The circle begins when four have said yes; you hear from us then.")
    messages.success(request, said)
    return redirect("matching:offer", row.pk)


@require_POST
def decline(request: HttpRequest, offer_id: str) -> HttpResponse:
    """Say no; the words stay with the one who writes them."""
    row = offer_of(request, offer_id)
    form = DeclineForm(request.POST, action=reverse("matching:decline", args=[row.pk]))
    if not form.is_valid():
        return _show(request, row, form)
    try:
        services.decline(offer=row, by=request.user, now=timezone.now(), **form.cleaned_data)  # type: ignore[arg-type]
    except services.Settled:
        messages.warning(request, _("This offer is no longer open. Nothing was changed."))
    else:
        said = _("Thank you for telling us. We look for another match.")
        if row.role == OfferRole.SECOND:
            said = _("Thank you for telling us. The circle goes on with one leader.")
        messages.success(request, said)
    return redirect("matching:offer", row.pk)
