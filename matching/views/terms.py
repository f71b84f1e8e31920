"""Mentors change at the end of a term: what would happen, the act, and the way back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from core.visibility.shortcuts import get_visible_or_404
from engagements.models import MentorChange
from engagements.selectors.terms import plan_of
from engagements.services.engagements import BookingRefused, NoCapacity, PlaceTaken
from engagements.services.terms import NoChange, PlanMoved, change_mentors
from matching.adapter import is_peers
from matching.services.terms import Answered, take_back
from matching.views.fetching import cohort_of
from programs.models import Cohort, Track


@require_http_methods(["GET", "HEAD", "POST"])
def term(request: HttpRequest, cohort_id: str, track_id: str) -> HttpResponse:
    """The pairs that end and those that stay; confirmed, mentors change."""
    cohort = cohort_of(request, cohort_id)
    track = get_object_or_404(Track, pk=track_id, program=cohort.program)
    if request.method == "POST" and _changed(request, cohort, track):
        return redirect("matching:cohort", cohort.pk)
    now = timezone.now()
    plan = plan_of(cohort, track, now)
    context = {
        "cohort": cohort,
        "track": track,
        "plan": plan,
        "of_peers": is_peers(track),
        "has_come": plan is not None and plan.day <= now.date(),
    }
    return render(request, "matching/term.html", context)


def _changed(request: HttpRequest, cohort: Cohort, track: Track) -> bool:
    seen = request.POST.get("seen", "")
    facts = {"cohort": cohort, "track": track, "by": request.user, "now": timezone.now()}
    try:
        change = change_mentors(seen=seen, **facts)  # type: ignore[arg-type]
    except NoChange:
        messages.error(request, _("The day of the change has not come."))
        return False
    except PlanMoved:
        messages.warning(request, _("Something has changed meanwhile. Look again, then confirm."))
        return False
    messages.success(request, _said(change.ended.count(), of_peers=is_peers(track)))
    return True


def _said(number: int, *, of_peers: bool) -> str:
    if of_peers:
        words = ngettext(
            "Partners have changed: %(n)d pair is complete. Both can be matched now.",
            "Partners have changed: %(n)d pairs are complete. All of them can be matched now.",
            number,
        )
        return words % {"n": number}
    words = ngettext(
        "Mentors have changed: %(n)d pair is complete. Its mentee can be matched now.",
        "Mentors have changed: %(n)d pairs are complete. Their mentees can be matched now.",
        number,
    )
    return words % {"n": number}


@require_POST
def undo_term(request: HttpRequest, change_id: str) -> HttpResponse:
    """Everybody goes on as before."""
    rows = MentorChange.objects.select_related("cohort", "track")
    change = get_visible_or_404(rows, request.user, pk=change_id)
    cohort = cohort_of(request, change.cohort_id)
    try:
        take_back(change=change, by=request.user, now=timezone.now())  # type: ignore[arg-type]
    except Answered:
        messages.error(
            request, _("Somebody has answered a new offer: it can’t be undone any more.")
        )
    except (NoCapacity, PlaceTaken):
        messages.error(request, _("A place has been given to somebody else meanwhile."))
    except BookingRefused as refusal:
        messages.error(request, str(refusal.reason))
    else:
        messages.success(request, _("Taken back: everybody goes on as before."))
    return redirect("matching:cohort", cohort.pk)
