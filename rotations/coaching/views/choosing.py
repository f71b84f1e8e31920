"""A coachee meets those who are proposed, and chooses one."""

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
from core.visibility.shortcuts import get_visible_or_404, require
from engagements.services.locking import TooLate
from participants.permissions import is_self
from rotations.coaching.enums import SearchState
from rotations.coaching.forms.people import CallForm
from rotations.coaching.selectors.proposals import proposed
from rotations.coaching.services.searches import choose, choose_again, plan_call
from rotations.models import CoachProposal, CoachSearch

GET_POST = ["GET", "HEAD", "POST"]


@require_safe
def search(request: SignedInRequest, search_id: UUID) -> HttpResponse:
    """Three coaches, and why each."""
    row = _search_or_404(request, search_id)
    context = {
        "search": row,
        "proposals": proposed(row),
        "is_choosing": row.state == SearchState.CHOOSING,
        "is_asked": row.state == SearchState.ASKED,
    }
    return render(request, "coaching/search.html", context)


@require_http_methods(GET_POST)
def call(request: SignedInRequest, proposal_id: UUID) -> HttpResponse:
    """Find a time for a short call."""
    row = _proposal_or_404(request, proposal_id)
    form = CallForm(request.POST or None, proposal=row, now=timezone.now())
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        facts = {"starts_at": data["starts_at"], "place": data["place"]}
        try:
            plan_call(proposal=row, by=request.user, now=form.now, **facts)
        except TooLate:
            messages.error(request, _("A coach is chosen already."))
        else:
            messages.success(request, _("The invitation is on its way to both of you."))
        return redirect("coaching:search", row.search_id)
    return render(request, "coaching/call.html", {"form": form, "proposal": row})


@require_POST
def choose_coach(request: SignedInRequest, proposal_id: UUID) -> HttpResponse:
    """My choice."""
    row = _proposal_or_404(request, proposal_id)
    try:
        choose(proposal=row, by=request.user, now=timezone.now())
    except TooLate:
        messages.error(request, _("A coach is chosen already, or this one has no time."))
    else:
        said = _("%(name)s is asked. You will hear from us.") % {"name": row.coach.person.name}
        undoable(request, said, reverse("coaching:choose_again", args=[row.search_id]))
    return redirect("coaching:search", row.search_id)


@require_POST
def again(request: SignedInRequest, search_id: UUID) -> HttpResponse:
    """The way back, until the coach has answered."""
    row = _search_or_404(request, search_id)
    try:
        choose_again(search=row, by=request.user, now=timezone.now())
    except TooLate:
        messages.error(request, _("The coach has said yes: the coaching has begun."))
    else:
        messages.success(request, _("You can choose again."))
    return redirect("coaching:search", row.pk)


def _search_or_404(request: SignedInRequest, search_id: UUID) -> CoachSearch:
    rows = CoachSearch.objects.select_related("contract__program", "enrolment__person")
    found: CoachSearch = get_visible_or_404(rows, request.user, pk=search_id)
    return found


def _proposal_or_404(request: SignedInRequest, proposal_id: UUID) -> CoachProposal:
    """One of the coachee's own. 404 for strangers, 403 for the coach."""
    rows = CoachProposal.objects.select_related("search__enrolment__person", "coach__person")
    found: CoachProposal = get_visible_or_404(rows, request.user, pk=proposal_id)
    require(is_self(request.user, found.search.enrolment.person))
    return found
