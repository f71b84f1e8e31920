"""Log a session: by one tap, or by one short form."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.accounts.requests import SignedInRequest
from core.design.messages import undoable
from engagements.forms.sessions import LogForm
from engagements.models import Session
from engagements.services.actions import mark_done
from engagements.services.attendance import note_attendance
from engagements.services.locking import TooEarly
from engagements.services.sessions import AlreadyLogged, log, undo_log
from engagements.views.guards import open_relationship_or_404, session_or_404, while_open

GET_POST = ["GET", "HEAD", "POST"]


@require_http_methods(GET_POST)
@while_open
def log_session(request: SignedInRequest, engagement_id: UUID) -> HttpResponse:
    """A session that nobody had planned."""
    return _log(request, engagement_id, None)


@require_http_methods(GET_POST)
@while_open
def log_planned(request: SignedInRequest, session_id: UUID) -> HttpResponse:
    """A planned one, with notes and promises."""
    row = session_or_404(request, session_id)
    return _log(request, row.engagement_id, row)


@require_POST
@while_open
def took_place(request: SignedInRequest, session_id: UUID) -> HttpResponse:
    """One tap: it took place as planned."""
    row = session_or_404(request, session_id)
    now = timezone.now()
    one = open_relationship_or_404(request, row.engagement_id, now)
    try:
        log(
            engagement=one.engagement,
            session=row,
            starts_at=row.starts_at,
            minutes=row.minutes,
            by=request.user,
            now=now,
        )
    except TooEarly:
        messages.error(request, _("This session has not begun yet."))
        return redirect("engagements:session", row.pk)
    except AlreadyLogged:
        messages.error(
            request,
            _(
                "A session at this time is logged already. If you met only once, press"
                " “It didn’t take place” here."
            ),
        )
        return redirect("engagements:session", row.pk)
    return _done(request, row)


@require_POST
def unlog(request: SignedInRequest, session_id: UUID) -> HttpResponse:
    """Take a log back."""
    row = session_or_404(request, session_id)
    undo_log(session=row, by=request.user, now=timezone.now())
    messages.success(request, _("The log was taken back."))
    return redirect("engagements:detail", row.engagement_id)


def _log(request: SignedInRequest, engagement_id: UUID, row: Session | None) -> HttpResponse:
    now = timezone.now()
    one = open_relationship_or_404(request, engagement_id, now)
    form = LogForm(request.POST or None, relationship=one, now=now, session=row)
    if request.method == "POST" and form.is_valid():
        try:
            return _done(request, _save(request, form, row))
        except AlreadyLogged as already:
            _say_already(form, already.session)
    return render(request, "engagements/log.html", {"form": form, "one": one, "session": row})


def _save(request: SignedInRequest, form: LogForm, row: Session | None) -> Session:
    data = form.cleaned_data
    saved = log(
        engagement=form.relationship.engagement,
        session=row,
        actions=form.promises(),
        by=request.user,
        now=form.now,
        starts_at=data["starts_at"],
        minutes=data["minutes"],
        notes=data["notes"],
        key=data["key"],
    )
    came = form.who_came()
    if came is not None:
        note_attendance(session=saved, came=came, by=request.user, now=form.now)
    for item in form.relationship.promises:
        if str(item.pk) in data.get("done", ()):
            mark_done(action=item, by=request.user, now=form.now)
    return saved


def _say_already(form: LogForm, session: Session) -> None:
    """Whoever came back to the form, or was second, wants to know which one there is."""
    form.add_error("time", _("A session at this time is logged already."))
    there = reverse("engagements:session", args=[session.pk])
    form["time"].help_text = format_html(
        '<a href="{}">{}</a>', there, _("See the session of this time")
    )


def _done(request: SignedInRequest, row: Session) -> HttpResponse:
    undoable(request, _("Session logged."), reverse("engagements:unlog", args=[row.pk]))
    return redirect("engagements:detail", row.engagement_id)
