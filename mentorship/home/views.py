"""One page for everybody: cards by urgency, drawn from every room."""

from dataclasses import asdict

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.design.cards import cards_for
from mentorship.home.checklist import first_steps
from mentorship.home.quiet import worth_a_look
from participants.permissions import is_hr_admin
from participants.selectors import organisation_for, person_of

NOW_FROM = 60
SOON_FROM = 20


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What needs me today; before the set-up, the way to it."""
    if not request.user.is_authenticated and settings.DEMO:
        return redirect("demo:choose")
    if organisation_for(request.user) is None:
        return redirect("setup")
    if not request.user.is_authenticated:
        return redirect("account_login")
    cards = cards_for(request)
    steps = first_steps() if is_hr_admin(request.user) else []
    soon = [card for card in cards if card.urgency >= SOON_FROM]
    return render(
        request,
        "mentorship/home.html",
        {
            "person": person_of(request.user),
            "today": timezone.localdate(),
            "now_cards": [card for card in cards if card.urgency >= NOW_FROM],
            "soon_cards": [card for card in soon if card.urgency < NOW_FROM],
            "calm_cards": [card for card in cards if card.urgency < SOON_FROM],
            "steps": [asdict(step) for step in steps],
            "look_cards": [] if soon or steps else worth_a_look(request.user),
        },
    )
