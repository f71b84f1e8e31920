"""A coach's own notes."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.accounts.requests import SignedInRequest
from core.visibility.shortcuts import get_visible_or_404, require
from rotations.coaching.forms.people import NoteForm
from rotations.coaching.permissions import is_coach_of
from rotations.coaching.services.notes import change, throw_away, write
from rotations.models import CoachingEngagement, CoachNote

GET_POST = ["GET", "HEAD", "POST"]
A_PAGE = 20


@require_http_methods(GET_POST)
def notes(request: SignedInRequest, coaching_id: UUID) -> HttpResponse:
    """All notes about one coaching, and a new one."""
    row: CoachingEngagement = get_visible_or_404(CoachingEngagement, request.user, pk=coaching_id)
    require(is_coach_of(request.user, row))
    form = NoteForm(request.POST or None, coaching=row)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        facts = {"text": data["text"], "key": data["key"]}
        write(coaching=row, by=request.user, now=timezone.now(), **facts)
        messages.success(request, _("Kept, for you alone."))
        return redirect("coaching:notes", row.pk)
    mine = CoachNote.objects.visible_to(request.user).filter(coaching=row)
    page = Paginator(mine, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "coaching/notes.html", {"form": form, "coaching": row, "page": page})


@require_http_methods(GET_POST)
def note(request: SignedInRequest, note_id: UUID) -> HttpResponse:
    """Other words."""
    row = _note_or_404(request, note_id)
    form = NoteForm(request.POST or None, coaching=row.coaching, note=row)
    if request.method == "POST" and form.is_valid():
        change(note=row, text=form.cleaned_data["text"], by=request.user, now=timezone.now())
        messages.success(request, _("Kept, for you alone."))
        return redirect("coaching:notes", row.coaching_id)
    return render(request, "coaching/note.html", {"form": form, "note": row})


@require_POST
def delete(request: SignedInRequest, note_id: UUID) -> HttpResponse:
    """Gone for good."""
    row = _note_or_404(request, note_id)
    throw_away(note=row, by=request.user, now=timezone.now())
    messages.success(request, _("The note is gone."))
    return redirect("coaching:notes", row.coaching_id)


def _note_or_404(request: SignedInRequest, note_id: UUID) -> CoachNote:
    rows = CoachNote.objects.select_related("coaching")
    found: CoachNote = get_visible_or_404(rows, request.user, pk=note_id)
    return found
