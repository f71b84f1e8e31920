"""A coach is asked: who it is, what they want to grow in, and the answer."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.accounts.requests import SignedInRequest
from core.visibility.shortcuts import get_visible_or_404, require
from engagements.services.locking import TooLate
from participants.enums import Direction
from participants.permissions import is_self
from rotations.coaching.enums import SearchState
from rotations.coaching.services.searches import accept, decline
from rotations.models import CoachProposal


@require_safe
def asked(request: SignedInRequest, proposal_id: UUID) -> HttpResponse:
    """What a mail leads to; nothing happens until a button is pressed."""
    row = _proposal_or_404(request, proposal_id)
    if not is_self(request.user, row.coach.person):
        return redirect("coaching:search", row.search_id)
    wanted = row.search.enrolment.person.competencies.filter(direction=Direction.WANTED)
    waits = row.search.state == SearchState.ASKED and row.chosen_at is not None
    context = {
        "proposal": row,
        "coachee": row.search.enrolment.person,
        "wanted": wanted.select_related("competency"),
        "waits": waits,
    }
    return render(request, "coaching/asked.html", context)


@require_POST
def accept_it(request: SignedInRequest, proposal_id: UUID) -> HttpResponse:
    """Yes."""
    row = _proposal_or_404(request, proposal_id)
    require(is_self(request.user, row.coach.person))
    try:
        coaching = accept(proposal=row, by=request.user, now=timezone.now())
    except TooLate:
        messages.error(request, _("This question is not open any more."))
        return redirect("coaching:mine")
    messages.success(request, _("Your coaching has begun. A good first step is to find a time."))
    return redirect("coaching:detail", coaching.pk)


@require_POST
def decline_it(request: SignedInRequest, proposal_id: UUID) -> HttpResponse:
    """No; nobody asks why."""
    row = _proposal_or_404(request, proposal_id)
    require(is_self(request.user, row.coach.person))
    try:
        decline(proposal=row, by=request.user, now=timezone.now())
    except TooLate:
        messages.error(request, _("This question is not open any more."))
    else:
        messages.success(request, _("Thank you for the answer. They can choose another coach."))
    return redirect("coaching:mine")


def _proposal_or_404(request: SignedInRequest, proposal_id: UUID) -> CoachProposal:
    rows = CoachProposal.objects.select_related(
        "search__enrolment__person", "search__enrolment__cohort__program", "coach__person"
    )
    found: CoachProposal = get_visible_or_404(rows, request.user, pk=proposal_id)
    return found
