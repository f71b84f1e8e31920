"""Plan a session, look at it, move it, call it off."""

from datetime import datetime
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
from engagements.calendar import MIMETYPE, NAME, calendar_file
from engagements.enums import SessionState
from engagements.forms.sessions import Moment, MoveForm, PlanForm, WordsForm
from engagements.models import Session
from engagements.selectors.clocks import SkippedTime, clocks, instant, sentence, warnings
from engagements.selectors.relationships import ends_at
from engagements.services.locking import TooLate
from engagements.services.sessions import (
    BookingRefused,
    cancel,
    move,
    plan,
    undo_cancel,
    write_words,
)
from engagements.views.guards import (
    note_reading,
    open_relationship_or_404,
    relationship_or_404,
    session_or_404,
    while_open,
)

GET_POST = ["GET", "HEAD", "POST"]


@require_http_methods(GET_POST)
@while_open
def plan_session(request: SignedInRequest, engagement_id: UUID) -> HttpResponse:
    """A time for both."""
    now = timezone.now()
    one = open_relationship_or_404(request, engagement_id, now)
    form = PlanForm(request.POST or None, relationship=one, now=now)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        facts = {name: data[name] for name in ("starts_at", "minutes", "place", "agenda", "key")}
        try:
            made = plan(engagement=one.engagement, by=request.user, now=now, **facts)
        except BookingRefused as refusal:
            form.add_error("minutes", str(refusal.reason))
        else:
            said = _("Planned for %(when)s. The invitation is on its way.")
            when = sentence(clocks(one, made.starts_at))
            undo = reverse("engagements:cancel", args=[made.pk])
            undoable(request, said % {"when": when}, undo)
            return redirect("engagements:detail", engagement_id)
    return render(request, "engagements/plan.html", {"form": form, "one": one})


@require_safe
def times(request: SignedInRequest, engagement_id: UUID) -> HttpResponse:
    """What both clocks show at the time that is being typed."""
    one = relationship_or_404(request, engagement_id, timezone.now())
    asked = Moment(request.GET)
    faces = []
    if asked.is_valid():
        local = datetime.combine(asked.cleaned_data["day"], asked.cleaned_data["time"])
        try:
            faces = clocks(one, instant(local, timezone.get_current_timezone()))
        except (SkippedTime, OverflowError):
            faces = []
    context = {"sentence": sentence(faces), "warnings": warnings(faces)}
    return render(request, "engagements/_clocks.html", context)


@require_safe
def session(request: SignedInRequest, session_id: UUID) -> HttpResponse:
    """One session: when, what about, what came of it."""
    row = session_or_404(request, session_id)
    now = timezone.now()
    one = relationship_or_404(request, row.engagement_id, now)
    note_reading(request, row, "session", now)
    context = {
        "session": row,
        "one": one,
        "faces": clocks(one, row.starts_at),
        "when": sentence(clocks(one, row.starts_at)),
        "is_planned": row.state == SessionState.PLANNED,
        "has_begun": row.starts_at <= now,
        "is_over": ends_at(row) <= now,
        "came": row.attendance.select_related("person").order_by("person__sort_key"),
        "made": row.actions.select_related("owner"),
        "carried": [item for item in one.promises if item.session_id != row.pk],
    }
    return render(request, "engagements/session.html", context)


@require_http_methods(GET_POST)
def edit(request: SignedInRequest, session_id: UUID) -> HttpResponse:
    """Agenda and notes."""
    row = session_or_404(request, session_id)
    form = WordsForm(request.POST or None, session=row)
    if request.method == "POST" and form.is_valid():
        words = {name: form.cleaned_data[name] for name in ("agenda", "notes")}
        write_words(session=row, by=request.user, now=timezone.now(), **words)
        messages.success(request, _("Saved."))
        return redirect("engagements:session", row.pk)
    return render(request, "engagements/session_edit.html", {"form": form, "session": row})


@require_http_methods(GET_POST)
@while_open
def move_session(request: SignedInRequest, session_id: UUID) -> HttpResponse:
    """Another time or place."""
    row = session_or_404(request, session_id)
    now = timezone.now()
    one = open_relationship_or_404(request, row.engagement_id, now)
    form = MoveForm(request.POST or None, session=row, relationship=one, now=now)
    if request.method == "POST" and form.is_valid():
        facts = {name: form.cleaned_data[name] for name in ("starts_at", "minutes", "place")}
        try:
            move(session=row, by=request.user, now=now, **facts)
        except TooLate:
            messages.error(request, _("This session is not planned any more."))
            return redirect("engagements:session", row.pk)
        except BookingRefused as refusal:
            form.add_error("minutes", str(refusal.reason))
        else:
            messages.success(request, _("Saved; the calendars learn of it."))
            return redirect("engagements:session", row.pk)
    return render(request, "engagements/plan.html", {"form": form, "one": one, "session": row})


@require_POST
def cancel_session(request: SignedInRequest, session_id: UUID) -> HttpResponse:
    """Call it off, or say that it did not take place."""
    row = session_or_404(request, session_id)
    try:
        cancel(session=row, by=request.user, now=timezone.now())
    except TooLate:
        messages.error(request, _("This session is logged as held. Undo that first."))
        return redirect("engagements:session", row.pk)
    undoable(request, _("Called off."), reverse("engagements:restore", args=[row.pk]))
    return redirect("engagements:detail", row.engagement_id)


@require_POST
@while_open
def restore_session(request: SignedInRequest, session_id: UUID) -> HttpResponse:
    """The way back."""
    row = session_or_404(request, session_id)
    try:
        undo_cancel(session=row, by=request.user, now=timezone.now())
    except BookingRefused as refusal:
        messages.error(request, str(refusal.reason))
    else:
        messages.success(request, _("Planned again."))
    return redirect("engagements:session", row.pk)


@require_safe
def calendar(request: SignedInRequest, session_id: UUID) -> HttpResponse:
    """The calendar file."""
    row: Session = session_or_404(request, session_id)
    file = calendar_file(row, stamp=timezone.now())
    answer = HttpResponse(file.content, content_type=f"{MIMETYPE}; method={file.method}")
    answer["Content-Disposition"] = f'attachment; filename="{NAME}"'
    return answer
