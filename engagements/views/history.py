"""Who worked with whom: one's own, and from outside for those who run the program."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.accounts.requests import SignedInRequest
from core.visibility.shortcuts import get_visible_or_404, reveal_if
from engagements.selectors.history import history_of, ways_in
from participants.selectors import person_of
from programs.models import Cohort
from programs.permissions import runs

PER_PAGE = 25


@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    """Everybody one has worked with, with the days."""
    me = person_of(request.user)
    context = {"times": history_of(me) if me else []}
    return render(request, "engagements/history.html", context)


@require_safe
def cohort(request: SignedInRequest, cohort_id: UUID) -> HttpResponse:
    """Each mentee's mentors, one after the other."""
    rows = Cohort.objects.select_related("program")
    row = get_visible_or_404(rows, request.user, pk=cohort_id)
    reveal_if(runs(request.user, row.program))
    page = Paginator(ways_in(row), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "engagements/cohort_history.html", {"cohort": row, "page": page})
