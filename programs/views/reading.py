"""What every employee can read: the catalogue, a program's page, its charter's versions."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.visibility.shortcuts import get_visible_or_404, reveal_if
from participants.permissions import is_employee
from participants.selectors import person_of
from programs.enums import ParticipantRole
from programs.models import Charter, MentorTier, Program
from programs.permissions import runs
from programs.selectors import charters, milestones
from programs.selectors.catalogue import Offer, offer, offers, people_in
from programs.selectors.participation import enrolments_of, standing
from programs.selectors.tiers import tiers_of


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """What is open, who it is for, and what the reader lacks."""
    reveal_if(is_employee(request.user))
    mine = [(row, standing(row)) for row in enrolments_of(request.user)]
    found = offers(person_of(request.user), timezone.localdate())
    return render(request, "programs/catalogue.html", {"offers": found, "mine": mine})


@require_safe
def page(request: HttpRequest, program_id: str) -> HttpResponse:
    """One program: purpose, criteria, commitments, milestones, who runs it."""
    program = get_visible_or_404(Program, request.user, pk=program_id)
    charter = charters.published(program)
    may_run = runs(request.user, program)
    if charter is None and not may_run:
        return redirect("programs:catalogue")
    shown = offer(program, person_of(request.user), timezone.localdate())
    cohort = shown.open_cohort or shown.next_cohort
    context = {
        "program": program,
        "charter": charter or program.charters.first(),
        "offer": shown,
        "cohort": cohort,
        "steps": milestones.days_of(cohort) if cohort else [],
        "people": people_in(program),
        "mine": [(row, standing(row)) for row in shown.mine],
        "may_run": may_run,
        "tiers": _tiers(shown),
    }
    return render(request, "programs/page.html", context)


def _tiers(shown: Offer) -> "QuerySet[MentorTier]":
    """What a mentor may become here; none where nobody takes part as one."""
    rows = tiers_of(shown.program)
    return rows if shown.ways_as(ParticipantRole.MENTOR) else rows.none()


@require_safe
def charter_version(request: HttpRequest, program_id: str, version: int) -> HttpResponse:
    """An older or the current version, and what it changed."""
    program = get_visible_or_404(Program, request.user, pk=program_id)
    visible = Charter.objects.visible_to(request.user).filter(program=program)
    charter = get_object_or_404(visible, version=version)
    older = charters.previous(charter)
    context = {
        "program": program,
        "charter": charter,
        "older": older,
        "changes": charters.differences(older, charter) if older else [],
        "versions": visible,
        "title": _("Charter, version %(number)s") % {"number": charter.version},
    }
    return render(request, "programs/charter_version.html", context)
