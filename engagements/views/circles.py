"""What only circles have: who came, somebody who leaves, and the way back."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.accounts.requests import SignedInRequest
from core.design.messages import undoable
from core.visibility.shortcuts import get_visible_or_404, require
from engagements.forms.circles import AttendanceForm, NameForm
from engagements.models import EngagementMember
from engagements.permissions import may_leave, may_name
from engagements.services.attendance import TooEarly, note_attendance
from engagements.services.circles import Closed, NoCapacity, PlaceTaken, leave, rename, undo_leave
from engagements.views.guards import (
    open_relationship_or_404,
    relationship_or_404,
    session_or_404,
    while_open,
)
from participants.permissions import is_self


@require_http_methods(["GET", "HEAD", "POST"])
def attendance(request: SignedInRequest, session_id: UUID) -> HttpResponse:
    """Who came to a session."""
    row, now = session_or_404(request, session_id), timezone.now()
    one = relationship_or_404(request, row.engagement_id, now)
    form = AttendanceForm(request.POST or None, session=row)
    if request.method == "POST" and form.is_valid():
        try:
            note_attendance(session=row, came=form.chosen, by=request.user, now=now)
        except TooEarly:
            messages.error(request, _("Log the session first, then note who came."))
        else:
            messages.success(request, _("Noted."))
        return redirect("engagements:session", row.pk)
    return render(
        request, "engagements/attendance.html", {"form": form, "session": row, "one": one}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@while_open
def name_it(request: SignedInRequest, engagement_id: UUID) -> HttpResponse:
    """What the circle is called."""
    now = timezone.now()
    one = open_relationship_or_404(request, engagement_id, now)
    if not one.is_circle:
        raise Http404
    require(may_name(request.user, one.engagement))
    form = NameForm(request.POST or None, engagement=one.engagement)
    if request.method == "POST" and form.is_valid():
        rename(engagement=one.engagement, by=request.user, now=now, **form.cleaned_data)
        messages.success(request, _("Saved. Everybody in it reads this name from now on."))
        return redirect("engagements:detail", one.engagement.pk)
    return render(request, "engagements/circle_name.html", {"form": form, "one": one})


@require_POST
@while_open
def leave_it(request: SignedInRequest, engagement_id: UUID) -> HttpResponse:
    """Go, and let the others go on."""
    now = timezone.now()
    one = open_relationship_or_404(request, engagement_id, now)
    if not one.is_circle:
        raise Http404
    require(may_leave(request.user, one.engagement))
    leave(member=one.me, by=request.user, now=now)
    undo = reverse("engagements:rejoin", args=[one.me.pk])
    undoable(request, _("You have left the circle. The others go on."), undo)
    return redirect("engagements:list")


@require_POST
def rejoin(request: SignedInRequest, member_id: UUID) -> HttpResponse:
    """The way back."""
    rows = EngagementMember.objects.select_related("engagement", "person__user")
    row = get_visible_or_404(rows, request.user, pk=member_id)
    require(is_self(request.user, row.person))
    try:
        undo_leave(member=row, by=request.user, now=timezone.now())
    except (NoCapacity, PlaceTaken):
        messages.error(request, _("Your seat has been given to somebody else meanwhile."))
    except Closed:
        messages.error(request, _("The circle has ended meanwhile."))
    else:
        messages.success(request, _("Welcome back."))
        return redirect("engagements:detail", row.engagement_id)
    return redirect("engagements:list")
