"""My relationships, and one of them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.accounts.requests import SignedInRequest
from core.design.messages import undoable
from core.visibility.shortcuts import require
from engagements.beside import cards_beside
from engagements.models import ClosingReview
from engagements.permissions import may_end
from engagements.selectors.handovers import may_hand_over, notes_on
from engagements.selectors.relationships import relationships_of
from engagements.services.engagements import pause, resume, show_to_manager
from engagements.views.guards import open_relationship_or_404, relationship_or_404, while_open
from participants.selectors import person_of

RECENT = 8


@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    """All of them, those that go on first."""
    me = person_of(request.user)
    found = relationships_of(me, now=timezone.now()) if me else []
    context = {
        "open": [one for one in found if one.is_open],
        "ended": [one for one in found if not one.is_open],
    }
    return render(request, "engagements/list.html", context)


@require_safe
def detail(request: SignedInRequest, engagement_id: UUID) -> HttpResponse:
    """What comes next, what was promised, how far the goals are."""
    now = timezone.now()
    one = relationship_or_404(request, engagement_id, now)
    engagement = one.engagement
    shared = engagement.shared_entries.all()
    if one.is_circle:
        shared = shared.filter(shared_at__gte=one.me.joined_at)
    context = {
        "one": one,
        "now": now,
        "beside": cards_beside(one),
        "shared": shared.select_related("author").order_by("-shared_at")[:RECENT],
        "notes": notes_on(one, request.user),
        "may_hand_over": may_hand_over(one),
        "history": one.held[:RECENT],
        "more": max(len(one.held) - RECENT, 0),
        "review": ClosingReview.objects.filter(engagement=engagement, person=one.me.person).first(),
    }
    return render(request, "engagements/detail.html", context)


@require_POST
def manager(request: SignedInRequest, engagement_id: UUID) -> HttpResponse:
    """Show to one's own manager that one takes part, or no longer."""
    now = timezone.now()
    one = relationship_or_404(request, engagement_id, now)
    shown = request.POST.get("shown") == "yes"
    show_to_manager(member=one.me, shown=shown, by=request.user, now=now)
    said = (
        _("Your line manager can see that you take part; nothing else.")
        if shown
        else _("Your line manager doesn’t see it.")
    )
    messages.success(request, said)
    return redirect("engagements:detail", engagement_id)


@require_POST
@while_open
def rest(request: SignedInRequest, engagement_id: UUID) -> HttpResponse:
    """Pause."""
    now = timezone.now()
    one = open_relationship_or_404(request, engagement_id, now)
    require(may_end(request.user, one.engagement))
    pause(engagement=one.engagement, by=request.user, now=now)
    text = _("Paused. Nobody is reminded of anything until you go on.")
    undoable(request, text, reverse("engagements:resume", args=[engagement_id]))
    return redirect("engagements:detail", engagement_id)


@require_POST
@while_open
def go_on(request: SignedInRequest, engagement_id: UUID) -> HttpResponse:
    """The way back from a pause."""
    now = timezone.now()
    one = open_relationship_or_404(request, engagement_id, now)
    require(may_end(request.user, one.engagement))
    resume(engagement=one.engagement, by=request.user, now=now)
    messages.success(request, _("Welcome back."))
    return redirect("engagements:detail", engagement_id)
