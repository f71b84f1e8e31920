"""Ask for another partner, and say who should come next."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.accounts.requests import SignedInRequest
from core.design.messages import undoable
from engagements.forms.partners import AnotherForm, NextForm
from engagements.selectors.partners import wish_of
from engagements.selectors.relationships import Relationship
from engagements.services.partners import ask_for_another, say_next
from engagements.views.guards import open_relationship_or_404, relationship_or_404, while_open

GET_POST = ["GET", "HEAD", "POST"]


@require_http_methods(GET_POST)
@while_open
def another(request: SignedInRequest, engagement_id: UUID) -> HttpResponse:
    """What would happen, then the end, and both are free to be matched anew."""
    now = timezone.now()
    one = _mentoring(open_relationship_or_404(request, engagement_id, now))
    form = AnotherForm(request.POST or None, engagement=one.engagement)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]
        ask_for_another(engagement=one.engagement, words=words, by=request.user, now=now)
        text = _("Noted. The program looks for another partner for you.")
        undoable(request, text, reverse("engagements:reopen", args=[engagement_id]))
        return redirect("engagements:detail", engagement_id)
    return render(request, "engagements/another.html", {"form": form, "one": one})


@require_http_methods(GET_POST)
def next_partner(request: SignedInRequest, engagement_id: UUID) -> HttpResponse:
    """Another one, nobody for now, the same again: for oneself alone."""
    now = timezone.now()
    one = _mentoring(relationship_or_404(request, engagement_id, now))
    me = one.me.person
    wish = wish_of(one.engagement, me)
    form = NextForm(request.POST or None, one=one, wish=wish)
    if request.method == "POST" and form.is_valid():
        again, seeks = form.cleaned_data["again"], form.seeks_next
        facts = {"engagement": one.engagement, "person": me, "by": request.user, "now": now}
        say_next(again=again, seeks=seeks, **facts)  # type: ignore[arg-type]
        messages.success(request, _("Kept. You can change it any day."))
        return redirect("engagements:detail", engagement_id)
    return render(request, "engagements/next.html", {"form": form, "one": one})


def _mentoring(one: Relationship) -> Relationship:
    """Coaches are chosen, and changed, elsewhere; a circle is left, and half an hour is over."""
    if not one.is_paired:
        raise Http404
    return one
