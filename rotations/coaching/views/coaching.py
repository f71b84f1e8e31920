"""My coaching: as a coach, as a coachee, or while I choose."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.accounts.requests import SignedInRequest
from core.visibility.shortcuts import get_visible_or_404, reveal_if
from engagements.views.guards import relationship_or_404
from rotations.coaching.permissions import is_coach_of, is_coachee_of, may_read_facts
from rotations.coaching.selectors import mine as reads
from rotations.coaching.selectors.hours import booked_by, minutes_left, used_by
from rotations.models import CoachingEngagement


@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    """All that I coach, am coached in, or am asked about."""
    now = timezone.now()
    reveal_if(reads.has_coaching(request.user))
    context = {
        "coachings": reads.coachings_of(request.user, now=now),
        "searches": reads.searches_of(request.user),
        "asked": reads.questions_to(request.user),
        "coach": reads.coach_behind(request.user),
    }
    return render(request, "coaching/mine.html", context)


@require_safe
def detail(request: SignedInRequest, coaching_id: UUID) -> HttpResponse:
    """One coaching: hours, what is agreed about who sees what, notes, facts."""
    now = timezone.now()
    rows = CoachingEngagement.objects.select_related("engagement", "contract__program")
    row: CoachingEngagement = get_visible_or_404(rows, request.user, pk=coaching_id)
    latest = row.three_way_contracts.first()
    context = {
        "coaching": row,
        "one": relationship_or_404(request, row.engagement_id, now),
        "left": minutes_left(row),
        "used": used_by([row]).get(row.pk, 0),
        "booked": booked_by([row]).get(row.pk, 0),
        "is_coach": is_coach_of(request.user, row),
        "is_coachee": is_coachee_of(request.user, row),
        "agreement": latest,
        "signed": latest.signatures.count() if latest else 0,
        "i_signed": bool(latest and latest.signatures.filter(person__user=request.user).exists()),
        "consent": may_read_facts(row, now),
    }
    return render(request, "coaching/detail.html", context)
