"""Where rotations begin for everybody: what waits for me, and what I have to do with."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.accounts.requests import SignedInRequest
from rotations.selectors import due, mine


@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    """My rotations, as mentee, host, mentor, and as who runs a program."""
    context = {
        "mine": mine.of_user(request.user),
        "to_answer": mine.to_answer(request.user),
        "owed": due.owed_by(request.user, timezone.localdate()),
        "to_host_for": mine.programs_to_host_for(request.user),
        "programs": mine.programs_run_by(request.user),
    }
    return render(request, "rotations/home.html", context)
