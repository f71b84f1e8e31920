"""What I learn by: planned, done, shown, taken away."""

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
from engagements.forms.learning import LearningForm
from engagements.forms.sharing import ShareForm
from engagements.models import Learning
from engagements.permissions import learns
from engagements.selectors.learning import Entry, kept, program_reads
from engagements.services import learning as services
from participants.shortcuts import me_or_404

GET_POST = ["GET", "HEAD", "POST"]
PER_PAGE = 25
HOME = "engagements:learning"


@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    """My own: what is to come, then what is done."""
    today = timezone.localdate()
    page = Paginator(kept(me_or_404(request)), PER_PAGE).get_page(request.GET.get("page"))
    entries = [Entry(row, today) for row in page]
    context = {
        "page": page,
        "ahead": [one for one in entries if not one.is_done],
        "done": [one for one in entries if one.is_done],
    }
    return render(request, "engagements/learning.html", context)


@require_http_methods(GET_POST)
def new(request: SignedInRequest) -> HttpResponse:
    """One more, perhaps for a goal."""
    me, today = me_or_404(request), timezone.localdate()
    wanted = {"goal": request.GET.get("goal", "")}
    form = LearningForm(request.POST or None, person=me, today=today, initial=wanted)
    if request.method == "POST" and form.is_valid():
        services.note(person=me, by=request.user, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Kept. It stands on your timeline."))
        return redirect(HOME)
    return render(request, "engagements/learning_edit.html", {"form": form})


@require_http_methods(GET_POST)
def edit(request: SignedInRequest, item_id: UUID) -> HttpResponse:
    """Other words, days, goal or competency."""
    row = _mine_or_404(request, item_id)
    today = timezone.localdate()
    form = LearningForm(request.POST or None, person=row.person, today=today, item=row)
    if request.method == "POST" and form.is_valid():
        data = {name: value for name, value in form.cleaned_data.items() if name != "key"}
        services.change(item=row, by=request.user, now=timezone.now(), **data)
        messages.success(request, _("Saved."))
        return redirect(HOME)
    context = {"form": form, "item": row, "entry": Entry(row, today)}
    return render(request, "engagements/learning_edit.html", context)


@require_http_methods(GET_POST)
def share(request: SignedInRequest, item_id: UUID) -> HttpResponse:
    """Who else may read the title."""
    row = _mine_or_404(request, item_id)
    back = reverse("engagements:learning_edit", args=[row.pk])
    form = ShareForm(request.POST or None, shared=row, back=back, today=timezone.localdate())
    if not program_reads(row):
        del form.fields["title_shared"]
    if request.method == "POST" and form.is_valid():
        choices = {"title_shared": False} | form.cleaned_data
        services.share_title(item=row, by=request.user, now=timezone.now(), **choices)
        messages.success(request, _("Saved."))
        return redirect("engagements:learning_edit", row.pk)
    return render(request, "engagements/learning_share.html", {"form": form, "item": row})


@require_POST
def done(request: SignedInRequest, item_id: UUID) -> HttpResponse:
    """Done, today."""
    row = _mine_or_404(request, item_id)
    services.mark_done(item=row, on=timezone.localdate(), by=request.user, now=timezone.now())
    undoable(request, _("Done."), reverse("engagements:learning_reopen", args=[row.pk]))
    return redirect(HOME)


@require_POST
def reopen(request: SignedInRequest, item_id: UUID) -> HttpResponse:
    """Still to do."""
    row = _mine_or_404(request, item_id)
    services.undo_done(item=row, by=request.user, now=timezone.now())
    messages.success(request, _("It is still to do."))
    return redirect(HOME)


@require_POST
def remove(request: SignedInRequest, item_id: UUID) -> HttpResponse:
    """Take it away; there is a way back."""
    row = _mine_or_404(request, item_id)
    services.remove(item=row, by=request.user, now=timezone.now())
    undoable(request, _("Taken away."), reverse("engagements:learning_restore", args=[row.pk]))
    return redirect(HOME)


@require_POST
def restore(request: SignedInRequest, item_id: UUID) -> HttpResponse:
    """The way back."""
    row = _mine_or_404(request, item_id, with_removed=True)
    services.restore(item=row, by=request.user, now=timezone.now())
    messages.success(request, _("It is back."))
    return redirect(HOME)


def _mine_or_404(
    request: SignedInRequest, item_id: UUID, *, with_removed: bool = False
) -> Learning:
    """The reader's own; a partner who may read it gets a 403."""
    rows = Learning.objects.select_related("person", "goal__engagement", "competency")
    rows = rows if with_removed else rows.filter(removed_at=None)
    row: Learning = get_visible_or_404(rows, request.user, pk=item_id)
    require(learns(request.user, row))
    return row
