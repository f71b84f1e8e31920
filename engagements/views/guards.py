"""Fetch what a page is about and authorise in one step."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from core.accounts.requests import SignedInRequest
from core.audit.services import log_read
from core.visibility.shortcuts import get_visible_or_404
from engagements.models import Engagement, Session
from engagements.selectors.relationships import Relationship, relationships_of
from engagements.services.locking import Closed
from participants.selectors import person_of

View = Callable[..., HttpResponse]


def while_open(view: View) -> View:
    """An ended relationship takes nothing new: say so on its page, whoever was faster."""

    @wraps(view)
    def guarded(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Closed:
            messages.error(request, _("This relationship has ended; nothing was changed."))
            return redirect("engagements:list")

    return guarded


def relationship_or_404(
    request: SignedInRequest, engagement_id: UUID | None, now: datetime
) -> Relationship:
    """The reader's own relationship. Raises Http404."""
    get_visible_or_404(Engagement, request.user, pk=engagement_id)
    me = person_of(request.user)
    found = relationships_of(me, now=now, only=engagement_id) if me else []
    if not found:
        raise Http404
    return found[0]


def open_relationship_or_404(
    request: SignedInRequest, engagement_id: UUID | None, now: datetime
) -> Relationship:
    """The same, to write in it. Raises Http404, Closed."""
    relationship = relationship_or_404(request, engagement_id, now)
    if not relationship.is_open:
        raise Closed
    return relationship


def note_reading(request: SignedInRequest, row: Model, purpose: str, now: datetime) -> None:
    """Keep in the read log that somebody has read what is not only their own."""
    log_read(by=request.user, subject=row, now=now, purpose=f"engagements.{purpose}")


def session_or_404(request: SignedInRequest, session_id: UUID) -> Session:
    """A session of the reader's. Raises Http404."""
    rows = Session.objects.select_related("engagement", "planned_by", "logged_by")
    found: Session = get_visible_or_404(rows, request.user, pk=session_id)
    return found
