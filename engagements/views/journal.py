"""The journal."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.accounts.requests import SignedInRequest
from core.design.messages import undoable
from core.visibility.shortcuts import get_visible_or_404, require
from engagements.forms.personal import EntryForm
from engagements.models import Engagement, JournalEntry
from engagements.permissions import wrote
from engagements.prompts import PROMPTS, question
from engagements.selectors.relationships import relationships_of
from engagements.services.journals import rewrite, share, unshare, write
from engagements.views.guards import note_reading
from participants.shortcuts import me_or_404

GET_POST = ["GET", "HEAD", "POST"]
PER_PAGE = 20


@require_safe
def entries(request: SignedInRequest) -> HttpResponse:
    """My own entries, the latest first."""
    me = me_or_404(request)
    rows = JournalEntry.objects.filter(author=me)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    listed = [(row, question(row.prompt)) for row in page]
    context = {"page": page, "listed": listed, "prompts": PROMPTS.items()}
    return render(request, "engagements/journal.html", context)


@require_http_methods(GET_POST)
def new(request: SignedInRequest) -> HttpResponse:
    """Write one, perhaps with a question to begin with."""
    me = me_or_404(request)
    form = EntryForm(request.POST or None, initial={"prompt": request.GET.get("prompt", "")})
    if request.method == "POST" and form.is_valid():
        made = write(author=me, by=request.user, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Kept, for you alone."))
        return redirect("engagements:journal_entry", made.pk)
    return render(request, "engagements/journal_edit.html", {"form": form})


@require_safe
def entry(request: SignedInRequest, entry_id: UUID) -> HttpResponse:
    """One entry, mine or shared with me."""
    row = _entry_or_404(request, entry_id)
    mine = wrote(request.user, row)
    found = relationships_of(row.author, now=timezone.now()) if mine else []
    if not mine:
        note_reading(request, row, "journal", timezone.now())
    context = {
        "entry": row,
        "question": question(row.prompt),
        "is_mine": mine,
        "relationships": [one for one in found if one.is_open],
    }
    return render(request, "engagements/journal_entry.html", context)


@require_http_methods(GET_POST)
def edit(request: SignedInRequest, entry_id: UUID) -> HttpResponse:
    """Other words."""
    row = _entry_or_404(request, entry_id)
    require(wrote(request.user, row))
    form = EntryForm(request.POST or None, initial={"prompt": row.prompt, "text": row.text})
    del form.fields["prompt"]
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        rewrite(entry=row, text=text, by=request.user, now=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("engagements:journal_entry", row.pk)
    return render(request, "engagements/journal_edit.html", {"form": form, "entry": row})


@require_POST
def share_entry(request: SignedInRequest, entry_id: UUID) -> HttpResponse:
    """Let the partner of one relationship read this entry."""
    row = _entry_or_404(request, entry_id)
    require(wrote(request.user, row))
    chosen = request.POST.get("engagement", "")
    mine = Engagement.objects.visible_to(request.user)
    engagement = next((one for one in mine if str(one.pk) == chosen), None)
    if engagement is None:
        messages.error(request, _("Choose with whom to share it."))
        return redirect("engagements:journal_entry", row.pk)
    share(entry=row, engagement=engagement, by=request.user, now=timezone.now())
    undo = reverse("engagements:journal_unshare", args=[row.pk])
    undoable(request, _("Shared: it can be read there now."), undo)
    return redirect("engagements:journal_entry", row.pk)


@require_POST
def unshare_entry(request: SignedInRequest, entry_id: UUID) -> HttpResponse:
    """Take it back."""
    row = _entry_or_404(request, entry_id)
    require(wrote(request.user, row))
    unshare(entry=row, by=request.user, now=timezone.now())
    messages.success(request, _("It is yours alone again."))
    return redirect("engagements:journal_entry", row.pk)


def _entry_or_404(request: SignedInRequest, entry_id: UUID) -> JournalEntry:
    rows = JournalEntry.objects.select_related("author", "shared_with")
    row: JournalEntry = get_visible_or_404(rows, request.user, pk=entry_id)
    return row
