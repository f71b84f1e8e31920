"""What those around a relationship see: facts for owners, what is shared for managers."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.accounts.requests import SignedInRequest
from core.design.messages import undoable
from core.visibility.shortcuts import get_visible_or_404, reveal_if
from engagements.models import CheckIn
from engagements.selectors import flash, metadata, sharing
from engagements.selectors.pooled import with_input
from engagements.services.checkins import handle_help, reopen_help
from programs.models import Cohort
from programs.permissions import runs

PER_PAGE = 25


@require_safe
def cohort(request: SignedInRequest, cohort_id: UUID) -> HttpResponse:
    """The relationships of a cohort, from outside."""
    rows = with_input(Cohort.objects.select_related("program"))
    row = get_visible_or_404(rows, request.user, pk=cohort_id)
    reveal_if(runs(request.user, row.program))
    now = timezone.now()
    pairs = metadata.pairs([row], now=now)
    page = Paginator(pairs, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "cohort": row,
        "page": page,
        "rows": metadata.with_sessions(page, now=now),
        "total": len(pairs),
        "risky": sum(bool(pair.risk) for pair in pairs),
        "requests": metadata.help_requests([row]),
        "goals": metadata.shared_with_owner(row),
        "flash": flash.figures(row),
    }
    return render(request, "engagements/cohort.html", context)


@require_POST
def help_handled(request: SignedInRequest, checkin_id: UUID) -> HttpResponse:
    """Somebody has been in touch."""
    row = _asked_or_404(request, checkin_id)
    handle_help(checkin=row, by=request.user, now=timezone.now())
    undo = reverse("engagements:help_reopened", args=[row.pk])
    undoable(request, _("Noted that you were in touch."), undo)
    return redirect("engagements:cohort", row.engagement.cohort_id)


@require_POST
def help_reopened(request: SignedInRequest, checkin_id: UUID) -> HttpResponse:
    """Not yet, after all."""
    row = _asked_or_404(request, checkin_id)
    reopen_help(checkin=row, by=request.user, now=timezone.now())
    messages.success(request, _("The request is open again."))
    return redirect("engagements:cohort", row.engagement.cohort_id)


@require_safe
def team(request: SignedInRequest) -> HttpResponse:
    """What my people take part in, as far as they show it."""
    reveal_if(sharing.has_reports(request.user))
    reports = sharing.team_of(request.user, today=timezone.localdate())
    return render(request, "engagements/team.html", {"reports": reports})


def _asked_or_404(request: SignedInRequest, checkin_id: UUID) -> CheckIn:
    """A request for help; the answer around it stays closed."""
    rows = CheckIn.objects.defer("comment", "fit", "progress").filter(wants_help=True)
    row = get_object_or_404(rows.select_related("engagement__cohort__program"), pk=checkin_id)
    reveal_if(runs(request.user, row.engagement.cohort.program))
    return row
