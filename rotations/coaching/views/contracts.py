"""Contracts: hours bought, what becomes of them, and for whom coaching is opened."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.accounts.requests import SignedInRequest
from core.design.messages import undoable
from core.visibility.shortcuts import get_visible_or_404, reveal_if
from engagements.services.locking import TooLate
from rotations.coaching.forms.contracts import ContractForm, OpenForm, TopUpForm
from rotations.coaching.permissions import runs_coaching
from rotations.coaching.selectors import hours
from rotations.coaching.selectors.oversight import coachings_of
from rotations.coaching.services.contracts import UsedAlready, buy, take_back, top_up
from rotations.coaching.services.searches import (
    NobodyFits,
    OpenAlready,
    close_search,
    open_search,
    reopen_search,
)
from rotations.models import CoachingContract, CoachSearch, HoursEntry

GET_POST = ["GET", "HEAD", "POST"]
A_PAGE = 50
RELATED = ("program", "coach__person")


@require_safe
def listing(request: SignedInRequest) -> HttpResponse:
    """All contracts of the programs that the reader runs."""
    reveal_if(runs_coaching(request.user))
    rows = CoachingContract.objects.visible_to(request.user).select_related(*RELATED)
    page = Paginator(rows.order_by("-expires_on", "id"), A_PAGE).get_page(request.GET.get("page"))
    found = hours.standings(page.object_list, today=timezone.localdate())
    return render(request, "coaching/contracts.html", {"page": page, "standings": found})


@require_http_methods(GET_POST)
def new(request: SignedInRequest) -> HttpResponse:
    """Buy hours."""
    reveal_if(runs_coaching(request.user))
    form = ContractForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        minutes = data.pop("hours")
        made = buy(minutes=minutes, by=request.user, now=timezone.now(), **data)
        messages.success(request, _("Bought. You can open coaching for somebody now."))
        return redirect("coaching:contract", made.pk)
    return render(request, "coaching/contract_new.html", {"form": form})


@require_safe
def contract(request: SignedInRequest, contract_id: UUID) -> HttpResponse:
    """One contract: hours, forecast, who uses them, and every line of the ledger."""
    row = _contract_or_404(request, contract_id)
    today = timezone.localdate()
    lines = row.entries.select_related("session", "by__person", "reversal", "reverses")
    page = Paginator(lines.order_by("-at", "-created_at"), A_PAGE)
    searches = row.searches.exclude(state="started")
    context = {
        "contract": row,
        "standing": hours.standing(row, today=today),
        "page": page.get_page(request.GET.get("page")),
        "coachings": coachings_of(row.coachings.all()),
        "searches": searches.select_related("enrolment__person"),
    }
    return render(request, "coaching/contract.html", context)


@require_http_methods(GET_POST)
def more(request: SignedInRequest, contract_id: UUID) -> HttpResponse:
    """More hours."""
    row = _contract_or_404(request, contract_id)
    form = TopUpForm(request.POST or None, contract=row)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        line = top_up(
            contract=row, minutes=data["hours"], by=request.user, now=timezone.now(),
            key=data["key"],
        )  # fmt: skip
        undo = reverse("coaching:take_back", args=[row.pk, line.pk])
        undoable(request, _("The hours are added."), undo)
        return redirect("coaching:contract", row.pk)
    return render(request, "coaching/top_up.html", {"form": form, "contract": row})


@require_POST
def take_back_hours(request: SignedInRequest, contract_id: UUID, entry_id: UUID) -> HttpResponse:
    """Hours bought by mistake."""
    row = _contract_or_404(request, contract_id)
    line = get_object_or_404(HoursEntry, pk=entry_id, contract=row, kind="bought")
    try:
        take_back(entry=line, by=request.user, now=timezone.now())
    except UsedAlready:
        messages.error(request, _("These hours are booked or used already."))
    else:
        messages.success(request, _("Taken back. Both lines stay in the ledger."))
    return redirect("coaching:contract", row.pk)


@require_http_methods(GET_POST)
def open_for(request: SignedInRequest, contract_id: UUID) -> HttpResponse:
    """Let somebody choose a coach."""
    row = _contract_or_404(request, contract_id)
    form = OpenForm(request.POST or None, contract=row)
    if request.method == "POST" and form.is_valid() and (made := _open(request, row, form)):
        name = made.enrolment.person.name
        said = _("%(name)s has a mail with the coaches who fit best.") % {"name": name}
        undoable(request, said, reverse("coaching:close_search", args=[row.pk, made.pk]))
        return redirect("coaching:contract", row.pk)
    context = {"form": form, "contract": row, "left": hours.left_of(row)}
    return render(request, "coaching/open.html", context)


def _open(request: SignedInRequest, row: CoachingContract, form: OpenForm) -> CoachSearch | None:
    facts: dict[str, Any] = {"by": request.user, "now": timezone.now(), "contract": row}
    chosen = form.cleaned_data["enrolment"]
    try:
        with transaction.atomic():
            return open_search(enrolment=chosen, minutes=form.cleaned_data["hours"], **facts)
    except OpenAlready:
        form.add_error("enrolment", _("Somebody has opened it for them just now."))
    except NobodyFits:
        form.add_error(
            None,
            _("No coach can be proposed yet: invite one, and wait until they have signed in."),
        )
    return None


@require_POST
def close(request: SignedInRequest, contract_id: UUID, search_id: UUID) -> HttpResponse:
    """Withdraw the offer before anything began."""
    row = _contract_or_404(request, contract_id)
    search = get_object_or_404(CoachSearch, pk=search_id, contract=row)
    try:
        close_search(search=search, by=request.user, now=timezone.now())
    except TooLate:
        messages.error(request, _("The coaching has begun already."))
    else:
        undo = reverse("coaching:reopen_search", args=[row.pk, search.pk])
        undoable(request, _("The offer is withdrawn."), undo)
    return redirect("coaching:contract", row.pk)


@require_POST
def reopen(request: SignedInRequest, contract_id: UUID, search_id: UUID) -> HttpResponse:
    """The way back."""
    row = _contract_or_404(request, contract_id)
    search = get_object_or_404(CoachSearch, pk=search_id, contract=row)
    try:
        reopen_search(search=search, by=request.user, now=timezone.now())
    except OpenAlready:
        messages.error(request, _("Another one was opened for them since."))
    else:
        messages.success(request, _("The offer stands again."))
    return redirect("coaching:contract", row.pk)


def _contract_or_404(request: SignedInRequest, contract_id: UUID) -> CoachingContract:
    rows = CoachingContract.objects.select_related(*RELATED)
    found: CoachingContract = get_visible_or_404(rows, request.user, pk=contract_id)
    return found
