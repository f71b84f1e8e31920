"""What the sponsor and those who run a program see of its coaching."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.accounts.requests import SignedInRequest
from core.visibility.shortcuts import get_visible_or_404, require
from programs.models import Program
from programs.permissions import oversees, runs
from rotations.coaching.selectors.hours import standings
from rotations.coaching.selectors.oversight import coachings_in
from rotations.models import CoachingContract


@require_safe
def program(request: SignedInRequest, program_id: UUID) -> HttpResponse:
    """Hours and sessions always, titles where shared, never a note."""
    row: Program = get_visible_or_404(Program, request.user, pk=program_id)
    require(oversees(request.user, row))
    bought = CoachingContract.objects.filter(program=row).select_related("coach__person")
    context = {
        "program": row,
        "coachings": coachings_in(row),
        "standings": standings(bought, today=timezone.localdate()),
        "runs": runs(request.user, row),
    }
    return render(request, "coaching/oversight.html", context)
