"""The first talk: suggest times for it, and pick one."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from matching.forms.talks import TalkForm
from matching.models import Offer
from matching.selectors.offers import partner_of, talk_ends
from matching.selectors.talks import clocks_now, talk_of
from matching.services import talks
from matching.views.fetching import offer_of

__all__ = ["pick", "suggest"]


@require_http_methods(["GET", "HEAD", "POST"])
def suggest(request: HttpRequest, offer_id: str) -> HttpResponse:
    """Up to three times; posted, the other one is told."""
    offer, now = offer_of(request, offer_id), timezone.now()
    here, until = reverse("matching:offer", args=[offer.pk]), talk_ends(offer, now)
    if until is None:
        return _no_talk(request, offer)
    form = TalkForm(request.POST or None, now=now, until=until, cancel_url=here)
    if request.method == "POST" and form.is_valid():
        facts = {name: form.cleaned_data[name] for name in ("times", "minutes", "place")}
        try:
            talks.suggest(offer=offer, by=request.user, now=now, **facts)  # type: ignore[arg-type]
        except talks.NoTalk:
            return _no_talk(request, offer)
        said = _("Sent. You hear from us when %(name)s picks one.")
        messages.success(request, said % {"name": partner_of(offer).name})
        return redirect(here)
    context = {"offer": offer, "form": form, "partner": partner_of(offer)}
    context |= {"clocks": clocks_now(offer, now), "talk": talk_of(offer, until, now)}
    return render(request, "matching/talk.html", context)


@require_POST
def pick(request: HttpRequest, offer_id: str) -> HttpResponse:
    """One of the times that the other has suggested."""
    offer = offer_of(request, offer_id)
    try:
        time = UUID(request.POST.get("time", ""))
        talks.pick(offer=offer, time=time, by=request.user, now=timezone.now())  # type: ignore[arg-type]
    except talks.NoTalk:
        return _no_talk(request, offer)
    except (talks.NotThere, talks.TooLate, ValueError):
        messages.warning(request, _("This time is not to be had any more. Look what there is now."))
    else:
        messages.success(request, _("Agreed. Both of you get it into your calendars by mail."))
    return redirect("matching:offer", offer.pk)


def _no_talk(request: HttpRequest, offer: Offer) -> HttpResponse:
    messages.warning(request, _("It is not the time for a first talk of the two of you."))
    return redirect("matching:offer", offer.pk)
