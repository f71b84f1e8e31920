"""The end of a relationship, the way back, and the look back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.accounts.requests import SignedInRequest
from core.design.messages import undoable
from core.visibility.shortcuts import require
from engagements.enums import ClosingReason
from engagements.forms.personal import COMPLETED, CloseForm, ReviewForm
from engagements.models import ClosingReview
from engagements.permissions import may_end
from engagements.services.engagements import (
    BookingRefused,
    NoCapacity,
    PlaceTaken,
    close,
    review,
    undo_close,
)
from engagements.views.guards import open_relationship_or_404, relationship_or_404, while_open

GET_POST = ["GET", "HEAD", "POST"]


@require_http_methods(GET_POST)
@while_open
def close_it(request: SignedInRequest, engagement_id: UUID) -> HttpResponse:
    """What would happen, then the end."""
    now = timezone.now()
    one = open_relationship_or_404(request, engagement_id, now)
    require(may_end(request.user, one.engagement))
    form = CloseForm(request.POST or None, engagement=one.engagement)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        close(
            engagement=one.engagement,
            category=data["category"],
            words=data["words"],
            completed=data["outcome"] == COMPLETED,
            by=request.user,
            now=now,
        )
        text = _("It has ended. What you wrote here stays readable to its members.")
        undoable(request, text, reverse("engagements:reopen", args=[engagement_id]))
        return redirect("engagements:detail", engagement_id)
    return render(request, "engagements/close.html", {"form": form, "one": one})


@require_POST
def reopen_it(request: SignedInRequest, engagement_id: UUID) -> HttpResponse:
    """Go on after all."""
    now = timezone.now()
    one = relationship_or_404(request, engagement_id, now)
    require(may_end(request.user, one.engagement))
    if one.engagement.closing_category == ClosingReason.TERM:
        messages.error(request, _("The term is over here. Ask those who run the program."))
        return redirect("engagements:detail", engagement_id)
    try:
        undo_close(engagement=one.engagement, by=request.user, now=now)
    except (NoCapacity, PlaceTaken):
        messages.error(request, _("The place has been given to somebody else meanwhile."))
    except BookingRefused as refusal:
        messages.error(request, str(refusal.reason))
    else:
        messages.success(request, _("You go on together."))
    return redirect("engagements:detail", engagement_id)


@require_http_methods(GET_POST)
def look_back(request: SignedInRequest, engagement_id: UUID) -> HttpResponse:
    """A member's own words after the end."""
    now = timezone.now()
    one = relationship_or_404(request, engagement_id, now)
    if one.is_open:
        messages.info(request, _("You can look back once it has ended."))
        return redirect("engagements:detail", engagement_id)
    own = ClosingReview.objects.filter(engagement=one.engagement, person=one.me.person).first()
    stored = {"words": own.words if own else ""}
    form = ReviewForm(request.POST or None, engagement=one.engagement, initial=stored)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]
        review(engagement=one.engagement, words=words, by=request.user, now=now)
        messages.success(request, _("Kept, for you alone."))
        return redirect("engagements:detail", engagement_id)
    return render(request, "engagements/review.html", {"form": form, "one": one})
