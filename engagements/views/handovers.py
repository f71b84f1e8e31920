"""Notes for the mentor or peer who comes next: written, read, shown and taken back."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.accounts.requests import SignedInRequest
from core.design.messages import undoable
from core.visibility.shortcuts import get_visible_or_404, require
from engagements.forms.handovers import HandOverForm
from engagements.models import Engagement, HandOver
from engagements.permissions import is_about
from engagements.selectors.handovers import followers, may_hand_over, own_note
from engagements.selectors.relationships import relationships_of
from engagements.services import handovers as services
from engagements.views.guards import note_reading, relationship_or_404
from participants.selectors import person_of
from programs.enums import Format

GET_POST = ["GET", "HEAD", "POST"]


@require_http_methods(GET_POST)
def edit(request: SignedInRequest, engagement_id: UUID) -> HttpResponse:
    """One's own note about a relationship."""
    now = timezone.now()
    one = relationship_or_404(request, engagement_id, now)
    if not may_hand_over(one):
        raise Http404
    note = own_note(one)
    form = HandOverForm(request.POST or None, one=one, note=note)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            kept = services.write(
                engagement=one.engagement,
                author=one.me.person,
                text=data["text"],
                offered=data.get("offered", False),
                by=request.user,
                now=now,
            )
        except services.NotTheirs as error:
            raise Http404 from error
        messages.success(request, _("Kept.") if kept else _("There is no note now."))
        return redirect("engagements:detail", engagement_id)
    return render(request, "engagements/hand_over_edit.html", {"form": form, "one": one})


@require_safe
def read(request: SignedInRequest, note_id: UUID) -> HttpResponse:
    """The note, for its author, its mentee, and whom the mentee shows it to."""
    note, now = _note_or_404(request, note_id), timezone.now()
    me = person_of(request.user)
    if me != note.author:
        note_reading(request, note, "hand_over", now)
    mine = is_about(request.user, note)
    places = {row.pk for row in followers(note)} if mine else set()
    found = relationships_of(me, now=now) if me and places else []
    context = {
        "note": note,
        "is_author": me == note.author,
        "is_mine": mine,
        "places": [one for one in found if one.engagement.pk in places],
        "shown_to": next((o.names for o in found if o.engagement.pk == note.shared_with_id), ""),
        "here": _here(request, note),
        "of_peers": _of_peers(note),
    }
    return render(request, "engagements/hand_over.html", context)


def _of_peers(note: HandOver) -> bool:
    return bool(note.engagement.format == Format.PEER)


def _here(request: SignedInRequest, note: HandOver) -> UUID | None:
    """The relationship that the reader came from: the one it is about, else where it is shown."""
    mine = Engagement.objects.visible_to(request.user)
    keys = [key for key in (note.engagement_id, note.shared_with_id) if key]
    return next((key for key in keys if mine.filter(pk=key).exists()), None)


@require_POST
def show(request: SignedInRequest, note_id: UUID) -> HttpResponse:
    """The mentee or peer lets the partner who follows read it."""
    note = _note_or_404(request, note_id)
    require(is_about(request.user, note))
    chosen = request.POST.get("engagement", "")
    place = next((row for row in followers(note) if str(row.pk) == chosen), None)
    if place is None:
        messages.error(request, _("Choose to whom you show it."))
        return redirect("engagements:hand_over", note.pk)
    try:
        services.show(note=note, engagement=place, by=request.user, now=timezone.now())
    except services.NotTheirs:
        messages.error(request, _("It can’t be shown there any more."))
    else:
        undo = reverse("engagements:hand_over_hide", args=[note.pk])
        said = _("Your mentor can read this note now.")
        if _of_peers(note):
            said = _("Your partner can read this note now.")
        undoable(request, said, undo)
    return redirect("engagements:hand_over", note.pk)


@require_POST
def hide(request: SignedInRequest, note_id: UUID) -> HttpResponse:
    """The mentee or peer takes it back."""
    note = _note_or_404(request, note_id)
    require(is_about(request.user, note))
    services.hide(note=note, by=request.user, now=timezone.now())
    said = _("Taken back: your mentor reads it no more.")
    if _of_peers(note):
        said = _("Taken back: your partner reads it no more.")
    messages.success(request, said)
    return redirect("engagements:hand_over", note.pk)


def _note_or_404(request: SignedInRequest, note_id: UUID) -> HandOver:
    rows = HandOver.objects.select_related("author", "mentee", "engagement__track")
    note: HandOver = get_visible_or_404(rows, request.user, pk=note_id)
    return note
